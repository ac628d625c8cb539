// How much detail a machine can keep up with while traffic moves: less when frames take too long for a
// second, more again after a while of good ones.

export type Quality = 'full' | 'fewerMarks' | 'slowerFigures' | 'noMarks'

const QUALITIES: readonly Quality[] = ['full', 'fewerMarks', 'slowerFigures', 'noMarks']

/** Of the frames of a second, half may take longer. */
const FRAME_MS_MAX = 20
const WINDOW_MS = 1000
const WINDOWS_TO_RECOVER = 10
/** Longer ones are no frames: the page was hidden, or somebody was debugging. */
const PAUSE_MS = 1000

export class QualityWatch {
  #level = 0
  #frames: number[] = []
  #sumMs = 0
  #goodWindows = 0

  get quality(): Quality {
    return QUALITIES[this.#level] ?? 'full'
  }

  /** True: the quality is another one now. */
  takeFrame(elapsedMs: number): boolean {
    if (elapsedMs >= PAUSE_MS) return false
    this.#frames.push(elapsedMs)
    this.#sumMs += elapsedMs
    return this.#sumMs >= WINDOW_MS && this.#judge()
  }

  #judge(): boolean {
    const sorted = this.#frames.sort((a, b) => a - b)
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0
    this.#frames = []
    this.#sumMs = 0
    if (median > FRAME_MS_MAX) return this.#go(1)
    this.#goodWindows += 1
    return this.#goodWindows >= WINDOWS_TO_RECOVER && this.#go(-1)
  }

  #go(step: 1 | -1): boolean {
    const level = Math.min(QUALITIES.length - 1, Math.max(0, this.#level + step))
    this.#goodWindows = 0
    if (level === this.#level) return false
    this.#level = level
    return true
  }
}
