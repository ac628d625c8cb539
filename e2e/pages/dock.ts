import type { Locator, Page } from '@playwright/test'
import type { JsonSchema } from '#shared/schemas/eventType.ts'

type DockTab = 'Events' | 'Breakpoints' | 'Metrics' | 'Problems' | 'Event types'

interface CloudEvent {
  readonly id: string
  readonly type: string
  readonly partitionkey?: string
  readonly data: unknown
}

interface DescribedEventType {
  readonly name: string
  readonly keyPath: string
  readonly schema: JsonSchema
}

/** What there is to read about the run and the drawing. */
export class Dock {
  readonly panel: Locator
  /** The first is the heading. */
  readonly events: Locator
  readonly event: Locator

  constructor(page: Page) {
    this.panel = page.getByRole('region', { name: 'Dock' })
    this.events = this.panel.getByRole('table', { name: 'Events, newest first' }).getByRole('row')
    this.event = this.panel.getByRole('region', { name: 'Event', exact: true })
  }

  async show(tab: DockTab): Promise<void> {
    await this.panel.getByRole('tab', { name: new RegExp(`^${tab}`) }).click()
  }

  /** Their cells: time, event, path, key, outcome. */
  async newestEvents(count: number): Promise<readonly (readonly string[])[]> {
    // In one go: while the run moves on, rows read one by one would be of different moments.
    const rows = await this.events.evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll<HTMLElement>('td')].map((cell) => cell.innerText)),
    )
    // The first row is the heading.
    return rows.slice(1, count + 1)
  }

  /** Opens the event of a row and answers it as a CloudEvent. */
  async openEvent(row: Locator): Promise<CloudEvent> {
    await row.getByRole('button').first().click()
    await this.event.getByRole('button', { name: 'Payload' }).click()
    return JSON.parse(await this.event.getByRole('code').innerText()) as CloudEvent
  }

  async describeEventType(wanted: DescribedEventType): Promise<void> {
    await this.show('Event types')
    await this.#commit('Name of the event type', wanted.name)
    await this.#commit('Key path', wanted.keyPath)
    const schema = this.panel.getByRole('textbox', { name: /^JSON Schema of/ })
    await schema.fill(JSON.stringify(wanted.schema))
    await schema.press('ControlOrMeta+Enter')
  }

  async #commit(label: string, value: string): Promise<void> {
    const field = this.panel.getByRole('textbox', { name: label })
    await field.fill(value)
    await field.press('Enter')
  }

  async filterEvents(words: string): Promise<void> {
    await this.panel.getByRole('textbox', { name: 'Filter events' }).fill(words)
  }

  /** How many rows match the filter, of how many there were. */
  get eventsShown(): Locator {
    return this.panel.getByText(/ of .* shown/)
  }

  /** A cell of the table of figures, by its row such as "orders → Payments" and a heading such as "Done". */
  async figure(row: string, heading: string): Promise<Locator> {
    const table = this.panel.getByRole('table', { name: 'Figures' })
    await table.waitFor()
    const headings = await table.getByRole('columnheader').allInnerTexts()
    const titles = headings.map((title) => title.toLowerCase())
    const name = this.panel.page().getByRole('button', { name: row, exact: true })
    // The first column holds the names, which are headings too.
    const column = titles.indexOf(heading.toLowerCase()) - 1
    return table.getByRole('row').filter({ has: name }).getByRole('cell').nth(column)
  }

  problem(message: string): Locator {
    return this.panel.getByRole('list', { name: 'Problems' }).getByText(message)
  }
}
