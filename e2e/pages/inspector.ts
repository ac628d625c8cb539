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

  /** Those too that are seldom set. */
  async showAllSettings(): Promise<void> {
    await this.panel.getByRole('button', { name: /^\d+ more settings?$/ }).click()
  }

  field(label: string): Locator {
    return this.panel.getByLabel(label, { exact: true })
  }

  /** Types it and presses Enter. */
  async set(label: string, value: string): Promise<void> {
    const field = this.field(label)
    await field.fill(value)
    await field.press('Enter')
  }

  async choose(label: string, option: string): Promise<void> {
    await this.field(label).selectOption({ label: option })
  }

  button(label: string): Locator {
    return this.panel.getByRole('button', { name: label, exact: true })
  }

  /** What was counted since the start, such as "Handled". */
  count(label: string): Locator {
    return this.panel.getByRole('status', { name: label, exact: true })
  }
}
