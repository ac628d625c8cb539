import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** Runs, pauses, steps and paces; the clock, the timeline, the seed. */
export class Playback {
  readonly bar: Locator
  readonly clock: Locator
  readonly seed: Locator
  readonly #timeline: Locator

  constructor(page: Page) {
    this.bar = page.getByRole('toolbar', { name: 'Run', exact: true })
    this.clock = this.bar.getByRole('status', { name: 'Virtual time' })
    this.seed = this.bar.getByRole('textbox', { name: 'Seed' })
    this.#timeline = this.bar.getByRole('button', { name: /^Timeline/ })
  }

  button(label: 'Run' | 'Pause' | 'Step' | 'Reset' | 'Run again'): Locator {
    return this.bar.getByRole('button', { name: label, exact: true })
  }

  async run(): Promise<void> {
    await this.button('Run').click()
    await expect(this.button('Pause')).toBeVisible()
  }

  async pause(): Promise<void> {
    await this.button('Pause').click()
    await expect(this.button('Run')).toBeVisible()
  }

  /** To the instant of the next event, so many times. */
  async step(times = 1): Promise<void> {
    for (let done = 0; done < times; done += 1) {
      const before = await this.clock.innerText()
      await this.button('Step').click()
      await expect(this.clock).not.toHaveText(before)
    }
  }

  /** Back to the beginning, with another seed. */
  async startWithSeed(seed: number): Promise<void> {
    await this.seed.fill(String(seed))
    await this.seed.press('Enter')
    await expect(this.clock).toHaveText('00:00:00.000')
    await expect(this.seed).toHaveValue(String(seed))
  }

  /** Back to the beginning, with the same seed. */
  async reset(): Promise<void> {
    await this.button('Reset').click()
    await expect(this.clock).toHaveText('00:00:00.000')
  }

  /** Such as "10x" or "Max". */
  async setSpeed(speed: string): Promise<void> {
    const choice = this.bar.getByRole('combobox', { name: 'Speed' })
    await choice.selectOption({ label: speed })
    // Everybody's speed, so the server has the last word.
    await expect(choice).toHaveValue(speed.replace('x', '').toLowerCase())
  }

  /**
   * Clicks the timeline that far across, from 0 to 1, and waits until the run has come there.
   * Answers the virtual time as the clock shows it, which depends on nothing but the place.
   */
  async runUntil(across: number): Promise<string> {
    const box = await this.#timeline.boundingBox()
    if (!box) throw new Error('The timeline is not on show.')
    const position = { x: Math.round(box.width * across), y: box.height / 2 }
    await this.#timeline.hover({ position })
    await expect(this.#timeline).toHaveAttribute('title', /^Run until /)
    const title = await this.#timeline.getAttribute('title')
    const time = title?.replace('Run until ', '') ?? ''
    await this.#timeline.click({ position })
    await expect(this.clock).toHaveText(time)
    await expect(this.button('Run')).toBeVisible()
    return time
  }

  /** As the clock shows it. */
  async time(): Promise<string> {
    return (await this.clock.innerText()).replace(/\s/g, '')
  }

  /** Of virtual time. */
  async seconds(): Promise<number> {
    const [hours = 0, minutes = 0, seconds = 0] = (await this.time()).split(':').map(Number)
    return hours * 3600 + minutes * 60 + seconds
  }
}
