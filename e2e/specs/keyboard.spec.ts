import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { parseTopology } from '#shared/topology/parse.ts'
import { emptyTopology } from '#shared/topology/topology.ts'
import type { Designer } from '../pages/designer.ts'
import { atRest, expect, test } from '../stage/test.ts'

test.use(atRest)

/** Not once does anybody touch a mouse here. */
test('builds the order flow, finds its bottleneck and mends it by keyboard alone', async ({
  designer,
  workspace,
}) => {
  const { canvas, inspector, playback, dock, page } = designer
  const press = pressing(page)
  await designer.open(await workspace.add(emptyTopology('By keyboard')))

  await test.step('choose, place and name', async () => {
    await add(designer, { key: 'e', name: 'Client', newName: 'Web shop' })
    await add(designer, { key: 'k', name: 'topic', newName: 'orders' })
    await add(designer, { key: 's', name: 'Service', newName: 'Payments' })
    await add(designer, { key: 's', name: 'Service', newName: 'Inventory' })
  })

  await test.step('connect with C, arrows and Enter', async () => {
    await canvas.node('Web shop').focus()
    await press('c', 'ArrowRight')
    await expect(designer.status(/Web shop.*orders/)).toBeVisible()
    await press('Enter')
    await expect(canvas.edge('Web shop publishes to orders')).toBeAttached()
    await expect(canvas.node('orders')).toBeFocused()
    await press('c', 'ArrowRight', 'Enter')
    await expect(canvas.edge('orders is read by Payments')).toBeAttached()
  })

  await test.step('connect from the outline', async () => {
    await press('Shift+F6')
    await reach(page, page.getByRole('tab', { name: 'Outline' }))
    await press('Enter')
    await reach(page, page.getByRole('button', { name: 'orders', exact: true }))
    await press('Enter')
    const target = page.getByRole('combobox', { name: 'Connect orders' })
    await reach(page, target)
    await press('I')
    await expect(canvas.edge('orders is read by Inventory')).toBeAttached()
  })

  await test.step('arrows follow the edges', async () => {
    await press('F6')
    await reach(page, canvas.node('orders'), 'ArrowLeft')
    await press('ArrowLeft')
    await expect(canvas.node('Web shop')).toBeFocused()
    // No edge leads to what stands below.
    await press('ArrowDown')
    await expect(canvas.node('Inventory')).toBeFocused()
    await press('ArrowUp')
    await expect(canvas.node('Web shop')).toBeFocused()
    await press('ArrowRight', 'ArrowRight')
    await expect(canvas.node('Payments')).toBeFocused()
  })

  await test.step('Shift and arrows select on the way; with Ctrl they move', async () => {
    await press('Shift+ArrowLeft')
    await expect(inspector.panel).toContainText('2 selected')
    await press('Escape')
    await canvas.node('Payments').focus()
    const { x, y } = await canvas.placeOf('Payments')
    const square = (await canvas.zoomPercent()) / 5
    await press('ControlOrMeta+ArrowDown')
    expect(await canvas.placeOf('Payments')).toEqual({ x, y: y + square })
    await press('ControlOrMeta+z')
    expect(await canvas.placeOf('Payments')).toEqual({ x, y })
    await press('ControlOrMeta+Shift+ArrowDown')
    expect(await canvas.placeOf('Payments')).toEqual({ x, y: y + 5 * square })
    await press('ControlOrMeta+z', 'ControlOrMeta+Shift+z')
    expect(await canvas.placeOf('Payments')).toEqual({ x, y: y + 5 * square })
    await press('ControlOrMeta+z', 'ControlOrMeta+y', 'ControlOrMeta+z')
    expect(await canvas.placeOf('Payments')).toEqual({ x, y })
    await press('ControlOrMeta+d')
    await expect(canvas.node('Payments 2')).toBeVisible()
    await press('ControlOrMeta+z')
    await expect(canvas.node('Payments 2')).toHaveCount(0)
  })

  await test.step('every kind has its letter', async () => {
    for (const [letter, name] of LETTERS) {
      await press(letter, 'Enter')
      await expect(canvas.node(name)).toBeFocused()
      await press('ControlOrMeta+z')
      await expect(canvas.node(name)).toHaveCount(0)
    }
    await press('f', 'Enter')
    await expect(designer.contexts.frame('Context')).toBeFocused()
    await press('ControlOrMeta+z', 'n', 'Enter')
    await designer.contexts.fillNote('Why?')
    await press('ControlOrMeta+z', 'ControlOrMeta+z')
    await expect(designer.contexts.note('Why?')).toHaveCount(0)
  })

  await test.step('look at it otherwise', async () => {
    await expect(canvas.map).toBeHidden()
    await press('m')
    await expect(canvas.map).toBeVisible()
    await press('m')
    await expect(canvas.map).toBeHidden()
    await press('g')
    await expect(canvas.surface).not.toHaveAttribute('data-grid')
    await press('g')
    await expect(canvas.surface).toHaveAttribute('data-grid')
    await press('\\')
    await expect(inspector.panel).toBeHidden()
    await press('\\')
    await expect(inspector.panel).toBeVisible()
    await press('+', '+')
    await expect.poll(() => canvas.zoomPercent()).toBeGreaterThan(120)
    await press('ControlOrMeta+0', '-')
    await expect.poll(() => canvas.zoomPercent()).toBe(83)
    await press('Shift+1')
    await expect.poll(() => canvas.zoomPercent()).toBe(110)
    for (const [index, name] of TABS.entries()) {
      await press(`Alt+${index + 1}`)
      await expect(dock.panel.getByRole('tab', { name, selected: true })).toBeVisible()
    }
    await press('Alt+1')
    await canvas.node('Payments').focus()
  })

  await test.step('set them in the inspector', async () => {
    await press('ArrowLeft', 'ArrowLeft', 'Enter')
    await set(designer, 'Rate', '60/s')
    await toCanvas(designer)
    await press('ArrowRight', 'ArrowRight', 'Enter')
    await set(designer, 'Mean', '40 ms')
    await expect(designer.documents.saveState).toHaveText('Saved')
  })

  const speed = playback.bar.getByRole('combobox', { name: 'Speed' })
  const insight = page.getByRole('region', { name: 'Insight' })
  await test.step('read what will happen before it runs', async () => {
    await expect(insight).toContainText('Payments will fall behind.')
  })

  await test.step('run, and find the bottleneck', async () => {
    await toCanvas(designer)
    // Faster than the server answers: each press is one step from what was asked for last.
    await press('Shift+Period', 'Shift+Period', 'Shift+Period', 'Shift+Comma', 'Shift+Period')
    await expect(speed).toHaveValue('10')
    await press('ControlOrMeta+Enter')
    await expect(playback.button('Pause')).toBeVisible()
    await expect(insight).toContainText('Payments is the bottleneck', { timeout: 30_000 })
  })

  await test.step('mend it', async () => {
    await toCanvas(designer)
    const remedy = insight.getByRole('button', { name: /^Set \d+ replicas$/ })
    await reach(page, remedy)
    await press('Enter')
    await expect(insight.getByText('Payments is the bottleneck')).toBeHidden({ timeout: 30_000 })
  })

  await test.step('pause and step', async () => {
    await toCanvas(designer)
    await press('Space')
    await expect(playback.button('Run')).toBeVisible()
    const time = await playback.seconds()
    // The next instant may be less than a millisecond away, which the clock does not show.
    await expect
      .poll(async () => {
        await press('.')
        return playback.seconds()
      })
      .toBeGreaterThan(time)
    await press('Shift+Comma')
    await expect(speed).toHaveValue('5')
    // Running is nothing to undo.
    await expect(canvas.tool('Undo')).toHaveAttribute('title', /^Undo: Set \d+ replicas/)
    await press('ControlOrMeta+Shift+r')
    await expect(playback.clock).toHaveText('00:00:00.000')
  })

  await test.step('find what can be done, and do it', async () => {
    await press('ControlOrMeta+k')
    const { field: search, found } = designer.actionSearch
    await expect(search).toBeFocused()
    await search.fill('crash inv')
    await press('Enter')
    await expect(canvas.replicasOf('Inventory', '0 of 1 replicas up')).toBeVisible()
    await press('ControlOrMeta+k')
    await search.fill('inventory fault')
    await expect(found).toHaveText([/^Recover Inventory/])
    await press('Enter')
    await press('ControlOrMeta+k')
    await search.fill('set replicas inv')
    await press('Enter')
    await expect(inspector.field('Replicas')).toBeFocused()
    await press('Escape')
    await press('ControlOrMeta+k')
    await search.fill('event type')
    await press('Enter')
    await expect(dock.panel.getByRole('tab', { name: 'Event types', selected: true })).toBeVisible()
    await press('Alt+1', 'ControlOrMeta+k')
    await search.fill('no such thing')
    await expect(designer.status('Nothing here is called “no such thing”.')).toBeVisible()
    await press('Escape')
    await expect(search).toBeHidden()
  })

  await test.step('find on the canvas', async () => {
    await press('ControlOrMeta+f')
    await page.keyboard.type('service')
    await expect(page.getByRole('status', { name: 'Found' })).toHaveText('1 of 2')
    await press('Enter', 'Shift+Enter', 'Escape')
    await expect(canvas.node('Inventory')).toBeFocused()
    await expect(inspector.panel).toContainText('Inventory')
  })

  await test.step('delete and undo', async () => {
    await press('Delete')
    await expect(canvas.node('Inventory')).toHaveCount(0)
    await press('ControlOrMeta+z')
    await expect(canvas.edge('orders is read by Inventory')).toBeAttached()
  })

  await test.step('choose another key', async () => {
    await press('?')
    const sheet = designer.dialog('Keyboard shortcuts')
    await sheet.getByRole('searchbox').fill('grid')
    await reach(page, sheet.getByRole('button', { name: 'Change the keys of Grid on or off' }))
    await press('Enter', 'ControlOrMeta+d')
    await expect(designer.status('Duplicate no longer has it.')).toBeVisible()
    await reach(page, sheet.getByRole('switch', { name: 'Letters and signs alone' }))
    await press('Enter', 'Escape')
    await expect(sheet).toBeHidden()
    await press('m', 'ControlOrMeta+d')
    await expect(canvas.surface).not.toHaveAttribute('data-grid')
    await expect(canvas.map).toBeHidden()
  })

  await test.step('take it out', async () => {
    const download = page.waitForEvent('download')
    await press('ControlOrMeta+s')
    const text = await readFile(await (await download).path(), 'utf8')
    const parsed = parseTopology(JSON.parse(text))
    expect(parsed.ok && Object.values(parsed.topology.services).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Web shop', 'Payments', 'Inventory']),
    )
    await press('Alt+3')
    await expect(dock.panel.getByRole('tab', { name: /^Problems/, selected: true })).toBeVisible()
  })
})

