// When the next mark of each lane sets out. A lane is one event type on one edge.

export interface Lane {
  /** Names the lane from one reading to the next. */
  readonly key: string
  readonly edge: number
  readonly look: number
  readonly intervalMs: number
}

interface Timed extends Lane {
  readonly nextAtMs: number
}

/** After a pause of the page, what was missed is not made up for. */
const CATCH_UP_MAX = 4

export class Schedule {
  #lanes: Timed[] = []

  get isEmpty(): boolean {
    return this.#lanes.length === 0
  }

  /** New rates: lanes go on from where they were, none waits longer than its new interval. */
  replace(lanes: readonly Lane[], nowMs: number): void {
    const known = new Map(this.#lanes.map((lane) => [lane.key, lane.nextAtMs]))
    this.#lanes = lanes
      .filter(({ intervalMs }) => Number.isFinite(intervalMs))
      .map((lane) => {
        const latest = nowMs + lane.intervalMs
        // Lanes that begin together do not march in step.
        const nextAtMs = known.get(lane.key) ?? nowMs + lane.intervalMs * phaseOf(lane.key)
        return { ...lane, nextAtMs: Math.min(nextAtMs, latest) }
      })
  }

  /** Calls `depart` for every mark due by `nowMs`. */
  advance(nowMs: number, depart: (lane: Lane, atMs: number) => void): void {
    this.#lanes = this.#lanes.map((lane) => {
      if (lane.nextAtMs > nowMs) return lane
      let nextAtMs = Math.max(lane.nextAtMs, nowMs - CATCH_UP_MAX * lane.intervalMs)
      while (nextAtMs <= nowMs) {
        depart(lane, nextAtMs)
        nextAtMs += lane.intervalMs
      }
      return { ...lane, nextAtMs }
    })
  }
}

/** 0 to 1, the same for the same key. */
function phaseOf(key: string): number {
  let hash = 7
  for (let index = 0; index < key.length; index += 1)
    hash = (hash * 31 + key.charCodeAt(index)) % 1009
  return hash / 1009
}
