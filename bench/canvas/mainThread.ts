// What the main thread of a page spends, by its own clock of CPU time: other programs on the machine
// make it wait, and make no difference.

import type { CDPSession, Page } from '@playwright/test'

export interface Spent {
  readonly frames: number
  /** Tasks of every sort: script, style, layout, painting. */
  readonly taskMs: number
  readonly scriptMs: number
}

export class MainThread {
  readonly #page: Page
  readonly #session: CDPSession

  private constructor(page: Page, session: CDPSession) {
    this.#page = page
    this.#session = session
  }

  static async of(page: Page): Promise<MainThread> {
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    return new MainThread(page, session)
  }

  /** Lets so many frames go by; in each, the view moves by `panX` pixels. */
  async frames(count: number, panX: number): Promise<Spent> {
    return this.#during(count, () => this.#page.evaluate(letFramesPass, { count, panX }))
  }

  /** Of the calibration loop, the median of five: what figures are divided by. The page does nothing else. */
  async calibrate(): Promise<number> {
    const samples: number[] = []
    for (let sample = 0; sample < 5; sample += 1) {
      const { taskMs } = await this.#during(1, () => this.#page.evaluate(mixIntegers))
      samples.push(taskMs)
    }
    return samples.sort((a, b) => a - b)[2] as number
  }

  async #during(frames: number, work: () => Promise<unknown>): Promise<Spent> {
    const before = await this.#durations()
    await work()
    const after = await this.#durations()
    return {
      frames,
      taskMs: after.taskMs - before.taskMs,
      scriptMs: after.scriptMs - before.scriptMs,
    }
  }

  async #durations(): Promise<Omit<Spent, 'frames'>> {
    const { metrics } = await this.#session.send('Performance.getMetrics')
    const secondsOf = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? 0
    return {
      taskMs: 1000 * secondsOf('TaskDuration'),
      scriptMs: 1000 * secondsOf('ScriptDuration'),
    }
  }
}

/** Runs in the page, so no function in it may have a name: the compiler would wrap it in one of its own. */
async function letFramesPass({ count, panX }: { readonly count: number; readonly panX: number }) {
  const pane = document.querySelector('.react-flow__pane')
  for (let frame = 0; frame < count; frame += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    if (panX === 0) continue
    // There and back, so that about the same part of the drawing stays in view.
    const direction = frame % 60 < 30 ? 1 : -1
    const init = { deltaX: panX * direction, bubbles: true, cancelable: true }
    pane?.dispatchEvent(new WheelEvent('wheel', init))
  }
}

/** Runs in the page: four million steps of an integer hash, nothing that a better browser could leave out. */
function mixIntegers(): number {
  let state = 1
  for (let step = 0; step < 4_000_000; step += 1)
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + step) | 0
  return state
}
