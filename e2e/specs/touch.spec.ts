import type { Page } from '@playwright/test'
import type { BoxInBar } from '../pages/designer.ts'
import { expect, test } from '../stage/test.ts'

test.use({ hasTouch: true })

test('draws, connects and looks round with fingers', async ({ designer, workspace }) => {
  const { canvas, documents, page } = designer
  await workspace.clear()
  await designer.open()
  await documents.startBlank()

  await test.step('tap a kind, and tap where it should stand', async () => {
    await page.getByRole('button', { name: 'Service', exact: true }).tap()
    await canvas.surface.tap({ position: { x: 200, y: 200 } })
    await expect(canvas.node('Service')).toBeVisible()
  })

  await test.step('drag another out of the palette', async () => {
    const from = await boxOf(page, 'Kafka topic')
    const surface = await canvas.surface.boundingBox()
    if (!surface) throw new Error('The canvas is on show.')
    await slide(page, from, { x: surface.x + 560, y: surface.y + 200 })
    await expect(canvas.node('topic')).toBeVisible()
  })

  await test.step('tap a port, and tap what it should lead to', async () => {
    const port = canvas.surface.getByRole('button', { name: 'Connect from Service', exact: true })
    // The browser takes a tap right after a swipe for the end of the swipe.
    await expect(async () => {
      await port.tap()
      await expect(designer.status('Now tap what it should lead to.')).toBeVisible({ timeout: 500 })
    }).toPass()
    await canvas.node('topic').tap()
    await expect(canvas.edge('Service publishes to topic')).toBeAttached()
  })

  await test.step('one finger moves the view', async () => {
    const before = await canvas.placeOf('topic')
    const surface = await canvas.surface.boundingBox()
    if (!surface) throw new Error('The canvas is on show.')
    const start = { x: surface.x + 400, y: surface.y + 400 }
    await slide(page, start, { x: start.x + 80, y: start.y + 40 })
    await expect.poll(() => canvas.placeOf('topic')).toEqual({ x: before.x + 80, y: before.y + 40 })
  })

  await test.step('or draws a frame to select by', async () => {
    await canvas.tool('Select with one finger').tap()
    const topic = await canvas.placeOf('topic')
    await slide(page, { x: topic.x - 40, y: topic.y - 40 }, { x: topic.x + 40, y: topic.y + 40 })
    await expect(page.getByRole('heading', { name: 'topic' })).toBeVisible()
    await pinchBelow('Service', [80, 70, 60, 50])
    await expect.poll(() => canvas.zoomPercent()).toBeLessThan(80)
    // Right after a swipe, as above.
    const tool = canvas.tool('Select with one finger')
    await expect(async () => {
      if ((await tool.getAttribute('aria-pressed')) === 'true') await tool.tap()
      await expect(tool).toHaveAttribute('aria-pressed', 'false', { timeout: 500 })
    }).toPass()
  })

  await test.step('a long press adds', async () => {
    const surface = await canvas.surface.boundingBox()
    if (!surface) throw new Error('The canvas is on show.')
    const touch = await fingers(page)
    await touch('touchStart', [{ x: surface.x + 400, y: surface.y + 420 }])
    await expect(designer.dialog('Add a node')).toBeVisible()
    await touch('touchEnd', [])
    await page.keyboard.press('Escape')
  })

  await test.step('two fingers zoom where they are', async () => {
    const { width } = await canvas.boxOf('Service')
    await pinchBelow('Service', [40, 50, 60, 70, 80])
    await expect
      .poll(async () => (await canvas.boxOf('Service')).width)
      .toBeGreaterThan(width * 1.5)
  })

  await test.step('on a narrower page everything in the bar keeps its place', async () => {
    for (const width of [1099, 920, 768, 560, 375, 320]) {
      await page.setViewportSize({ width, height: 800 })
      const boxes = await designer.boxesInBar()
      expect(boxes.length).toBeGreaterThan(9)
      expect(boxes.filter(({ x, right }) => x < 0 || right > width)).toEqual([])
      expect(boxes.filter((box) => boxes.some((other) => overlap(box, other)))).toEqual([])
    }
  })

  await test.step('and the tools stay beside what is said of a node', async () => {
    await page.setViewportSize({ width: 768, height: 1024 })
    await canvas.tool('Show everything').tap()
    await canvas.node('Service').tap()
    await expect(page.getByRole('heading', { name: 'Service' })).toBeVisible()
    await canvas.tool('Show everything').tap()
    await page.getByRole('button', { name: 'Close the inspector' }).tap()
    await expect(page.getByRole('heading', { name: 'Service' })).toBeHidden()
  })

  await test.step('and the node comes out from under it', async () => {
    const sheet = page.getByRole('complementary', { name: 'Inspector' })
    await canvas.node('topic').tap()
    await expect(page.getByRole('heading', { name: 'topic' })).toBeVisible()
    await expect
      .poll(async () => {
        const { x, width } = await canvas.boxOf('topic')
        const edge = (await sheet.boundingBox())?.x ?? 0
        return x >= 0 && x + width <= edge
      })
      .toBe(true)
  })

  /** Two fingers, so far from their middle one after the other, one coming down after the other. */
  async function pinchBelow(name: string, reaches: readonly number[]): Promise<void> {
    const node = await canvas.boxOf(name)
    const x = node.x + node.width / 2
    const y = node.y + node.height + 120
    const touch = await fingers(page)
    const [first = 0] = reaches
    await touch('touchStart', [{ x: x - first, y }])
    for (const reach of reaches)
      await touch(reach === first ? 'touchStart' : 'touchMove', [
        { x: x - reach, y },
        { x: x + reach, y },
      ])
    await touch('touchEnd', [])
  }
})

function overlap(a: BoxInBar, b: BoxInBar): boolean {
  return a !== b && a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom
}

interface Finger {
  readonly x: number
  readonly y: number
}

/** Playwright taps; everything else that fingers do goes through the browser's own protocol. */
async function fingers(page: Page) {
  const session = await page.context().newCDPSession(page)
  return (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Finger[]) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: touchPoints.map(({ x, y }, id) => ({ x: Math.round(x), y: Math.round(y), id })),
    })
}

async function slide(page: Page, from: Finger, to: Finger): Promise<void> {
  const touch = await fingers(page)
  await touch('touchStart', [from])
  for (const part of [0.1, 0.3, 0.6, 1])
    await touch('touchMove', [
      { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) },
    ])
  await touch('touchEnd', [])
}

async function boxOf(page: Page, kind: string): Promise<Finger> {
  const box = await page.getByRole('button', { name: kind, exact: true }).boundingBox()
  if (!box) throw new Error(`The palette has no '${kind}'.`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
