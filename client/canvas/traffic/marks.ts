// The marks on their way, as columns of numbers: nothing is allocated while traffic flows.

/** More cannot be told apart; one mark then stands for more events. */
export const MARKS_MAX = 1500

const FREE = -1
const NONE = -1

export interface Mark {
  /** Slot of the edge that it travels along. */
  readonly edge: number
  readonly startedAtMs: number
  /** How long the whole way takes. */
  readonly travelMs: number
  /** Hue and shape; see looks.ts. */
  readonly look: number
  /** The one that it stands for; null: it stands for many, or nobody knows for which. */
  readonly event: MarkedEvent | null
}

export interface MarkedEvent {
  readonly origin: number
  readonly n: number
}

/** Calls for each mark: its edge, its look, how far it has come from 0 to 1, and its place here. */
type Visit = (edge: number, look: number, fraction: number, index: number) => void

export class Marks {
  readonly #edges = new Int32Array(MARKS_MAX).fill(FREE)
  readonly #starts = new Float64Array(MARKS_MAX)
  readonly #travels = new Float32Array(MARKS_MAX)
  readonly #looks = new Uint8Array(MARKS_MAX)
  readonly #origins = new Int32Array(MARKS_MAX)
  readonly #ns = new Float64Array(MARKS_MAX)
  readonly #free = Int32Array.from({ length: MARKS_MAX }, (_, index) => MARKS_MAX - 1 - index)
  #freeCount = MARKS_MAX

  get count(): number {
    return MARKS_MAX - this.#freeCount
  }

  /** False: there is no room. */
  add({ edge, startedAtMs, travelMs, look, event }: Mark): boolean {
    if (this.#freeCount === 0) return false
    this.#freeCount -= 1
    const index = this.#free[this.#freeCount] ?? 0
    this.#edges[index] = edge
    this.#starts[index] = startedAtMs
    this.#travels[index] = travelMs
    this.#looks[index] = look
    this.#origins[index] = event?.origin ?? NONE
    this.#ns[index] = event?.n ?? 0
    return true
  }

  /** Calls `visit` for each mark with how far it has come, 0 to 1; those that have arrived are freed. */
  visit(nowMs: number, visit: Visit): void {
    for (let index = 0; index < MARKS_MAX; index += 1) {
      const edge = this.#edges[index] ?? FREE
      if (edge === FREE) continue
      const fraction = (nowMs - (this.#starts[index] ?? 0)) / (this.#travels[index] ?? 1)
      if (fraction >= 1) this.#release(index)
      else if (fraction >= 0) visit(edge, this.#looks[index] ?? 0, fraction, index)
    }
  }

  eventAt(index: number): MarkedEvent | null {
    const origin = this.#origins[index] ?? NONE
    return origin === NONE ? null : { origin, n: this.#ns[index] ?? 0 }
  }

  removeFrom(edge: number): void {
    for (let index = 0; index < MARKS_MAX; index += 1)
      if (this.#edges[index] === edge) this.#release(index)
  }

  clear(): void {
    for (let index = 0; index < MARKS_MAX; index += 1)
      if (this.#edges[index] !== FREE) this.#release(index)
  }

  #release(index: number): void {
    this.#edges[index] = FREE
    this.#free[this.#freeCount] = index
    this.#freeCount += 1
  }
}
