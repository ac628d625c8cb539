import { emptyTopology } from '#shared/topology/topology.ts'
import { framesOf, TakenOut } from '../pages/takenOut.ts'
import { expect, test } from '../stage/test.ts'

test('takes parts and pictures of a drawing elsewhere', async ({
  designer,
  workspace,
  openDesigner,
}) => {
  const { canvas, playback, documents, page } = designer
  await designer.open(await workspace.addExample('order-to-cash'))
  const press = (keys: string) => page.keyboard.press(keys)

  await test.step('copy here, paste in another tab', async () => {
    await canvas.select('Payments')
    await canvas.node('orders').click({ modifiers: ['Shift'] })
    await press('ControlOrMeta+c')
    const other = await openDesigner()
    await other.open(await workspace.add(emptyTopology('Elsewhere')))
    // What a blank drawing offers would lie under the pointer.
    await other.startCard.getByRole('button', { name: 'Start blank' }).click()
    await other.canvas.surface.focus()
    await other.canvas.surface.hover({ position: { x: 400, y: 240 } })
    await other.page.keyboard.press('ControlOrMeta+v')
    await expect(other.canvas.node('Payments')).toBeVisible()
    // Round the pointer, on the grid.
    const [from, to] = [await other.canvas.boxOf('orders'), await other.canvas.boxOf('Payments')]
    const surface = await other.canvas.surface.boundingBox()
    const middle = (from.x + to.x + to.width) / 2 - (surface?.x ?? 0)
    expect(Math.abs(middle - 400)).toBeLessThan(21)
    await expect(other.canvas.edge('orders is read by Payments')).toBeAttached()
  })

  await test.step('paste keeping connections', async () => {
    await canvas.select('Ledger')
    await press('ControlOrMeta+c')
    await press('ControlOrMeta+Shift+v')
    await expect(canvas.edge('ledger-payments is read by Ledger 2')).toBeAttached()
    await press('ControlOrMeta+z')
    await expect(canvas.node('Ledger 2')).toHaveCount(0)
  })

  await test.step('cut, and undo', async () => {
    const drawn = await documents.copy('topology')
    await canvas.select('Notifier')
    await press('ControlOrMeta+x')
    await expect(canvas.node('Notifier')).toHaveCount(0)
    await press('ControlOrMeta+z')
    await expect(canvas.edge('email is read by Notifier')).toBeAttached()
    expect(await documents.copy('topology')).toBe(drawn)
  })

  await test.step('tidy all of it, or what is selected, in one step of undo', async () => {
    const drawn = await documents.copy('topology')
    await canvas.surface.focus()
    await press('Escape')
    const glided = canvas.glides()
    await press('Shift+Alt+t')
    await glided
    await expect(canvas.tool('Undo')).toHaveAttribute('title', 'Undo: Tidy the drawing')
    expect(await documents.copy('topology')).not.toBe(drawn)
    await designer.undo()

    await canvas.select('Ledger')
    await canvas.selectToo('ledger-payments')
    await press('Shift+Alt+t')
    await expect(canvas.tool('Undo')).toHaveAttribute('title', 'Undo: Tidy 2 nodes')
    expect(movedIds(drawn, await documents.copy('topology'))).toEqual(['ledger'])
    await designer.undo()
    expect(await documents.copy('topology')).toBe(drawn)
  })

  await test.step('pictures, still and moving', async () => {
    const out = new TakenOut(page)
    await playback.run()
    await expect(canvas.handledBy('Ledger')).not.toHaveText(/^(0|–)?$/)
    const svg = (await out.picture('SVG')).toString()
    for (const name of ['Order to cash', 'Payments', 'ledger-payments', 'StockReserved'])
      expect(svg).toContain(name)
    const png = await out.picture('PNG')
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect(png.readUInt32BE(16)).toBeGreaterThan(2000)
    const gif = await out.film()
    expect(gif.subarray(0, 6).toString()).toBe('GIF89a')
    expect(framesOf(gif)).toBe(13)
  })
})

/** Which nodes stand elsewhere in the second of two documents. */
function movedIds(before: string, after: string): readonly string[] {
  const [from, to] = [JSON.parse(before).layout.nodes, JSON.parse(after).layout.nodes]
  return Object.keys(from).filter((id) => from[id].x !== to[id].x || from[id].y !== to[id].y)
}
