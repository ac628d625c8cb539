import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** In CSS pixels, from the top left corner of the canvas. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** The drawing: services, channels, edges, and the figures on them. */
export class Canvas {
  readonly surface: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.surface = page.getByRole('application', { name: 'Canvas' })
  }

  node(name: string): Locator {
    return this.surface.getByRole('group', { name: new RegExp(`^${literally(name)}, `) })
  }

  /** Such as "orders is read by Payments". */
  edge(label: string): Locator {
    return this.surface.getByRole('img', { name: label, exact: true })
  }

  /** Such as "Lag of orders". */
  figure(label: string): Locator {
    return this.surface.getByRole('status', { name: label, exact: true })
  }

  handledBy(service: string): Locator {
    return this.figure(`Handled by ${service}`)
  }

  lagOf(topic: string): Locator {
    return this.figure(`Lag of ${topic}`)
  }

  /** `words`: such as "4 of 4 replicas up". */
  replicasOf(service: string, words: string): Locator {
    return this.node(service).getByRole('img', { name: words })
  }

  /** Such as "Show everything". */
  tool(label: string): Locator {
    return this.#page.getByRole('toolbar', { name: 'Canvas tools' }).getByRole('button', {
      name: label,
    })
  }

  /** Drags one from the palette. Its name is the first of its kind, such as "Service". */
  async dragFromPalette(kind: string, to: Point): Promise<void> {
    const button = this.#page.getByRole('button', { name: kind, exact: true })
    await button.dragTo(this.surface, { targetPosition: to })
  }

  async connect(from: string, to: string): Promise<void> {
    await this.holdEdge(from, to)
    await this.#page.mouse.up()
  }

  /** Draws an edge over a node, and does not let go yet. */
  async holdEdge(from: string, to: string): Promise<void> {
    await this.#handle(from).hover()
    await this.#page.mouse.down()
    const { x, y } = await centreOf(this.node(to))
    await this.#page.mouse.move(x, y, { steps: 8 })
  }

  async select(name: string): Promise<void> {
    // Playwright would scroll to what is out of view, and the canvas, which moves in its own way, back.
    await expect(this.node(name)).toBeInViewport({ ratio: 0.6 })
    await this.node(name).click()
  }

  /** As well as what is selected. */
  async selectToo(name: string): Promise<void> {
    await this.node(name).click({ modifiers: ['Shift'] })
  }

  /** Drags a node by so many pixels; `holding`: a key that is held from the start. */
  async drag(name: string, by: Point, holding?: 'Alt'): Promise<void> {
    const { x, y } = await gripOf(this.node(name))
    if (holding) await this.#page.keyboard.down(holding)
    await this.#page.mouse.move(x, y)
    await this.#page.mouse.down()
    await this.#page.mouse.move(x + by.x, y + by.y, { steps: 8 })
    await this.#page.mouse.up()
    if (holding) await this.#page.keyboard.up(holding)
  }

  /** The same, with a key that is pressed on the way only. */
  async dragAndPress(name: string, by: Point, key: 'Alt' | 'Escape'): Promise<void> {
    const { x, y } = await gripOf(this.node(name))
    await this.#page.mouse.move(x, y)
    await this.#page.mouse.down()
    await this.#page.mouse.move(x + by.x / 2, y + by.y / 2, { steps: 4 })
    await this.#page.keyboard.down(key)
    await this.#page.mouse.move(x + by.x, y + by.y, { steps: 4 })
    await this.#page.mouse.up()
    await this.#page.keyboard.up(key)
  }

  /** Takes a node along and does not let go yet. */
  async hold(name: string, by: Point): Promise<void> {
    const { x, y } = await gripOf(this.node(name))
    await this.#page.mouse.move(x, y)
    await this.#page.mouse.down()
    // What a drag begins with, a node does not follow.
    await this.#page.mouse.move(x + GRASP, y)
    await this.#page.mouse.move(x + GRASP + by.x, y + by.y, { steps: 8 })
  }

  /** Drags a node to a place in the window; `pressing`: a key that is pressed on the way. */
  async dropAt(name: string, place: Point, pressing?: 'Alt'): Promise<void> {
    const { x, y } = await gripOf(this.node(name))
    await this.#page.mouse.move(x, y)
    await this.#page.mouse.down()
    await this.#page.mouse.move(x + 6, y, { steps: 2 })
    if (pressing) await this.#page.keyboard.down(pressing)
    await this.#page.mouse.move(place.x, place.y, { steps: 4 })
    await this.#page.mouse.up()
    if (pressing) await this.#page.keyboard.up(pressing)
  }

  /** What shows that something held is as far from one neighbour as from another. */
  get equalGaps(): Locator {
    return this.surface.locator('.guide-gaps:not([d=""])')
  }

  /** What shows that something held is in line with something else. */
  get guides(): Locator {
    return this.surface.locator('.guide-lines:not([d=""])')
  }

  /** Draws a rectangle on the ground, from corner to corner in the window. */
  async frame(from: Point, to: Point, holding?: 'Alt' | 'Shift'): Promise<void> {
    if (holding) await this.#page.keyboard.down(holding)
    await this.#page.mouse.move(from.x, from.y)
    await this.#page.mouse.down()
    await this.#page.mouse.move(to.x, to.y, { steps: 6 })
    await this.#page.mouse.up()
    if (holding) await this.#page.keyboard.up(holding)
  }

  /** A node that the edge under way cannot lead to. */
  dimmed(name: string): Locator {
    return this.node(name).and(this.#page.locator('.node-refused'))
  }

  /** What says on a node that something is wrong with it. */
  problemOf(name: string): Locator {
    return this.node(name).getByRole('button', { name: /^(Warning|Error): / })
  }

  async selectEdge(label: string): Promise<void> {
    const { x, y } = await this.#middleOf(label)
    await this.#page.mouse.click(x, y)
  }

  async zoomPercent(): Promise<number> {
    const button = this.#page.getByRole('button', { name: /^Zoom is / })
    return Number.parseInt((await button.innerText()).replace('%', ''), 10)
  }

  /** Its top left corner in the window, in whole pixels. */
  async placeOf(name: string): Promise<Point> {
    const box = await this.node(name).boundingBox()
    if (!box) throw new Error(`'${name}' is not on show.`)
    return { x: Math.round(box.x), y: Math.round(box.y) }
  }

  async boxOf(name: string): Promise<Point & { readonly width: number; readonly height: number }> {
    const box = await this.node(name).boundingBox()
    if (!box) throw new Error(`'${name}' is not on show.`)
    return box
  }

  /** The whole drawing in small. */
  get map(): Locator {
    return this.#page.getByRole('img', { name: 'Overview' })
  }

  /** Pixels of the small drawing in the colour of errors. */
  errorsOnMap(): Promise<number> {
    return this.map.evaluate((map) => {
      const canvas = map instanceof HTMLCanvasElement ? map : map.querySelector('canvas')
      const pen = document.createElement('canvas').getContext('2d')
      const image = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
      if (!pen || !image) throw new Error('The small drawing is a canvas.')
      pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--err').trim()
      pen.fillRect(0, 0, 1, 1)
      const colour = pen.getImageData(0, 0, 1, 1).data
      let count = 0
      for (let at = 0; at < image.length; at += 4)
        if ([0, 1, 2].every((part) => image[at + part] === colour[part])) count += 1
      return count
    })
  }

  /** Presses on the small drawing and goes on to another place of it, each from 0 to 1 across and down. */
  async dragOnMap(from: Point, to: Point): Promise<void> {
    const box = await this.map.boundingBox()
    if (!box) throw new Error('The small drawing is not on show.')
    const at = ({ x, y }: Point) => [box.x + box.width * x, box.y + box.height * y] as const
    await this.#page.mouse.move(...at(from))
    await this.#page.mouse.down()
    await this.#page.mouse.move(...at(to), { steps: 4 })
    await this.#page.mouse.up()
  }

  /** How far the middle of a node lies from the middle of the canvas, in pixels of the window. */
  async awayFromMiddle(name: string): Promise<number> {
    const [node, middle] = [await centreOf(this.node(name)), await centreOf(this.surface)]
    return Math.hypot(node.x - middle.x, node.y - middle.y)
  }

  /** Resolves when nodes are next on their way to new places. */
  async glides(): Promise<void> {
    await this.surface.evaluate(
      (surface) =>
        new Promise<void>((resolve) => {
          const look = () => surface.hasAttribute('data-gliding') && resolve()
          new MutationObserver(look).observe(surface, { attributes: true })
        }),
    )
  }

  /** What a large drawing looks like from far away. */
  get overview(): Locator {
    return this.surface.locator('[data-overview="painted"]')
  }

  /** So many of the drawing's own pixels from the corner of a node, which is `width` of them wide. */
  async placeFrom(name: string, width: number, by: Point): Promise<Point> {
    const [box, surface] = [await this.node(name).boundingBox(), await this.surface.boundingBox()]
    if (!box || !surface) throw new Error(`'${name}' is not on show.`)
    const scale = box.width / width
    return { x: box.x - surface.x + by.x * scale, y: box.y - surface.y + by.y * scale }
  }

  /** Drags one from the palette over the middle of an edge, and does not let go yet. */
  async holdOverEdge(kind: string, edge: string): Promise<void> {
    await this.#page.getByRole('button', { name: kind, exact: true }).hover()
    await this.#page.mouse.down()
    const { x, y } = await this.#middleOf(edge)
    await this.#page.mouse.move(x, y, { steps: 8 })
  }

  async #middleOf(edge: string): Promise<Point> {
    return this.edge(edge)
      .locator('path')
      .first()
      .evaluate((path) => {
        if (!(path instanceof SVGPathElement)) throw new Error('An edge is drawn as a path.')
        const middle = path.getPointAtLength(path.getTotalLength() / 2)
        const { x, y } = middle.matrixTransform(path.getScreenCTM() ?? undefined)
        return { x, y }
      })
  }

  async rename(name: string, to: string): Promise<void> {
    await this.node(name).getByTitle(name, { exact: true }).dblclick()
    await this.nameField(name).fill(to)
    await this.nameField(name).press('Enter')
    await expect(this.node(to)).toBeVisible()
  }

  nameField(name: string): Locator {
    return this.surface.getByRole('textbox', { name: `New name of ${name}` })
  }

  #handle(name: string): Locator {
    return this.surface.getByRole('button', { name: `Connect from ${name}`, exact: true })
  }
}

/** In pixels: a press that moves less is a click. */
const GRASP = 6

/** Where a node can be taken hold of: beside its name. */
async function gripOf(locator: Locator): Promise<Point> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('What is not on show cannot be dragged.')
  return { x: box.x + box.width / 2, y: box.y + box.height * 0.6 }
}

async function centreOf(locator: Locator): Promise<Point> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('What is not on show has no centre.')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
