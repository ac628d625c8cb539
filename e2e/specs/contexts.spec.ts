import type { Locator } from '@playwright/test'
import type { Point } from '../pages/canvas.ts'
import { expect, test } from '../stage/test.ts'

test('groups, moves, collapses and expands contexts, writes notes, and undoes all of it', async ({
  designer,
  workspace,
}) => {
  const { canvas, contexts, documents, page, playback } = designer
  const id = await workspace.addExample('order-to-cash')

  await test.step('a window that its height limits shows all frames at once', async () => {
    await page.setViewportSize({ width: 1920, height: 900 })
    await designer.open(id)
    await expect(contexts.frame('Payments')).toBeVisible()
    const top = async (thing: Locator) => (await thing.boundingBox())?.y ?? 0
    expect(await top(contexts.frame('Payments'))).toBeGreaterThan(await top(canvas.surface))
  })

  await page.setViewportSize({ width: 1440, height: 900 })
  await designer.open(id)
  const original = await documents.copy('topology')

  await test.step('group two elements and name the frame', async () => {
    await canvas.select('Web shop')
    await page.keyboard.down('Shift')
    await canvas.select('checkout')
    await page.keyboard.up('Shift')
    await contexts.group('Storefront')
    await expect(page.getByRole('heading', { name: 'Storefront' })).toBeVisible()
    expect(await members()).toEqual(['checkout', 'web-shop'])
    await contexts.rename('Storefront', 'Front')
  })

  await test.step('what belongs to a frame moves with it', async () => {
    const before = await cornerOf(canvas.node('Web shop'))
    await contexts.drag('Front', { x: 0, y: -45 })
    const after = await cornerOf(canvas.node('Web shop'))
    expect(after.x).toBeCloseTo(before.x, 0)
    expect(before.y - after.y).toBeGreaterThan(30)
    await expect(page.getByTitle('Undo: Move Front')).toBeVisible()
    await contexts.dragAndGiveUp('Front', { x: 60, y: 90 })
    expect(await cornerOf(canvas.node('Web shop'))).toEqual(after)
  })

  await test.step('a frame is pulled larger, unless Esc gives it up', async () => {
    const size = async () => {
      const box = await contexts.frame('Front').boundingBox()
      return { width: Math.round(box?.width ?? 0), height: Math.round(box?.height ?? 0) }
    }
    const before = await size()
    await contexts.pullCorner('Front', { x: 60, y: 60 }, 'Escape')
    expect(await size()).toEqual(before)
    await expect(contexts.selected('Front')).toBeVisible()
    await contexts.pullCorner('Front', { x: 60, y: 60 })
    expect((await size()).width).toBeGreaterThan(before.width + 30)
    await designer.undo()
    await expect.poll(size).toEqual(before)
  })

  await test.step('what is dropped into a frame belongs to it, unless Alt is pressed', async () => {
    const frame = await contexts.frame('Front').boundingBox()
    if (!frame) throw new Error('The frame is on show.')
    const middle = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 }
    await canvas.dropAt('Notifier', middle, 'Alt')
    expect(await members()).toEqual(['checkout', 'web-shop'])
    await designer.undo()
    await canvas.dropAt('Notifier', middle)
    expect(await members()).toEqual(['checkout', 'notifier', 'web-shop'])
    await designer.undo()
  })

  await test.step('a rectangle round a frame takes it with its members', async () => {
    await page.keyboard.press('Minus')
    await page.keyboard.press('Minus')
    await expect.poll(() => canvas.zoomPercent()).toBeLessThan(60)
    const box = await contexts.frame('Front').boundingBox()
    if (!box) throw new Error('The frame is on show.')
    const corner = { x: box.x + box.width + 12, y: box.y + box.height + 12 }
    await canvas.frame({ x: box.x - 12, y: box.y - 24 }, corner)
    await expect(contexts.selected('Front')).toBeVisible()
    await page.keyboard.press('Delete')
    await expect(contexts.frame('Front')).toHaveCount(0)
    await expect(canvas.node('Web shop')).toHaveCount(0)
    await designer.undo()
    await expect(contexts.frame('Front')).toBeVisible()
    await expect(canvas.node('Web shop')).toBeVisible()
    await contexts.select('Front')
    await page.keyboard.press('ControlOrMeta+Shift+g')
    await expect(contexts.frame('Front')).toHaveCount(0)
    await expect(canvas.node('Web shop')).toBeVisible()
    await designer.undo()
    await page.keyboard.press('+')
    await page.keyboard.press('+')
    await expect.poll(() => canvas.zoomPercent()).toBeGreaterThan(69)
  })

  await test.step('collapse while it runs: one node with the figures of all', async () => {
    await playback.run()
    await contexts.collapse('Payments')
    await expect(canvas.node('Ledger')).toHaveCount(0)
    await expect(canvas.edge('orders is read by Payments')).toBeAttached()
    await expect(canvas.figure('Into Payments')).toHaveText(/[1-9]/)
    await expect(canvas.figure('Out of Payments')).toHaveText(/[1-9]/)
    await playback.pause()
  })

  await test.step('expanded, everything is where it was', async () => {
    await contexts.expand('Payments')
    await expect(canvas.node('Ledger')).toBeVisible()
    await expect(canvas.handledBy('Ledger')).toHaveText(/[1-9]/)
  })

  await test.step('a note is written in place, and again', async () => {
    await contexts.writeNote({ x: 700, y: 560 }, 'Who retries?\nSee https://example.com')
    await expect(contexts.note('Who retries?')).toContainText('https://example.com')
    await expect(page.getByRole('link', { name: /example/ })).toHaveCount(0)
    await expect(contexts.note('Who retries?')).toBeFocused()
    await page.keyboard.press('Enter')
    await contexts.fillNote('Payments retries.')
    await expect(contexts.note('Payments retries.')).toBeFocused()
    await page.keyboard.press('Delete')
    await expect(contexts.note('Payments retries.')).toHaveCount(0)
  })

  await test.step('undo all', async () => {
    while (await canvas.tool('Undo').isEnabled()) await designer.undo()
    expect(await documents.copy('topology')).toBe(original)
  })

  async function members(): Promise<readonly string[]> {
    const { layout } = JSON.parse(await documents.copy('topology'))
    return Object.keys(layout.nodes).filter((id) => layout.nodes[id].contextId === 'context')
  }
})

async function cornerOf(locator: Locator): Promise<Point> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('What is not on show has no corner.')
  return box
}
