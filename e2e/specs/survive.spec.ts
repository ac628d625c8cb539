import { count, reportOf } from '../stage/commandLine.ts'
import { atRest, expect, test } from '../stage/test.ts'

test.use({ ...atRest, losesServer: true })

test('finds everything again after a reload and after the server died', async ({
  openDesigner,
  ownServer,
}) => {
  const designer = await openDesigner(ownServer.url)
  const { canvas, inspector, playback, documents } = designer
  await designer.open()

  await test.step('reload in the middle', async () => {
    await canvas.rename('Ledger', 'General ledger')
    await canvas.select('Payments')
    await inspector.show('Live')
    await inspector.button('Crash Payments').click()
    await expect(inspector.button('Recover Payments: Crashed')).toBeVisible()
    const before = await playback.seconds()
    await designer.page.reload()
    // The run went on meanwhile.
    await expect(playback.button('Pause')).toBeVisible()
    await expect(canvas.node('General ledger')).toBeVisible()
    await expect(canvas.replicasOf('Payments', '0 of 4 replicas up')).toBeVisible()
    await expect.poll(() => playback.seconds()).toBeGreaterThan(before)
    await playback.pause()
  })

  const time = await playback.time()
  const text = await documents.copy('run recipe')
  const recipe = JSON.parse(text)
  // Figures come to rest a moment after the run. Payments is behind by the most.
  const lag = count((await reportOf(text)).subscriptions['orders-payments']?.lag)
  await expect(canvas.lagOf('orders')).toHaveText(lag)

  await test.step('the server is killed, and edits go on', async () => {
    await ownServer.kill()
    await expect(documents.saveState).toHaveText('Offline, kept locally')
    await expect(playback.button('Run')).toBeDisabled()
    await canvas.rename('Fulfilment', 'Shipping')
  })

  await test.step('started again, everything is back and the page finds it', async () => {
    await ownServer.start()
    await expect(documents.saveState).toHaveText('Saved', { timeout: 15_000 })
    await expect(canvas.node('Shipping')).toBeVisible()
    await expect(playback.button('Run')).toBeEnabled()
    await playback.comesTo(time)
    await expect(canvas.lagOf('orders')).toHaveText(lag)
    // The run was repeated; the edit that was made meanwhile is its newest command.
    const repeated = await documents.copy('run recipe')
    const { commands } = JSON.parse(repeated)
    expect(commands.slice(0, -1)).toEqual(recipe.commands)
    expect(commands).toHaveLength(3)
    const { historyHash } = await reportOf(repeated)
    expect(await documents.copy('history hash')).toBe(historyHash)
    await canvas.select('Payments')
    await expect(inspector.button('Recover Payments: Crashed')).toBeVisible()
  })

  await test.step('a page that opens only now finds it too', async () => {
    const topology = await documents.copy('topology')
    const other = await openDesigner(ownServer.url)
    await other.open('order-to-cash')
    await other.playback.comesTo(time)
    expect(await other.documents.copy('topology')).toBe(topology)
  })
})
