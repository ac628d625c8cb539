import { readFile } from 'node:fs/promises'
import type { Topology } from '#shared/topology/topology.ts'
import { Breakpoints } from '../pages/breakpoints.ts'
import { reportOf } from '../stage/commandLine.ts'
import { expect, test } from '../stage/test.ts'

test('pauses at a dead letter, looks at it, goes on, and follows single events', async ({
  designer,
  workspace,
}) => {
  const { canvas, playback, dock, documents, page } = designer
  const breakpoints = new Breakpoints(page)
  await designer.open(await workspace.add(await failingShop()))
  await playback.setSpeed('Max')
  const paused = designer.status('Paused at breakpoint')

  await test.step('one key sets a breakpoint at what is selected', async () => {
    await canvas.selectEdge('orders is read by Payments')
    await page.keyboard.press('F9')
    await expect(breakpoints.badge('Breakpoint')).toBeVisible()
    await page.keyboard.press('F9')
    await expect(breakpoints.badge('Breakpoint')).toHaveCount(0)
    await canvas.select('payments-dlq')
    await page.keyboard.press('F9')
    await expect(breakpoints.badge('Breakpoint')).toBeVisible()
  })

  const first = await test.step('the run pauses there at the very instant', async () => {
    await playback.button('Run').click()
    await expect(paused).toContainText(/payments-dlq got OrderPlaced #\d+ of order-\d+\./)
    await expect(breakpoints.badge('Paused at this breakpoint')).toBeVisible()
    await expect(canvas.figure('Dead letters in payments-dlq')).toHaveText('1')
    // A run of the same recipe that nobody watches comes to the same history.
    const report = await reportOf((await documents.download('run recipe')).text)
    expect(await documents.copy('history hash')).toBe(report.historyHash)
    return playback.time()
  })

  await test.step('the event can be looked at', async () => {
    await paused.getByRole('button', { name: 'Show it' }).click()
    await expect(dock.event).toContainText('OrderPlaced')
    await expect(dock.event).toContainText('failed')
  })

  const second = await test.step('it goes on to the next one', async () => {
    await page.keyboard.press('Shift+F9')
    await expect(playback.clock).not.toHaveText(first)
    await expect(paused).toBeVisible()
    return playback.time()
  })

  await test.step('keys go from marker to marker', async () => {
    await page.keyboard.press('[')
    await playback.isAt(first)
    await expect(playback.timeline).toHaveAttribute('aria-valuetext', /payments-dlq got/)
    await page.keyboard.press(']')
    await playback.isAt(second)
  })

  await test.step('a row of the log begins another one, which can be made more special', async () => {
    await dock.filterEvents('failed, try 3')
    await breakpoints.pauseAtNextLike(dock.events.nth(1))
    await expect(breakpoints.sentence).toHaveText(
      'Pause when: OrderPlaced fails at orders → Payments',
    )
    await breakpoints.choose({ 'Only if': 'attempt is at least', Value: 'x' })
    await expect(breakpoints.sentence).toHaveText('An attempt is a whole number from 1 on.')
    await breakpoints.choose({ Value: '3' })
    await breakpoints.commit()
    await expect(breakpoints.list).toHaveCount(2)

    await breakpoints.switch('payments-dlq')
    await expect(breakpoints.badge('Breakpoint, switched off')).toBeVisible()
    await page.keyboard.press('Shift+F9')
    await expect(paused).toContainText(/Payments failed to handle OrderPlaced .* \(attempt 3\)\./)
  })

  await test.step('they are still there for who comes back', async () => {
    await page.reload()
    await dock.show('Breakpoints')
    await expect(breakpoints.list).toHaveCount(2)
    await breakpoints.remove('OrderPlaced fails at orders → Payments, attempt 3 or later')
    await expect(breakpoints.list).toHaveCount(1)
  })

  await test.step('in slow motion each mark is one event', async () => {
    await playback.setSpeed('0.25x')
    let said = ''
    // There are moments with nothing under way.
    await expect(async () => {
      const from = await playback.seconds()
      await playback.run()
      await expect(page.getByRole('region', { name: 'Legend' })).toContainText('1 mark = 1 event')
      await expect.poll(() => playback.seconds()).toBeGreaterThan(from + 0.1)
      await playback.pause()
      said = await breakpoints.pressMark()
    }).toPass()
    await expect(dock.event).toContainText(said.split(' ')[0] ?? 'nothing')
  })

  await test.step('a moment can be typed', async () => {
    await page.keyboard.press('j')
    const field = page.getByRole('textbox', { name: 'Moment to go to' })
    await field.fill('1.5 s')
    await field.press('Enter')
    await playback.isAt('00:00:01.500')
  })
})

/** Order to cash, where six of ten payments fail. */
async function failingShop(): Promise<Topology> {
  const text = await readFile('examples/order-to-cash.json', 'utf8')
  const topology = JSON.parse(text) as Topology
  for (const handler of Object.values(topology.services.payments?.handlers ?? {}))
    Object.assign(handler, { failure: { probability: 0.6 } })
  return topology
}
