import { count, reportOf, withoutCommands } from '../stage/commandLine.ts'
import { expect, test } from '../stage/test.ts'

test('edits the drawing while it runs, and undoes and redoes it', async ({
  designer,
  workspace,
}) => {
  const { canvas, inspector, playback, documents } = designer
  await designer.open(await workspace.addExample('order-to-cash'))
  const original = await documents.copy('topology')
  await playback.startWithSeed(3)
  await playback.run()

  await test.step('add a consumer and remove a service during the run', async () => {
    await canvas.dragFromPalette('Service', { x: 410, y: 530 })
    await canvas.connect('orders', 'Service')
    await expect(canvas.edge('orders is read by Service')).toBeAttached()
    await canvas.select('Notifier')
    await designer.page.keyboard.press('Delete')
    await expect(canvas.node('Notifier')).toHaveCount(0)
    await expect(canvas.edge('email is read by Notifier')).toHaveCount(0)
    // It is at work: its handled events are counted.
    await expect(canvas.handledBy('Service')).not.toHaveText(/^(0|–)?$/)
    await playback.pause()
  })

  const edited = await test.step('the other services did not notice', async () => {
    const recipe = await documents.download('run recipe')
    const report = await reportOf(recipe.text)
    const undisturbed = await reportOf(withoutCommands(recipe.text))
    for (const id of ['orders', 'payments', 'inventory', 'order-history', 'fulfilment', 'ledger'])
      expect(report.services[id]).toEqual(undisturbed.services[id])
    expect(Object.keys(report.services)).not.toContain('notifier')
    await expect(canvas.handledBy('Service')).toHaveText(
      count(report.services.service?.acknowledged),
    )
    await expect(canvas.handledBy('Payments')).toHaveText(
      count(report.services.payments?.acknowledged),
    )
    expect(await documents.copy('history hash')).toBe(report.historyHash)
    return documents.copy('topology')
  })

  await test.step('change a rate', async () => {
    await canvas.select('Web shop')
    await inspector.show('Configure')
    await inspector.set('Rate', '100/s')
    await playback.runUntil(0.9)
    const { text } = await documents.download('run recipe')
    const { services } = await reportOf(text)
    await expect(canvas.figure('Sent by Web shop')).toHaveText(
      count(services['web-shop']?.published),
    )
  })

  await test.step('undo and redo are commands of the run, too', async () => {
    await designer.undo()
    expect(await documents.copy('topology')).toBe(edited)
    for (const _ of ['remove Notifier', 'connect', 'add Service']) await designer.undo()
    await expect(canvas.tool('Undo')).toBeDisabled()
    expect(await documents.copy('topology')).toBe(original)
    for (const _ of ['add Service', 'connect', 'remove Notifier']) await designer.redo()
    expect(await documents.copy('topology')).toBe(edited)
    await expect(documents.saveState).toHaveText('Saved')

    const { text } = await documents.download('run recipe')
    const report = await reportOf(text)
    expect(report.commands).toBe(11)
    expect(await documents.copy('history hash')).toBe(report.historyHash)
  })
})
