import { payloadOf } from '#shared/schemas/payload.ts'
import { count, reportOf } from '../stage/commandLine.ts'
import { atRest, expect, test } from '../stage/test.ts'

test.use(atRest)

const SEED = 7
/** More than the first four steps write. */
const ROWS = 16

const orderSchema = {
  type: 'object',
  properties: {
    orderId: { type: 'string' },
    amount: { type: 'integer', minimum: 1, maximum: 9 },
  },
  required: ['orderId', 'amount'],
}

test('draws a flow, runs it and finds the counts of its seed', async ({ designer, workspace }) => {
  const { canvas, inspector, playback, dock, documents } = designer
  await workspace.clear()
  await designer.open()
  await documents.startBlank()

  await test.step('drag services and a topic onto the canvas, and connect them', async () => {
    await canvas.dragFromPalette('Service', { x: 150, y: 200 })
    await expect(canvas.surface.getByText('Drag from here')).toBeVisible()
    await canvas.dragFromPalette('Kafka topic', { x: 450, y: 200 })
    await canvas.connect('Service', 'topic')
    await expect(canvas.edge('Service publishes to topic')).toBeAttached()
    await canvas.dragFromPalette('Service', { x: 750, y: 200 })
    await dock.show('Problems')
    const problem =
      "'Service 2' is connected to nothing. Let it publish to a channel, or subscribe to one."
    await expect(dock.problem(problem)).toBeVisible()
    await expect(canvas.problemOf('Service 2')).toBeVisible()
    await canvas.connect('topic', 'Service 2')
    await expect(canvas.problemOf('Service 2')).toHaveCount(0)
    await expect(canvas.edge('topic is read by Service 2')).toBeAttached()
    await expect(dock.panel.getByText('No problems')).toBeVisible()
  })

  await test.step('name them', async () => {
    await canvas.rename('Service', 'Shop')
    await canvas.rename('topic', 'orders')
    await canvas.rename('Service 2', 'Billing')
  })

  await test.step('an edge that makes no sense is refused with the reason', async () => {
    const reason = "'Shop' publishes to 'orders' already."
    await canvas.holdEdge('Shop', 'orders')
    await expect(designer.status(reason)).toBeVisible()
    await designer.page.mouse.up()
    await expect(designer.notice(reason)).toBeVisible()
    await expect(canvas.tool('Undo')).toHaveAttribute('title', 'Undo: Rename Service 2 to Billing')
  })

  await test.step('for another the app offers what would do', async () => {
    await canvas.connect('Shop', 'Billing')
    const offer = designer.page.getByRole('dialog', { name: 'Instead' })
    await expect(offer).toContainText('Two services talk through a channel.')
    await expect(offer.getByRole('button').first()).toBeFocused()
    await offer.press('Escape')
    await expect(offer).toBeHidden()
  })

  await test.step('set them in the inspector', async () => {
    await canvas.select('Shop')
    await inspector.show('Configure')
    await inspector.set('Rate', '40/s')
    await canvas.select('orders')
    await inspector.showAllSettings()
    await inspector.set('group.initial.rebalance.delay.ms', '0')
    await canvas.select('Billing')
    await inspector.choose('Service time', 'Exponential')
    await inspector.set('Mean', '15 ms')
    await inspector.set('Failing', '5 %')
    await inspector.set('Failing', 'often')
    await expect(inspector.panel.getByRole('alert')).toHaveText('A chance from 0 to 100 %.')
    await inspector.field('Failing').press('Escape')
    await expect(inspector.field('Failing')).toHaveValue('5 %')
    await inspector.show('Live')
    await dock.describeEventType({ name: 'OrderPlaced', keyPath: 'orderId', schema: orderSchema })
    await expect(documents.saveState).toHaveText('Saved')
  })

  await test.step('step from event to event and read what they carry', async () => {
    await dock.show('Events')
    await playback.startWithSeed(SEED)
    await playback.step(4)
    await expect(dock.events.filter({ hasText: 'acked' })).toHaveCount(1)
    await expect.poll(async () => (await dock.newestEvents(1))[0]?.[0]).toBe(await playback.time())
    // Others may have been published before it and meanwhile.
    const newest = await dock.newestEvents(ROWS)
    const acked = newest.find((row) => row[4] === 'acked')
    const story = newest.filter((row) => row[3] === acked?.[3])
    expect(story.map(([, event, path, , outcome]) => [event, path, outcome])).toEqual([
      ['OrderPlaced', 'orders → Billing', 'acked'],
      ['OrderPlaced', 'orders → Billing', 'handling'],
      ['OrderPlaced', 'orders → Billing', 'delivered'],
      ['OrderPlaced', expect.stringMatching(/^orders P[012]$/), 'stored'],
      ['OrderPlaced', 'Shop → orders', 'published'],
    ])
    const [[, , , key = ''] = []] = story
    const event = await dock.openEvent(dock.events.filter({ hasText: 'acked' }))
    expect(event.partitionkey).toBe(key)
    const { id: eventId } = event
    expect(event.data).toEqual(
      payloadOf({ schema: orderSchema, seed: SEED, eventId, keyPath: 'orderId', key }),
    )

    await playback.reset()
    await playback.step(4)
    await expect.poll(() => dock.newestEvents(ROWS)).toEqual(newest)
  })

  await test.step('run up to a virtual time', async () => {
    await playback.runUntil(0.5)

    const recipe = await documents.download('run recipe')
    const { services, channels, subscriptions, historyHash } = await reportOf(recipe.text)
    const shop = services.service
    const orders = channels.topic
    const billing = services['service-2']
    expect(await documents.copy('history hash')).toBe(historyHash)
    await expect(canvas.handledBy('Billing')).toHaveText(count(billing?.acknowledged))
    await expect(canvas.lagOf('orders')).toHaveText(count(subscriptions['service-2-topic']?.lag))
    await expect(inspector.count('Handled')).toHaveText(count(billing?.acknowledged))
    await expect(inspector.count('Failed attempts')).toHaveText(count(billing?.failed))
    await expect(inspector.count('Dropped')).toHaveText(count(billing?.dropped))
    await canvas.select('Shop')
    await expect(inspector.count('Published')).toHaveText(count(shop?.published))
    await dock.show('Metrics')
    await expect(await dock.figure('orders', 'Waiting')).toHaveText(count(orders?.waiting))
    await expect(await dock.figure('orders', 'Dropped')).toHaveText(count(orders?.dropped))
    await expect(await dock.figure('Billing', 'Done')).toHaveText(count(billing?.acknowledged))
    await expect(await dock.figure('Billing', 'Failed')).toHaveText(count(billing?.failed))
  })
})
