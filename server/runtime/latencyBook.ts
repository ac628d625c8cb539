// The latencies of a run. They are recorded once, by subscription and event type, and added up where
// somebody asks for those of a subscription, a service or an event type.

import { Histogram, type HistogramMark } from '../engine/histogram.ts'
import { HistogramSum } from '../engine/histogramSum.ts'
import type { Clock } from '../engine/time.ts'
import {
  LATENCIES,
  Latencies,
  type LatenciesState,
  type Latency,
  type LatencyName,
} from './latencies.ts'
import { LatencyLog } from './latencyLog.ts'
import { RecentLatencies } from './recentLatencies.ts'

/** Where latencies are recorded. Null: an edit has removed it since, and the others keep what it had. */
interface Page {
  subscription: string | null
  service: string | null
  readonly type: number
  readonly latencies: Latencies
  /** In the log. */
  readonly number: number
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
  /** Where they are noted. */
  readonly log: LatencyLog
  #pages: Page[] = []
  /** By kind and id; null: pages have changed since somebody asked. */
  #pagesOf: ReadonlyMap<string, OwnPages> | null = null
  /** By the numbers of their pages: a service with one subscription has the same. */
  readonly #recent = new Map<string, RecentLatencies>()
  readonly #sum = new HistogramSum()
  #revision = 0

  constructor(clock: Clock) {
    this.log = new LatencyLog(clock)
  }

  /** The number by which those of this subscription, service and type are noted. */
  page(subscription: string, service: string, type: number): number {
    const known = this.#pages.find(
      (page) =>
        page.subscription === subscription && page.service === service && page.type === type,
    )
    if (known) return known.number
    const latencies = new Latencies()
    const number = this.log.add(latencies)
    this.#pages.push({ subscription, service, type, latencies, number })
    this.#turned()
    return number
  }

  /** Grows when other pages belong to somebody: then `recent` has to be asked again. */
  get revision(): number {
    return this.#revision
  }

  /** Since the start, or since a mark. */
  all(owner: LatencyOwner, since: LatencyMark = NO_MARK): Sums {
    this.log.settle()
    const sums = newSums()
    for (const { latencies } of this.#of(owner).pages) {
      const mark = since.get(latencies)
      for (const name of LATENCIES) sums[name].add(recorded(latencies[name], mark?.[name]))
    }
    return sums
  }

  mark(): LatencyMark {
    this.log.settle()
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

  recent(owner: LatencyOwner): RecentLatencies {
    const { pages, key } = this.#of(owner)
    const known = this.#recent.get(key)
    if (known) return known
    const latencies = pages.map((page) => page.latencies)
    const recent = new RecentLatencies(latencies, this.log, this.#sum)
    this.#recent.set(key, recent)
    return recent
  }

  /** An edit removed it: one of the same name that comes later has latencies of its own. */
  end(kind: 'subscription' | 'service', id: string): void {
    for (const page of this.#pages) if (page[kind] === id) page[kind] = null
    this.#turned()
  }

  save(): LatencyBookState {
    this.log.settle()
    return this.#pages.map(({ subscription, service, type, latencies }) => {
      return { subscription, service, type, latencies: latencies.save() }
    })
  }

  restore(state: LatencyBookState): void {
    this.#pages = state.map((saved) => {
      const latencies = new Latencies()
      latencies.restore(saved.latencies)
      return { ...saved, latencies, number: this.log.add(latencies) }
    })
    this.#turned()
  }

  #of({ kind, id }: LatencyOwner): OwnPages {
    this.#pagesOf ??= pagesByOwner(this.#pages)
    return this.#pagesOf.get(`${kind} ${id}`) ?? NO_PAGES
  }

  #turned(): void {
    this.#revision += 1
    this.#pagesOf = null
    this.#recent.clear()
  }
}

interface OwnPages {
  readonly pages: readonly Page[]
  /** The same for all who have the same pages. */
  readonly key: string
}

const NO_PAGES: OwnPages = { pages: [], key: '' }

function pagesByOwner(pages: readonly Page[]): ReadonlyMap<string, OwnPages> {
  const byOwner = new Map<string, { pages: Page[]; key: string }>()
  pages.forEach((page, index) => {
    for (const kind of ['subscription', 'service', 'type'] as const) {
      const owner = `${kind} ${page[kind]}`
      const own = byOwner.get(owner) ?? { pages: [], key: '' }
      own.pages.push(page)
      own.key += ` ${index}`
      byOwner.set(owner, own)
    }
  })
  return byOwner
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
