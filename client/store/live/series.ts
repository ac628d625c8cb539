// Series over virtual time for sparklines and charts. Counts are kept as rates per virtual second,
// everything else as it is.

import type { ElementSort, MetricOf } from '#shared/lib/metrics.ts'
import type { ElementName } from '#shared/topology/elements.ts'
import { figureOf, rateBetween, type Snapshot } from './figures.ts'
import { NumberRing } from './ring.ts'

/** At four samples a virtual second, the last minute. */
const SAMPLES_MAX = 240
const SAMPLE_INTERVAL_NS = 250e6

export interface Series {
  /** Seconds of virtual time. */
  readonly times: Float64Array
  /** NaN where nothing was known. */
  readonly values: Float64Array
}

interface Tracked {
  readonly rates: readonly string[]
  readonly levels: readonly string[]
}

const TRACKED: { readonly [Sort in ElementSort]?: Tracked } = {
  service: {
    rates: ['started', 'completed', 'failed', 'published', 'deadLettered'],
    levels: [
      'busy',
      'utilisation',
      'handlingP50Ms',
      'handlingP95Ms',
      'handlingP99Ms',
      'waitP95Ms',
      'endToEndP50Ms',
      'endToEndP95Ms',
      'endToEndP99Ms',
    ],
  } satisfies TrackedOf<'service'>,
  channel: {
    rates: ['accepted', 'delivered', 'acknowledged', 'deadLettered'],
    levels: ['waiting', 'inFlight', 'oldestWaitingMs'],
  } satisfies TrackedOf<'channel'>,
  subscription: {
    rates: ['delivered', 'acknowledged', 'failed'],
    levels: [
      'waiting',
      'inFlight',
      'lag',
      'waitP50Ms',
      'waitP95Ms',
      'waitP99Ms',
      'endToEndP50Ms',
      'endToEndP95Ms',
      'endToEndP99Ms',
    ],
  } satisfies TrackedOf<'subscription'>,
  eventType: {
    rates: ['published', 'acknowledged', 'failed'],
    levels: [],
  } satisfies TrackedOf<'eventType'>,
}

interface TrackedOf<Sort extends ElementSort> {
  readonly rates: readonly MetricOf<Sort>[]
  readonly levels: readonly MetricOf<Sort>[]
}

export class SeriesStore {
  readonly #times = new NumberRing(SAMPLES_MAX)
  readonly #rings = new Map<string, NumberRing>()
  #sampledNs = Number.NEGATIVE_INFINITY
  #count = 0

  /** Takes a sample if enough virtual time has passed since the last one. */
  offer(now: Snapshot, earlier: Snapshot): void {
    if (now.nowNs - this.#sampledNs < SAMPLE_INTERVAL_NS) return
    this.#sampledNs = now.nowNs
    this.#times.push(now.nowNs / 1e9)
    this.#count = Math.min(this.#count + 1, SAMPLES_MAX)
    for (const { name, sort, removed } of now.layout.dictionary.elements) {
      const tracked = sort === null || removed ? undefined : TRACKED[sort]
      if (!tracked) continue
      for (const metric of tracked.rates)
        this.#ring(name, metric).push(rateBetween(earlier, now, { name, metric }))
      for (const metric of tracked.levels)
        this.#ring(name, metric).push(figureOf(now, name, metric))
    }
  }

  /** Views that the next sample may change. Empty for what is not tracked. */
  read(name: ElementName, metric: string): Series {
    const values = this.#rings.get(keyOf(name, metric))?.values ?? EMPTY
    const times = this.#times.values
    return { times: times.subarray(times.length - values.length), values }
  }

  clear(): void {
    this.#times.clear()
    this.#rings.clear()
    this.#count = 0
    this.#sampledNs = Number.NEGATIVE_INFINITY
  }

  /** A series that begins late is as long as the others: what was before is not known. */
  #ring(name: ElementName, metric: string): NumberRing {
    const key = keyOf(name, metric)
    const known = this.#rings.get(key)
    if (known) return known
    const ring = new NumberRing(SAMPLES_MAX)
    for (let sample = 1; sample < this.#count; sample += 1) ring.push(Number.NaN)
    this.#rings.set(key, ring)
    return ring
  }
}

const EMPTY = new Float64Array(0)

function keyOf(name: ElementName, metric: string): string {
  return `${name} ${metric}`
}
