import type { Locator, Page } from '@playwright/test'

/** What the topology was earlier. */
export class Versions {
  readonly dialog: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.dialog = page.getByRole('dialog', { name: 'Version history' })
  }

  async open(): Promise<void> {
    await this.#page.keyboard.press('ControlOrMeta+Shift+s')
  }

  async close(): Promise<void> {
    await this.#page.keyboard.press('Escape')
  }

  async keep(name: string): Promise<void> {
    await this.dialog.getByRole('textbox', { name: 'Name of the version' }).fill(name)
    await this.#page.keyboard.press('Enter')
  }

  /** Newest first. */
  get titles(): Locator {
    return this.dialog.getByRole('listitem').locator('b')
  }

  async choose(title: string): Promise<void> {
    await this.dialog.getByRole('button', { name: title }).first().click()
  }

  button(name: string): Locator {
    return this.dialog.getByRole('button', { name, exact: true })
  }
}
