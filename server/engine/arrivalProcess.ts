// Arrival processes, those that remember something too: where a burst ends, how far a recording has come.

import { unreachable } from '#shared/lib/assert.ts'
import { nextArrival, poissonGap, type RateShape } from './arrivals.ts'
import { DurationSampler, type DurationShape } from './distributions.ts'
import type { Random } from './random.ts'
import {
  after,
  between,
  type Duration,
  nanoseconds,
  type SimTime,
  START,
  TIME_MAX,
} from './time.ts'

export type ArrivalShape =
  | RateShape
  | { readonly kind: 'renewal'; readonly gap: DurationShape }
  | {
      readonly kind: 'bursts'
      readonly process: 'constant' | 'poisson'
      readonly perNs: number
      readonly onTime: DurationShape
      readonly offTime: DurationShape
    }
  | {
      readonly kind: 'recorded'
      /** From the start of the run, in order. */
      readonly times: readonly SimTime[]
      /** All of them come again after this time, and again; null: they come once. */
      readonly period: Duration | null
    }

/** Streams of its source, fetched where a process draws from them. */
export interface ArrivalChances {
  readonly gaps: () => Random
  readonly phases: () => Random
}

export interface ArrivalProcess {
  /** The wait that `next` gave last ends with an arrival, and not only with the beginning of a burst. */
  readonly brings: boolean
  /** Begins, or goes on after a rest, with what was before forgotten. */
  begin(now: SimTime): void
  /** How long to wait; null where nothing comes any more within the longest run. */
  next(now: SimTime): Duration | null
  save(): readonly number[]
  restore(state: readonly number[]): void
}

export function arrivalProcess(shape: ArrivalShape, chances: ArrivalChances): ArrivalProcess {
  switch (shape.kind) {
    case 'poisson':
      return new Poisson(shape.perNs, chances)
    case 'constant':
    case 'profile':
      return new Memoryless((now) => nextArrival(shape, now, chances.gaps()))
    case 'renewal': {
      const gap = new DurationSampler(shape.gap)
      return new Memoryless(() => withinRun(gap.sample(chances.gaps())))
    }
    case 'bursts':
      return new Bursts(shape, chances)
    case 'recorded':
      return new Recorded(shape.times, shape.period)
    default:
      return unreachable(shape)
  }
}

function withinRun(gap: Duration): Duration | null {
  return gap < TIME_MAX ? gap : null
}

class Memoryless implements ArrivalProcess {
  readonly brings = true
  readonly next: ArrivalProcess['next']

  constructor(next: ArrivalProcess['next']) {
    this.next = next
  }

  begin(): void {}

  save(): readonly number[] {
    return []
  }

  restore(): void {}
}

/** The commonest of those without memory. */
class Poisson implements ArrivalProcess {
  readonly brings = true
  readonly #perNs: number
  readonly #chances: ArrivalChances
  #gaps: Random | null = null

  constructor(perNs: number, chances: ArrivalChances) {
    this.#perNs = perNs
    this.#chances = chances
  }

  begin(): void {}

  next(): Duration | null {
    this.#gaps ??= this.#chances.gaps()
    return poissonGap(this.#perNs, this.#gaps)
  }

  save(): readonly number[] {
    return []
  }

  restore(): void {}
}

/** On and off by turns. */
class Bursts implements ArrivalProcess {
  readonly #shape: RateShape
  readonly #chances: ArrivalChances
  readonly #onTime: DurationSampler
  readonly #offTime: DurationSampler
  #brings = false
  /** The end of the burst that is on, or, in a pause, of the one to come. */
  #onUntil: SimTime = START

  constructor(shape: Extract<ArrivalShape, { kind: 'bursts' }>, chances: ArrivalChances) {
    this.#shape = { kind: shape.process, perNs: shape.perNs }
    this.#chances = chances
    this.#onTime = new DurationSampler(shape.onTime)
    this.#offTime = new DurationSampler(shape.offTime)
  }

  get brings(): boolean {
    return this.#brings
  }

  begin(now: SimTime): void {
    this.#onUntil = after(now, this.#onTime.sample(this.#chances.phases()))
  }

  next(now: SimTime): Duration | null {
    const gap = nextArrival(this.#shape, now, this.#chances.gaps())
    this.#brings = gap !== null && now + gap <= this.#onUntil
    return this.#brings ? gap : this.#untilNextBurst(now)
  }

  save(): readonly number[] {
    return [this.#brings ? 1 : 0, this.#onUntil]
  }

  restore([brings = 0, onUntil = 0]: readonly number[]): void {
    this.#brings = brings === 1
    this.#onUntil = onUntil as SimTime
  }

  #untilNextBurst(now: SimTime): Duration | null {
    const phases = this.#chances.phases()
    // Time passes even where neither burst nor pause takes any.
    const off = Math.max(1, this.#offTime.sample(phases)) as Duration
    const begin = after(this.#onUntil, off)
    this.#onUntil = after(begin, this.#onTime.sample(phases))
    return begin < TIME_MAX ? between(now, begin) : null
  }
}

/** A list of times. */
class Recorded implements ArrivalProcess {
  readonly brings = true
  readonly #times: readonly SimTime[]
  readonly #period: Duration | null
  #round = 0
  #position = 0

  constructor(times: readonly SimTime[], period: Duration | null) {
    this.#times = times
    this.#period = period
  }

  /** What was due before is over. */
  begin(now: SimTime): void {
    this.#round = this.#period ? Math.floor(now / this.#period) : 0
    const since = now - this.#round * (this.#period ?? 0)
    const position = this.#times.findIndex((time) => time >= since)
    this.#position = position < 0 ? this.#times.length : position
  }

  next(now: SimTime): Duration | null {
    if (this.#position === this.#times.length) {
      if (!this.#period) return null
      this.#position = 0
      this.#round += 1
    }
    const at = this.#round * (this.#period ?? 0) + (this.#times[this.#position] as SimTime)
    if (at >= TIME_MAX) return null
    this.#position += 1
    return nanoseconds(at - now)
  }

  save(): readonly number[] {
    return [this.#round, this.#position]
  }

  restore([round = 0, position = 0]: readonly number[]): void {
    this.#round = round
    this.#position = position
  }
}
