// The latencies of a run. They are recorded once, by subscription and event type, and added up where
// somebody asks for those of a subscription, a service or an event type.

import { Histogram, type HistogramMark } from '../engine/histogram.ts'
import type { SimTime } from '../engine/time.ts'
import {
  LATENCIES,
  Latencies,
  type LatenciesState,
  type Latency,
  type LatencyName,
} from './latencies.ts'

/** Where latencies are recorded. Null: an edit has removed it since, and the others keep what it had. */
interface Page {
  subscription: string | null
  service: string | null
  readonly type: number
  readonly latencies: Latencies
}

export type LatencyBookState = readonly {
  readonly subscription: string | null
  readonly service: string | null
  readonly type: number
  readonly latencies: LatenciesState
}[]

/** Whose latencies: the id of a subscription or a service, or the element of an event type. */
export interface LatencyOwner {
  readonly kind: 'subscription' | 'service' | 'type'
  readonly id: string | number
}

/** What had been recorded at one moment. */
export type LatencyMark = ReadonlyMap<Latencies, Readonly<Record<LatencyName, HistogramMark>>>

type Sums = Readonly<Record<LatencyName, Histogram>>

export class LatencyBook {
  #pages: Page[] = []
  /** By kind and id, as they were asked for since pages have changed. */
  readonly #pagesOf = new Map<string, readonly Page[]>()
  readonly #recent = newSums()

  /** Where those of this subscription, service and type are recorded. */
  page(subscription: string, service: string, type: number): Latencies {
    const known = this.#pages.find(
      (page) =>
        page.subscription === subscription && page.service === service && page.type === type,
    )
    if (known) return known.latencies
    const latencies = new Latencies()
    this.#pages.push({ subscription, service, type, latencies })
    this.#pagesOf.clear()
    return latencies
  }

  /** Since the start, or since a mark. */
  all(owner: LatencyOwner, since: LatencyMark = NO_MARK): Sums {
    const sums = newSums()
    for (const { latencies } of this.#of(owner)) {
      const mark = since.get(latencies)
      for (const name of LATENCIES) sums[name].add(recorded(latencies[name], mark?.[name]))
    }
    return sums
  }

  mark(): LatencyMark {
    return new Map(
      this.#pages.map(({ latencies }) => {
        const { wait, serviceTime, handling, endToEnd } = latencies
        const marks = {
          wait: recorded(wait).mark(),
          serviceTime: recorded(serviceTime).mark(),
          handling: recorded(handling).mark(),
          endToEnd: recorded(endToEnd).mark(),
        }
        return [latencies, marks]
      }),
    )
  }

  /** Of the last 5 to 10 seconds; good until somebody else asks. */
  recent(owner: LatencyOwner, now: SimTime): Sums {
    for (const name of LATENCIES) this.#recent[name].clear()
    for (const { latencies } of this.#of(owner))
      for (const name of LATENCIES) latencies[name].addRecentTo(this.#recent[name], now)
    return this.#recent
  }

  /** An edit removed it: one of the same name that comes later has latencies of its own. */
  end(kind: 'subscription' | 'service', id: string): void {
    for (const page of this.#pages) if (page[kind] === id) page[kind] = null
    this.#pagesOf.clear()
  }

  save(): LatencyBookState {
    return this.#pages.map((page) => ({ ...page, latencies: page.latencies.save() }))
  }

  restore(state: LatencyBookState): void {
    this.#pages = state.map((saved) => {
      const latencies = new Latencies()
      latencies.restore(saved.latencies)
      return { ...saved, latencies }
    })
    this.#pagesOf.clear()
  }

  #of({ kind, id }: LatencyOwner): readonly Page[] {
    const key = `${kind} ${id}`
    const known = this.#pagesOf.get(key)
    if (known) return known
    const pages = this.#pages.filter((page) => page[kind] === id)
    this.#pagesOf.set(key, pages)
    return pages
  }
}

const NO_MARK: LatencyMark = new Map()

function recorded(latency: Latency, since?: HistogramMark): Histogram {
  const all = new Histogram()
  latency.addAllTo(all)
  return since ? all.since(since) : all
}

function newSums(): Sums {
  return {
    wait: new Histogram(),
    serviceTime: new Histogram(),
    handling: new Histogram(),
    endToEnd: new Histogram(),
  }
}
