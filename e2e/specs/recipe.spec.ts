import { reportOf } from '../stage/commandLine.ts'
import { atRest, expect, test } from '../stage/test.ts'

test.use(atRest)

test('gives one history for one recipe, whatever the pace and the machine', async ({
  designer,
  workspace,
}) => {
  const { canvas, inspector, playback, documents } = designer
  await designer.open(await workspace.addExample('order-to-cash'))
  await playback.startWithSeed(42)

  await test.step('at different speeds, with pauses and steps', async () => {
    const time = await playback.runUntil(0.5)
    const flatOut = await documents.copy('history hash')

    await playback.reset()
    await playback.setSpeed('5x')
    await playback.run()
    await playback.pause()
    await playback.step(3)
    await playback.setSpeed('0.5x')
    const stopped = await playback.seconds()
    await playback.run()
    await expect.poll(() => playback.seconds()).toBeGreaterThan(stopped)
    await playback.pause()
    await playback.setSpeed('1x')
    expect(await playback.runUntil(0.5)).toBe(time)
    expect(await documents.copy('history hash')).toBe(flatOut)

    const topology = await documents.copy('topology')
    const { untilMs } = JSON.parse(await documents.copy('run recipe'))
    const report = await reportOf(topology, '--seed', '42', '--until', `${untilMs}ms`)
    expect(report.historyHash).toBe(flatOut)
  })

  const { text, hash, time } = await test.step('with faults and edits on the way', async () => {
    await canvas.select('Payments')
    await inspector.show('Live')
    await playback.run()
    await inspector.button('Slow down Payments').click()
    await inspector.button('One more: replicas').click()
    await playback.pause()
    await inspector.button('Stop Payments: Takes 10× as long').click()
    await playback.runUntil(0.9)
    const recipe = await documents.download('run recipe')
    expect(recipe.name).toBe('order-to-cash.recipe.json')
    const report = await reportOf(recipe.text)
    expect(report.commands).toBe(3)
    const shown = await documents.copy('history hash')
    expect(shown).toBe(report.historyHash)
    return { ...recipe, hash: shown, time: await playback.time() }
  })

  await test.step('import the recipe: the run is repeated', async () => {
    const before = designer.page.url()
    await documents.importFile('payments-slow.recipe.json', text)
    await expect(designer.page).not.toHaveURL(before)
    await playback.comesTo(time)
    await expect(playback.button('Run')).toBeEnabled()
    await expect(playback.seed).toHaveValue('42')
    await expect(canvas.replicasOf('Payments', '5 of 5 replicas up')).toBeVisible()
    expect(await documents.copy('history hash')).toBe(hash)
    expect(await documents.copy('run recipe')).toBe(text)
  })
})
