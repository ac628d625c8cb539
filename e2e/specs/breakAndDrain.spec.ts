import type { Canvas } from '../pages/canvas.ts'
import { count, type Report, reportOf, withoutCommands } from '../stage/commandLine.ts'
import { atRest, expect, test } from '../stage/test.ts'

test.use(atRest)

test('crashes Payments, sees the backlog grow and drain, and nobody else notices', async ({
  designer,
  workspace,
}) => {
  const { canvas, inspector, playback, dock, documents } = designer
  await designer.open(await workspace.addExample('order-to-cash'))
  await playback.startWithSeed(7)
  await playback.runUntil(0.1)

  const crashed = await test.step('one click, and the lag grows', async () => {
    await canvas.select('Payments')
    await inspector.show('Live')
    await inspector.button('Crash Payments').click()
    await expect(canvas.replicasOf('Payments', '0 of 4 replicas up')).toBeVisible()
    await playback.runUntil(0.3)

    const recipe = await documents.download('run recipe')
    const report = await reportOf(recipe.text)
    await expectFigures(canvas, report)
    const { lag = Number.NaN } = report.subscriptions['orders-payments'] ?? {}
    // The other groups are ahead of Payments in every partition.
    await expect(canvas.lagOf('orders')).toHaveText(count(lag))
    // Fifty orders a second for twelve seconds, give or take what chance does.
    expect(lag).toBeGreaterThan(500)
    return { recipe, report }
  })

  await test.step('the other services do not notice', async () => {
    const undisturbed = await reportOf(withoutCommands(crashed.recipe.text))
    for (const id of ['orders', 'inventory', 'order-history', 'notifier'])
      expect(crashed.report.services[id]).toEqual(undisturbed.services[id])
  })

  await test.step('another click, and the lag drains', async () => {
    await inspector.button('Recover Payments: Crashed').click()
    await expect(canvas.replicasOf('Payments', '4 of 4 replicas up')).toBeVisible()
    await playback.runUntil(0.95)

    const report = await reportOf((await documents.download('run recipe')).text)
    await expectFigures(canvas, report)
    const { lag = Number.NaN, dropped } = report.subscriptions['orders-payments'] ?? {}
    await canvas.select('orders')
    await expect(inspector.count('Lag of Payments')).toHaveText(count(lag))
    expect(lag).toBeLessThan(50)
    expect(dropped).toBe(0)
    await expect(canvas.figure('Dead letters in payments-dlq')).toHaveText('0')
  })

  await test.step('what fails again and again ends as a dead letter', async () => {
    await canvas.select('Payments')
    await inspector.show('Configure')
    await inspector.set('Failing', '60 %')
    await inspector.show('Live')
    await playback.runUntil(0.97)

    const report = await reportOf((await documents.download('run recipe')).text)
    const letters = report.channels['payments-dlq']?.retained
    await expect(canvas.figure('Dead letters in payments-dlq')).toHaveText(count(letters))
    await expect(inspector.count('Dead-lettered')).toHaveText(count(letters))
    await expect(inspector.count('Retried')).toHaveText(count(report.services.payments?.retried))
    expect(letters).toBeGreaterThan(20)
    // Trouble is never left out of the log.
    await dock.filterEvents('dead-lettered')
    await expect(dock.eventsShown).toHaveText(new RegExp(`^${count(letters)} of `))
    expect(await documents.copy('history hash')).toBe(report.historyHash)
  })
})

async function expectFigures(canvas: Canvas, { services, channels }: Report): Promise<void> {
  await expect(canvas.handledBy('Payments')).toHaveText(count(services.payments?.acknowledged))
  await expect(canvas.handledBy('Inventory')).toHaveText(count(services.inventory?.acknowledged))
  await expect(canvas.handledBy('Ledger')).toHaveText(count(services.ledger?.acknowledged))
  await expect(canvas.figure('Waiting in email')).toHaveText(count(channels.email?.waiting))
}
