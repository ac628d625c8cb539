import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** Where the run shall pause: the list in the dock, its form, and the marks of single events. */
export class Breakpoints {
  readonly list: Locator
  readonly form: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.list = page.getByRole('list', { name: 'Breakpoints' }).getByRole('listitem')
    this.form = page.getByRole('form', { name: /breakpoint/i })
  }

  /** On a node of the canvas. */
  badge(words: 'Breakpoint' | 'Breakpoint, switched off' | 'Paused at this breakpoint'): Locator {
    return this.#page.getByRole('img', { name: words, exact: true })
  }

  async switch(words: string): Promise<void> {
    await this.list.filter({ hasText: words }).getByRole('checkbox').click()
  }

  async remove(words: string): Promise<void> {
    await this.list.getByRole('button', { name: `Delete: ${words}` }).click()
  }

  /** Opens the form from a row of the event log. */
  async pauseAtNextLike(row: Locator): Promise<void> {
    await row.getByRole('button').first().focus()
    await this.#page.keyboard.press('F9')
    await expect(this.form).toBeVisible()
  }

  async choose(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(fields)) {
      const field = this.form.getByLabel(label, { exact: true })
      const isChoice = await field.evaluate((element) => element.tagName === 'SELECT')
      await (isChoice ? field.selectOption({ label: value }) : field.fill(value))
    }
  }

  /** What the form says that it would do. */
  get sentence(): Locator {
    return this.form.getByText(/^Pause when:|\.$/)
  }

  async commit(): Promise<void> {
    await this.form.getByRole('button', { name: /^(Set|Change)$/ }).click()
    await expect(this.form).toBeHidden()
  }

  /** Presses the mark of an event on one of the edges. Answers what was said of it, such as "Placed #12". */
  async pressMark(): Promise<string> {
    for (const { x, y } of await this.#placesAlongEdges()) {
      await this.#page.mouse.move(x, y)
      const said = await this.#page
        .locator('[data-over-mark]')
        .getAttribute('title', { timeout: 50 })
        .catch(() => null)
      if (said === null) continue
      // Where the pointer is: moved once more, it might point at another one by now.
      await this.#page.mouse.down()
      await this.#page.mouse.up()
      return said.split(':')[0] ?? ''
    }
    throw new Error('No mark of an event is under way.')
  }

  #placesAlongEdges(): Promise<readonly { readonly x: number; readonly y: number }[]> {
    return this.#page.locator('path.event-edge').evaluateAll((paths) =>
      paths.flatMap((element) => {
        const path = element as unknown as SVGPathElement
        const matrix = path.getScreenCTM()
        const length = path.getTotalLength()
        const count = Math.floor(length / 9)
        return Array.from({ length: count }, (_, index) => {
          const point = path.getPointAtLength(((index + 0.5) * length) / count)
          return point.matrixTransform(matrix ?? undefined)
        }).map(({ x, y }) => ({ x, y }))
      }),
    )
  }
}
