import type { Locator, Page } from '@playwright/test'

/** Whatever is selected: how it does, and what can be set. */
export class Inspector {
  readonly panel: Locator

  constructor(page: Page) {
    this.panel = page.getByRole('complementary', { name: 'Inspector' })
  }

  async show(tab: 'Live' | 'Configure'): Promise<void> {
    await this.panel.getByRole('tab', { name: tab }).click()
  }

  /** A source, a handler, an output; or everything where there is only one of a field. */
  card(title: string | RegExp): Locator {
    return this.panel.getByRole('group', { name: title })
  }

  field(label: string, within: Locator = this.panel): Locator {
    return within.getByLabel(label, { exact: true })
  }

  /** Types it and presses Enter. */
  async set(label: string, value: string, within?: Locator): Promise<void> {
    const field = this.field(label, within)
    await field.fill(value)
    await field.press('Enter')
  }

  async choose(label: string, option: string, within?: Locator): Promise<void> {
    await this.field(label, within).selectOption({ label: option })
  }

  button(label: string): Locator {
    return this.panel.getByRole('button', { name: label, exact: true })
  }

  /** What was counted since the start, such as "Handled". */
  count(label: string): Locator {
    return this.panel.getByRole('status', { name: label, exact: true })
  }
}