const LETTERS = [
  ['p', 'Projection'],
  ['x', 'exchange'],
  ['r', 'queue'],
  ['t', 'topic'],
  ['q', 'queue'],
  ['o', 'store'],
] as const

const TABS = [/^Events/, /^Metrics/, /^Problems/, /^Event types/, /^Breakpoints/]

interface Added {
  readonly key: string
  readonly name: string
  readonly newName: string
}

async function add({ canvas, page }: Designer, { key, name, newName }: Added): Promise<void> {
  const press = pressing(page)
  await press(key, 'Enter')
  await expect(canvas.node(name)).toBeFocused()
  await press('F2')
  await canvas.nameField(name).fill(newName)
  await press('Enter')
  await expect(canvas.node(newName)).toBeFocused()
}

async function set({ inspector, page }: Designer, label: string, value: string): Promise<void> {
  const field = inspector.field(label)
  const configure = inspector.panel.getByRole('tab', { name: 'Configure' })
  await reach(page, configure)
  await page.keyboard.press('Enter')
  await reach(page, field)
  await field.fill(value)
  await page.keyboard.press('Enter')
}

/** By F6, from wherever the focus is. */
async function toCanvas({ canvas, page }: Designer): Promise<void> {
  for (let pressed = 0; pressed < 6; pressed += 1) {
    if (await canvas.surface.evaluate((surface) => surface.contains(document.activeElement))) return
    await page.keyboard.press('F6')
  }
}

/** Presses the key until something has the focus, as somebody does who cannot see where it goes. */
async function reach(page: Page, wanted: Locator, key = 'Tab'): Promise<void> {
  await wanted.waitFor()
  for (let pressed = 0; pressed < 60; pressed += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error(`${key} does not come to ${wanted}.`)
}

function pressing(page: Page): (...keys: readonly string[]) => Promise<void> {
  return async (...keys) => {
    for (const key of keys) await page.keyboard.press(key)
  }
}
