import type { Designer } from '../pages/designer.ts'
import { atRest, expect, test } from '../stage/test.ts'

test.use(atRest)

test('lets two people edit one topology', async ({ designer: anna, openDesigner, workspace }) => {
  const topologyId = await workspace.addExample('order-to-cash')
  const ben = await openDesigner()
  await anna.open(topologyId)
  await ben.open(topologyId)
  const original = await anna.documents.copy('topology')

  await test.step('each sees what the other draws', async () => {
    await anna.canvas.dragFromPalette('Service', { x: 410, y: 530 })
    await expect(ben.canvas.node('Service')).toBeVisible()
    await ben.canvas.rename('Service', 'Fraud check')
    await expect(anna.canvas.node('Fraud check')).toBeVisible()
    await ben.canvas.dragFromPalette('Kafka topic', { x: 900, y: 530 })
    await expect(anna.canvas.node('topic')).toBeVisible()
  })

  await test.step('both control one run', async () => {
    await anna.playback.run()
    await expect(ben.playback.button('Pause')).toBeVisible()
    await ben.playback.pause()
    await expect(anna.playback.button('Run')).toBeVisible()
    await expect(anna.playback.clock).toHaveText(await ben.playback.time())
  })

  await test.step('edits of both at once come to the same', async () => {
    for (const { canvas, inspector } of [anna, ben]) {
      await canvas.select('Inventory')
      await inspector.show('Configure')
    }
    await Promise.all([anna.inspector.set('Replicas', '5'), ben.inspector.set('Concurrency', '3')])
    await expect(anna.inspector.field('Concurrency')).toHaveValue('3')
    await expect(ben.inspector.field('Replicas')).toHaveValue('5')
    expect(await anna.documents.copy('topology')).toBe(await ben.documents.copy('topology'))
  })

  await test.step('undo takes back only what one did oneself', async () => {
    while (await anna.canvas.tool('Undo').isEnabled()) await anna.undo()
    await expect(ben.canvas.node('Fraud check')).toHaveCount(0)
    await expect(ben.inspector.field('Replicas')).toHaveValue('2')
    await expect(ben.inspector.field('Concurrency')).toHaveValue('3')
    await expect(ben.canvas.node('topic')).toBeVisible()
    while (await ben.canvas.tool('Undo').isEnabled()) await ben.undo()
    await expect(anna.canvas.node('topic')).toHaveCount(0)
    expect(await anna.documents.copy('topology')).toBe(original)
    expect(await ben.documents.copy('topology')).toBe(original)
  })

  await test.step('of two values for one field, both see the same win', async () => {
    await Promise.all([anna.inspector.set('Replicas', '6'), ben.inspector.set('Replicas', '7')])
    for (const { documents } of [anna, ben]) await expect(documents.saveState).toHaveText('Saved')
    const replicas = ({ inspector }: Designer) => inspector.field('Replicas').inputValue()
    await expect
      .poll(async () => `${await replicas(anna)} and ${await replicas(ben)}`)
      .toMatch(/^(6 and 6|7 and 7)$/)
  })
})
