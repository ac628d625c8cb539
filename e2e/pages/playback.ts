import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'

type PlaybackButton =
  | 'Run'
  | 'Pause'
  | 'Step'
  | 'Step back'
  | 'Back to the start'
  | 'Reset'
  | 'Run again'

/** A run that is made or repeated as fast as it goes has the processor to share with whatever else is. */
const FLAT_OUT = { timeout: 40_000 }

/** Runs, pauses, steps and paces; the clock, the timeline, the seed. */
export class Playback {
  readonly bar: Locator
  readonly clock: Locator
  readonly seed: Locator
  /** A slider; its value is the moment on show. */
  readonly timeline: Locator

  constructor(page: Page) {
    this.bar = page.getByRole('toolbar', { name: 'Run', exact: true })
    this.clock = this.bar.getByRole('status', { name: 'Virtual time' })
    this.seed = this.bar.getByRole('textbox', { name: 'Seed' })
    this.timeline = this.bar.getByRole('slider', { name: 'Timeline' })
  }

  button(label: PlaybackButton): Locator {
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
      await this.button('Step').click()
      await expect(this.bar).toHaveAttribute('aria-busy', 'false')
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
    await expect(choice).toHaveValue(speed === 'Max' ? 'max' : speed.replace('x', ''))
  }

  /**
   * Clicks the timeline that far across, from 0 to 1, and waits until the run has come there.
   * Answers the virtual time as the clock shows it, which depends on nothing but the place.
   */
  async runUntil(across: number): Promise<string> {
    const box = await this.timeline.boundingBox()
    if (!box) throw new Error('The timeline is not on show.')
    const position = { x: Math.round(box.width * across), y: box.height / 2 }
    await this.timeline.hover({ position })
    const time = await this.#pointedTime('Run until ')
    await this.timeline.click({ position })
    await this.comesTo(time)
    await expect(this.button('Run')).toBeVisible()
    return time
  }

  /** Clicks the timeline that far across, before the playhead, and waits until that moment is on show. */
  goBackTo(across: number): Promise<string> {
    return this.#goTo(across, 'Back to ')
  }

  /** The same after the playhead of a run that has gone back, where something is recorded. */
  goForwardTo(across: number): Promise<string> {
    return this.#goTo(across, 'On to ')
  }

  async #goTo(across: number, words: string): Promise<string> {
    const box = await this.timeline.boundingBox()
    if (!box) throw new Error('The timeline is not on show.')
    const position = { x: Math.round(box.width * across), y: box.height / 2 }
    await this.timeline.hover({ position })
    const time = await this.#pointedTime(words)
    await this.timeline.click({ position })
    await this.isAt(time)
    return time
  }

  /** What the tip over the timeline says of the moment that is pointed at. */
  async #pointedTime(words: string): Promise<string> {
    const tip = this.bar.getByRole('tooltip')
    await expect(tip).toHaveText(new RegExp(`^${words}`))
    const text = await tip.innerText()
    return /^\d+:\d+:\d+\.\d{3}/.exec(text.slice(words.length))?.[0] ?? ''
  }

  /** Holds the playhead and moves it through these places, from 0 to 1 across. */
  async drag(...places: readonly number[]): Promise<void> {
    const box = await this.timeline.boundingBox()
    if (!box) throw new Error('The timeline is not on show.')
    const { mouse } = this.timeline.page()
    const [first = 0, ...others] = places.map((across) => box.x + box.width * across)
    const y = box.y + box.height / 2
    await mouse.move(first, y)
    await mouse.down()
    for (const x of others) await mouse.move(x, y, { steps: 8 })
    await mouse.up()
  }

  /** The clock shows this time once everything before it has been run. */
  async comesTo(time: string): Promise<void> {
    await expect(this.clock).toHaveText(time, FLAT_OUT)
  }

  /** The clock shows this time, and the run rests there. */
  async isAt(time: string): Promise<void> {
    await this.comesTo(time)
    await expect(this.timeline).toHaveAttribute('aria-valuetext', new RegExp(`^${time}`))
    await expect(this.button('Run')).toBeVisible()
  }

  /** Keeps the run to compare with. */
  async fork(): Promise<void> {
    await this.bar.getByRole('button', { name: 'Fork and compare' }).click()
    await this.bar.getByRole('menuitem', { name: /^Fork here/ }).click()
  }

  /** Opens the comparison with a run that is kept. */
  async compareWith(label: string): Promise<void> {
    await this.bar.getByRole('button', { name: 'Fork and compare' }).click()
    await this.bar.getByRole('menuitem', { name: label }).click()
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
