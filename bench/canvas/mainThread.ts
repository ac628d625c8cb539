// What the main thread of a page spends, by its own clock of CPU time: other programs on the machine
// make it wait, and make no difference.

import type { CDPSession, Page } from '@playwright/test'

export interface Spent {
  readonly frames: number
  /** Tasks of every sort: script, style, layout, painting. */
  readonly taskMs: number
}

/** What happens in each frame: nothing, the wheel pans, or a node is dragged. */
export type Gesture = 'rest' | 'pan' | 'drag'

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

  /** Lets so many frames go by. */
  frames(count: number, gesture: Gesture): Promise<Spent> {
    return this.during(count, () => this.#page.evaluate(letFramesPass, { count, gesture }))
  }

  async during(frames: number, work: () => Promise<unknown>): Promise<Spent> {
    const before = await this.#taskMs()
    await work()
    return { frames, taskMs: (await this.#taskMs()) - before }
  }

  /** Of the calibration loop, the median of five: what figures are divided by. The page does nothing else. */
  async calibrate(): Promise<number> {
    const samples: number[] = []
    for (let sample = 0; sample < 5; sample += 1) {
      const { taskMs } = await this.during(1, () => this.#page.evaluate(mixIntegers))
      samples.push(taskMs)
    }
    return samples.sort((a, b) => a - b)[2] as number
  }

  async #taskMs(): Promise<number> {
    const { metrics } = await this.#session.send('Performance.getMetrics')
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0)
  }
}

interface Passing {
  readonly count: number
  readonly gesture: Gesture
}

/** Runs in the page, so no function in it may have a name: the compiler would wrap it in one of its own. */
async function letFramesPass({ count, gesture }: Passing) {
  const pane = document.querySelector('.react-flow__pane')
  const box = pane?.getBoundingClientRect() ?? new DOMRect()
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const options = { bubbles: true, cancelable: true, view: window, button: 0, buttons: 1 }
  const nodes = [...document.querySelectorAll('.react-flow__node')].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect()
    return { element, x: x + width / 2, y: y + 0.25 * height }
  })
  nodes.sort(
    (a, b) =>
      Math.hypot(a.x - middle.x, a.y - middle.y) - Math.hypot(b.x - middle.x, b.y - middle.y),
  )
  const held = gesture === 'drag' ? nodes[0] : undefined
  if (gesture === 'drag' && !held) throw new Error('No node is on show that could be dragged.')
  const place = { clientX: held?.x ?? 0, clientY: held?.y ?? 0 }
  held?.element.dispatchEvent(new MouseEvent('mousedown', { ...options, ...place }))
  for (let frame = 0; frame < count; frame += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    // There and back, so that about the same part of the drawing stays in view.
    const direction = frame % 60 < 30 ? 1 : -1
    if (gesture === 'pan')
      pane?.dispatchEvent(
        new WheelEvent('wheel', { deltaX: 8 * direction, bubbles: true, cancelable: true }),
      )
    place.clientX += 6 * direction
    if (held) window.dispatchEvent(new MouseEvent('mousemove', { ...options, ...place }))
  }
  if (held) window.dispatchEvent(new MouseEvent('mouseup', { ...options, ...place, buttons: 0 }))
}

/** Runs in the page: four million steps of an integer hash, nothing that a better browser could leave out. */
function mixIntegers(): number {
  let state = 1
  for (let step = 0; step < 4_000_000; step += 1)
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + step) | 0
  return state
}
