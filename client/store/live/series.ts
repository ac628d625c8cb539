// Series over virtual time for sparklines and charts. Counts are kept as rates per virtual second,
// everything else as it is.

import type { ElementSort, MetricOf } from '#shared/lib/metrics.ts'
import type { ElementName } from '#shared/topology/elements.ts'
import { columnOf, type Layout, rateBetween, type Snapshot } from './figures.ts'
import { NumberRing } from './ring.ts'

/** At four samples a virtual second, the last minute. */
const SAMPLES_MAX = 240
const SAMPLE_INTERVAL_NS = 250e6
/** Kept of all series together: those of a large drawing reach less far back, down to what trends need. */
const VALUES_MAX = 3_000_000
const SAMPLES_MIN = 60

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

/** One column of one element, ready to be sampled. */
interface Sampled {
  readonly name: ElementName
  readonly metric: string
  readonly isRate: boolean
  /** In the figures of the layout that it was made for. */
  readonly place: number
  readonly ring: NumberRing
}

export class SeriesStore {
  readonly #times = new NumberRing(SAMPLES_MAX)
  readonly #rings = new Map<string, NumberRing>()
  #sampledNs = Number.NEGATIVE_INFINITY
  #count = 0
  #layout: Layout | null = null
  #sampled: readonly Sampled[] = []

  /** Takes a sample if enough virtual time has passed since the last one. */
  offer(now: Snapshot, earlier: Snapshot): void {
    if (now.nowNs - this.#sampledNs < SAMPLE_INTERVAL_NS) return
    this.#sampledNs = now.nowNs
    this.#times.push(now.nowNs / 1e9)
    this.#count = Math.min(this.#count + 1, SAMPLES_MAX)
    if (now.layout !== this.#layout) this.#follow(now.layout)
    const seconds = (now.nowNs - earlier.nowNs) / 1e9
    const isComparable = earlier.layout === now.layout && seconds > 0
    for (const { name, metric, isRate, place, ring } of this.#sampled) {
      const value = now.figures[place] ?? Number.NaN
      if (!isRate) ring.push(value)
      else if (isComparable) ring.push((value - (earlier.figures[place] ?? 0)) / seconds)
      else ring.push(rateBetween(earlier, now, { name, metric }))
    }
  }

  /** Where everything stands is looked up once, not with every sample. */
  #follow(layout: Layout): void {
    this.#layout = layout
    const columns = trackedColumns(layout)
    const samplesMax = Math.min(SAMPLES_MAX, Math.floor(VALUES_MAX / Math.max(1, columns.length)))
    this.#sampled = columns.map((column) => ({
      ...column,
      ring: this.#ring(column.name, column.metric, Math.max(SAMPLES_MIN, samplesMax)),
    }))
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
    this.#layout = null
    this.#sampled = []
    this.#count = 0
    this.#sampledNs = Number.NEGATIVE_INFINITY
  }

  /** A series that begins late is as long as the others: what was before is not known. */
  #ring(name: ElementName, metric: string, samplesMax: number): NumberRing {
    const key = keyOf(name, metric)
    const known = this.#rings.get(key)
    if (known) return known
    const ring = new NumberRing(samplesMax)
    for (let sample = 1; sample < this.#count; sample += 1) ring.push(Number.NaN)
    this.#rings.set(key, ring)
    return ring
  }
}

function trackedColumns({
  dictionary,
  offsets,
  indexOf,
}: Layout): readonly Omit<Sampled, 'ring'>[] {
  return dictionary.elements.flatMap(({ name, sort, removed }, index) => {
    const tracked = sort === null || removed ? undefined : TRACKED[sort]
    const offset = offsets[index] ?? -1
    // A name that stands twice is the one that is looked up by it.
    if (!tracked || sort === null || offset < 0 || indexOf.get(name) !== index) return []
    const columns = (metrics: readonly string[], isRate: boolean) =>
      metrics.map((metric) => ({
        name,
        metric,
        isRate,
        place: offset + (columnOf(sort, metric) ?? 0),
      }))
    return [...columns(tracked.rates, true), ...columns(tracked.levels, false)]
  })
}

const EMPTY = new Float64Array(0)

function keyOf(name: ElementName, metric: string): string {
  return `${name} ${metric}`
}
