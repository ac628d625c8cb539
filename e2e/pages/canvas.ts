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
    await this.node(name).click()
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

async function centreOf(locator: Locator): Promise<Point> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('What is not on show has no centre.')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
