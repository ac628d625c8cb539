import { count, reportOf } from '../stage/commandLine.ts'
import { atRest, expect, test } from '../stage/test.ts'

test.use(atRest)

test('goes back to the moment before a crash, looks round, and sees what else could have been', async ({
  designer,
  workspace,
}) => {
  const { canvas, inspector, playback, documents } = designer
  await designer.open(await workspace.addExample('order-to-cash'))
  await playback.startWithSeed(7)
  await playback.runUntil(0.3)
  const before = await documents.copy('history hash')
  const crashedAt = await playback.time()
  await canvas.select('Payments')
  await inspector.show('Live')
  await inspector.button('Crash Payments').click()
  await expect(canvas.replicasOf('Payments', '0 of 4 replicas up')).toBeVisible()
  const end = await playback.runUntil(0.8)
  const crashed = await documents.copy('history hash')

  await test.step('a click on the past shows exactly what was there', async () => {
    const time = await playback.goBackTo(0.2)
    await expect(canvas.replicasOf('Payments', '4 of 4 replicas up')).toBeVisible()
    const report = await reportOf((await documents.download('run recipe')).text)
    expect(await documents.copy('history hash')).toBe(report.historyHash)
    await expect(canvas.handledBy('Payments')).toHaveText(
      count(report.services.payments?.acknowledged),
    )
    await expect(designer.status(`You are at ${time} of ${end}`)).toBeVisible()
  })

  await test.step('what is recorded comes again, the crash too, when it goes on', async () => {
    await designer.status('You are at').getByRole('button', { name: 'To the end' }).click()
    await playback.isAt(end)
    expect(await documents.copy('history hash')).toBe(crashed)
  })

  await test.step('the playhead can be dragged, and moved by keys', async () => {
    await playback.drag(0.8, 0.1, 0.5)
    await expect(canvas.replicasOf('Payments', '0 of 4 replicas up')).toBeVisible()
    await playback.timeline.focus()
    await playback.timeline.press('Home')
    await playback.isAt('00:00:00.000')
    await playback.timeline.press('End')
    await playback.isAt(end)
    await playback.timeline.press('Shift+ArrowLeft')
    await expect(playback.clock).not.toHaveText(end)
    await playback.button('Back to the start').click()
    await playback.isAt('00:00:00.000')
  })

  await test.step('a step back is the way of a step, backwards', async () => {
    await playback.goForwardTo(0.3)
    await playback.isAt(crashedAt)
    expect(await documents.copy('history hash')).toBe(before)
    // Several events may share a millisecond of the clock: only the hash tells them apart.
    const hash = () => documents.copy('history hash')
    await playback.button('Step').click()
    await expect.poll(hash).not.toBe(before)
    const once = await hash()
    await playback.button('Step').click()
    await expect.poll(hash).not.toBe(once)
    await designer.page.keyboard.press(',')
    await expect.poll(hash).toBe(once)
    await playback.button('Step back').click()
    await expect.poll(hash).toBe(before)
  })

  await test.step('another change makes another run, compared with the one that it left', async () => {
    await playback.goBackTo(0.25)
    await inspector.button('Slow down Payments').click()
    await expect(designer.status('You are at')).toBeHidden()
    await playback.runUntil(0.6)
    await playback.compareWith('Without “Slow down Payments')
    const dialog = designer.dialog('Compare two runs')
    // Both are run from the start, flat out.
    const heads = dialog.getByRole('columnheader')
    await expect(heads).toHaveCount(3, { timeout: 30_000 })
    await expect(heads).toHaveText([/^Up to /, /^Without “Slow down Payments/, 'This run'])
    await expect(
      dialog.getByRole('row', { name: /^Largest backlog/ }).getByRole('cell'),
    ).toHaveText([/\d/, /\d/])
    await dialog.getByRole('button', { name: 'Close' }).click()
  })
})
