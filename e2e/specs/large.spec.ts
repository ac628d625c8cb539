import { drawingOf } from '../stage/drawing.ts'
import { expect, test } from '../stage/test.ts'

test('shows a drawing of thirty nodes in small, how they are, and goes where one points there', async ({
  designer,
  workspace,
}) => {
  const { canvas, inspector, playback } = designer
  const first = canvas.node('shop-0')
  const last = canvas.node('second-5')
  await designer.open(await workspace.add(drawingOf(30)))
  await expect(canvas.map).toBeVisible()
  await designer.page.keyboard.press('ControlOrMeta+0')
  await expect.poll(() => canvas.zoomPercent()).toBe(100)

  await canvas.dragOnMap({ x: 0.5, y: 0.5 }, { x: 0.85, y: 0.9 })
  await expect(last).toBeInViewport()
  await expect(first).not.toBeInViewport()
  await canvas.dragOnMap({ x: 0.5, y: 0.5 }, { x: 0.4, y: 0.1 })
  await expect(first).toBeInViewport()
  await expect(last).not.toBeInViewport()

  expect(await canvas.errorsOnMap()).toBe(0)
  await playback.startWithSeed(7)
  await canvas.select('first-0')
  await inspector.show('Live')
  await inspector.button('Crash first-0').click()
  await expect.poll(() => canvas.errorsOnMap()).toBeGreaterThan(0)

  await canvas.select('shop-0')
  await designer.page.keyboard.press('Delete')
  await expect(canvas.map).toBeHidden()
  await designer.undo()
  await expect(canvas.map).toBeVisible()
})

test('works on a drawing of two thousand nodes', async ({ designer, workspace }) => {
  const { canvas, inspector, documents } = designer
  await designer.open(await workspace.add(drawingOf(2000)))

  await test.step('from far away, one picture shows all of it', async () => {
    await expect(canvas.overview).toBeVisible()
    await expect(canvas.node('topic-0')).not.toBeAttached()
  })

  // In the middle of the topic, which stands to the right of the node where reading begins.
  const topic = await canvas.placeFrom('shop-0', 120, { x: 320, y: 40 })

  await test.step('what is clicked is selected', async () => {
    await canvas.surface.click({ position: topic })
    await expect(inspector.panel.getByRole('heading', { name: 'topic-0' })).toBeVisible()
  })

  await test.step('a double click flies there', async () => {
    await canvas.surface.dblclick({ position: topic })
    await expect(canvas.lagOf('topic-0')).toBeVisible()
    await expect(canvas.overview).toBeHidden()
  })

  await test.step('what is dragged stays where it is put', async () => {
    const before = await canvas.placeOf('topic-0')
    await canvas.drag('topic-0', { x: 0, y: 120 })
    await expect(canvas.tool('Undo')).toHaveAttribute('title', 'Undo: Move topic-0')
    await expect(documents.saveState).toHaveText('Saved')
    expect((await canvas.placeOf('topic-0')).y - before.y).toBeGreaterThan(100)
  })
})
