import type { Locator, Page } from '@playwright/test'

/** The examples, and the story that is told beside the canvas. */
export class Story {
  readonly gallery: Locator
  readonly panel: Locator

  constructor(page: Page) {
    this.gallery = page.getByRole('dialog', { name: 'Examples and their stories' })
    this.panel = page.getByRole('region', { name: 'Story', exact: true })
  }

  async begin(example: string): Promise<void> {
    await this.gallery.getByRole('button', { name: `Tell the story of ${example}` }).click()
  }

  title(text: string): Locator {
    return this.panel.getByRole('heading', { name: text })
  }

  /** What the step says will happen, once it has. */
  fulfilled(says: string): Locator {
    return this.panel.getByRole('listitem').filter({ hasText: `${says}: as expected` })
  }

  button(name: string): Locator {
    return this.panel.getByRole('button', { name, exact: true })
  }
}
