import { rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import { expect, test } from '../stage/test.ts'

test('says why a drawing cannot run, flies there and mends it', async ({ designer, workspace }) => {
  const { canvas, inspector, playback, dock } = designer
  await designer.open(await workspace.add(backwards()))

  await test.step('a run with errors is refused, with the reason', async () => {
    await expect(designer.status('This drawing cannot run yet.')).toBeVisible()
    await expect(playback.button('Run')).toBeDisabled()
    await expect(canvas.problemOf('clerk')).toBeVisible()
    await designer
      .status('This drawing cannot run yet.')
      .getByRole('button', { name: 'Show problems' })
      .click()
    await expect(dock.problem('the minimum is above the maximum')).toBeVisible()
  })

  await test.step('a click shows where', async () => {
    await dock.panel.getByRole('button', { name: 'Show', exact: true }).first().click()
    await expect(inspector.panel.getByRole('heading', { name: 'clerk' })).toBeVisible()
  })

  await test.step('another mends it', async () => {
    await dock.panel.getByRole('button', { name: 'Swap minimum and maximum' }).click()
    await expect(designer.status('This drawing cannot run yet.')).toBeHidden()
    await playback.run()
    await expect(canvas.handledBy('clerk')).not.toHaveText(/^(0|–)?$/)
    await playback.pause()
  })
})

/** Handling times from 20 ms down to 10. */
function backwards() {
  const serviceTime = { kind: 'uniform', minMs: 20, maxMs: 10 }
  const topology = sketch({
    services: { counter: shop('orders'), clerk: worker(['orders-clerk'], { serviceTime }) },
    channels: { orders: { kind: 'rabbitQueue' } },
    subscriptions: { 'orders-clerk': rabbit('orders', 'clerk') },
  })
  const nodes = { counter: { x: 0, y: 0 }, orders: { x: 300, y: 0 }, clerk: { x: 600, y: 0 } }
  return { ...topology, layout: { ...topology.layout, nodes } }
}
