import { count, reportOf } from '../stage/commandLine.ts'
import { expect, test } from '../stage/test.ts'

test('begins with a running example, or with templates where nothing is drawn', async ({
  openDesigner,
  ownServer,
}) => {
  const designer = await openDesigner(ownServer.url)
  const { canvas, playback, documents } = designer

  await test.step('the first start shows the example, already running', async () => {
    await designer.open()
    await expect(documents.name).toHaveText('Order to cash')
    await expect(playback.button('Pause')).toBeVisible()
    const begun = await playback.seconds()
    await expect.poll(() => playback.seconds()).toBeGreaterThan(begun)
    await expect(canvas.node('Payments')).toBeVisible()
    await playback.pause()
  })

  await test.step('an empty workspace offers templates', async () => {
    await documents.choose('Delete…')
    const dialog = designer.dialog('Delete Order to cash?')
    await dialog.getByRole('button', { name: 'Keep it' }).click()
    await expect(canvas.node('Payments')).toBeVisible()
    await documents.choose('Delete…')
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await expect(dialog).toBeHidden()
    await expect(designer.startCard.getByRole('button', { name: /^Open / })).toHaveText([
      'Open Card payments and fraud',
      'Open Hello queue',
      'Open IoT telemetry',
      'Open Order to cash',
      'Open Parcel notices',
      'Open Shop saga',
      'Open Wallet ledger',
    ])
    await designer.startCard.getByRole('button', { name: 'Work queue' }).click()
    await expect(canvas.edge('thumbnails is read by Worker')).toBeAttached()
    await playback.runUntil(0.5)
    const report = await reportOf(await documents.copy('run recipe'))
    await expect(canvas.handledBy('Worker')).toHaveText(count(report.services.worker?.acknowledged))
  })

  await test.step('a new drawing begins blank, or with a template that can be undone', async () => {
    await documents.choose('New topology')
    const blank = await documents.copy('topology')
    await designer.startCard.getByRole('button', { name: 'Fan-out' }).click()
    await expect(canvas.node('order-events')).toBeVisible()
    await designer.undo()
    await expect(designer.startCard).toBeVisible()
    expect(await documents.copy('topology')).toBe(blank)
    await designer.startCard.getByRole('button', { name: 'Start blank' }).click()
    await expect(designer.startCard).toBeHidden()
  })
})
