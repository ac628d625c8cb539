import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { Point } from './canvas.ts'

/** Frames round what belongs together, and notes beside it. */
export class Contexts {
  readonly #page: Page
  readonly #surface: Locator

  constructor(page: Page) {
    this.#page = page
    this.#surface = page.getByRole('application', { name: 'Canvas' })
  }

  frame(name: string): Locator {
    return this.#surface.getByRole('group', { name: `Context ${name}`, exact: true })
  }

  /** A context that is drawn as one node. */
  summary(name: string): Locator {
    return this.#surface.getByRole('group', { name: `Context ${name}, collapsed`, exact: true })
  }

  note(firstLine: string): Locator {
    return this.#surface.getByRole('group', { name: `Note: ${firstLine}`, exact: true })
  }

  /** Groups what is selected; the name is typed right away. */
  async group(name: string): Promise<void> {
    await this.#page.keyboard.press('Control+g')
    await expect(this.#nameField).toBeFocused()
    await this.#page.keyboard.type(name)
    await this.#page.keyboard.press('Enter')
    await expect(this.frame(name)).toBeFocused()
  }

  async rename(name: string, to: string): Promise<void> {
    await this.#title(name).dblclick()
    await this.#nameField.fill(to)
    await this.#nameField.press('Enter')
    await expect(this.frame(to)).toBeVisible()
  }

  async drag(name: string, by: Point): Promise<void> {
    await this.#title(name).hover()
    const { x, y } = await middleOf(this.#title(name))
    await this.#page.mouse.down()
    await this.#page.mouse.move(x + by.x / 2, y + by.y / 2, { steps: 4 })
    await this.#page.mouse.move(x + by.x, y + by.y, { steps: 4 })
    await this.#page.mouse.up()
  }

  /** Takes a frame along, and gives it up by Esc. */
  async dragAndGiveUp(name: string, by: Point): Promise<void> {
    await this.#title(name).hover()
    const { x, y } = await middleOf(this.#title(name))
    await this.#page.mouse.down()
    await this.#page.mouse.move(x + by.x, y + by.y, { steps: 4 })
    await this.#page.keyboard.press('Escape')
    await this.#page.mouse.move(x + by.x, y + by.y + 10, { steps: 2 })
    await this.#page.mouse.up()
  }

  async select(name: string): Promise<void> {
    await this.#title(name).click()
  }

  selected(name: string): Locator {
    return this.frame(name).and(this.#page.locator('[data-selected]'))
  }

  /** Pulls the lower right corner of a frame that is selected; `pressing`: a key that is pressed on the way. */
  async pullCorner(name: string, by: Point, pressing?: 'Escape'): Promise<void> {
    const box = await this.frame(name).boundingBox()
    if (!box) throw new Error(`The frame of ${name} is not on show.`)
    const corner = { x: box.x + box.width, y: box.y + box.height }
    await this.#page.mouse.move(corner.x, corner.y)
    await this.#page.mouse.down()
    await this.#page.mouse.move(corner.x + by.x, corner.y + by.y, { steps: 4 })
    if (pressing) await this.#page.keyboard.press(pressing)
    await this.#page.mouse.up()
  }

  async collapse(name: string): Promise<void> {
    await this.frame(name)
      .getByRole('button', { name: `Collapse ${name}` })
      .click()
    await expect(this.summary(name)).toBeVisible()
  }

  async expand(name: string): Promise<void> {
    await this.summary(name)
      .getByRole('button', { name: `Expand ${name}` })
      .click()
    await expect(this.frame(name)).toBeVisible()
  }

  async writeNote(at: Point, text: string): Promise<void> {
    await this.#page.keyboard.press('n')
    await this.#surface.click({ position: at })
    await this.fillNote(text)
  }

  /** In the note that is being written. */
  async fillNote(text: string): Promise<void> {
    const field = this.#surface.getByRole('textbox', { name: 'Text of the note' })
    await expect(field).toBeFocused()
    await field.fill(text)
    await field.press('Escape')
    await expect(field).toHaveCount(0)
  }

  #title(name: string): Locator {
    return this.frame(name).getByText(name, { exact: true })
  }

  get #nameField(): Locator {
    return this.#surface.getByRole('textbox', { name: /^New name of / })
  }
}

async function middleOf(locator: Locator): Promise<Point> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('What is not on show has no middle.')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
