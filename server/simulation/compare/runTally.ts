// What became of the events of a whole run, for each of their readers: read off its journal.

import { JOURNAL_KINDS, type JournalRow } from '#shared/lib/journal.ts'
import type { NameOf } from './journalFeed.ts'

/** Pairs kept at once: a comparison is bounded as a run is. */
const PAIRS_MAX = 2_000_000

/** An event and a subscription that has begun to handle it. */
interface Pair {
  hasFailed: boolean
  isHandled: boolean
}

interface Published {
  readonly atNs: number
  /** Among the events of its key. */
  readonly place: number
}

export interface RunFigures {
  readonly published: number
  readonly handled: number
  readonly deadLettered: number
  readonly handledAgain: number
  readonly outOfOrder: number
  readonly lost: number
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number } | null
}

export class RunTally {
  readonly #pairsMax: number
  /** Records of these channels expire when all have read them: that loses nothing. */
  readonly #logs: ReadonlySet<string>
  readonly #events = new Map<number, Published>()
  readonly #placeOfKey = new Map<number, number>()
  readonly #pairs = new Map<number, Map<number, Pair>>()
  /** By subscription and key, the latest place begun. */
  readonly #latest = new Map<number, Map<number, number>>()
  readonly #latenciesMs: number[] = []
  #pairCount = 0
  #dead = 0
  #again = 0
  #outOfOrder = 0
  #lost = 0

  constructor(logs: ReadonlySet<string>, pairsMax = PAIRS_MAX) {
    this.#logs = logs
    this.#pairsMax = pairsMax
  }

  get isFull(): boolean {
    return this.#pairCount >= this.#pairsMax || this.#events.size >= this.#pairsMax
  }

  take(row: JournalRow, nameOf: NameOf): void {
    switch (JOURNAL_KINDS[row.kind]) {
      case 'published':
        this.#publish(row)
        break
      case 'started':
        if (row.attempt === 1) this.#begin(row)
        break
      case 'failed':
        this.#pair(row).hasFailed = true
        break
      case 'acknowledged':
        this.#settle(row)
        break
      case 'deadLettered':
        this.#dead += 1
        break
      case 'expired':
        if (!this.#logs.has(nameOf(row.element))) this.#lost += 1
        break
      case 'dropped':
      case 'unroutable':
      case 'lost':
        this.#lost += 1
        break
    }
  }

  figures(): RunFigures {
    const sorted = Float64Array.from(this.#latenciesMs).sort()
    const at = (share: number) =>
      sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
    return {
      published: this.#events.size,
      handled: sorted.length,
      deadLettered: this.#dead,
      handledAgain: this.#again,
      outOfOrder: this.#outOfOrder,
      lost: this.#lost,
      latencyMs: sorted.length > 0 ? { p50: at(0.5), p95: at(0.95), p99: at(0.99) } : null,
    }
  }

  #publish(row: JournalRow): void {
    const place = (this.#placeOfKey.get(row.key) ?? 0) + 1
    this.#placeOfKey.set(row.key, place)
    this.#events.set(eventNumber(row), { atNs: row.atNs, place })
  }

  #begin(row: JournalRow): void {
    const isNew = !this.#pairs.get(row.element)?.has(eventNumber(row))
    const pair = this.#pair(row)
    if (!isNew && !pair.hasFailed) this.#again += 1
    pair.hasFailed = false
    if (isNew && row.key >= 0) this.#order(row)
  }

  #order(row: JournalRow): void {
    const place = this.#events.get(eventNumber(row))?.place ?? 0
    const latest = inner(this.#latest, row.element)
    // Places are counted among the events of a key, whoever published them.
    if (place < (latest.get(row.key) ?? 0)) this.#outOfOrder += 1
    else latest.set(row.key, place)
  }

  #settle(row: JournalRow): void {
    const pair = this.#pair(row)
    const published = this.#events.get(eventNumber(row))
    if (pair.isHandled || !published) return
    pair.isHandled = true
    this.#latenciesMs.push((row.atNs - published.atNs) / 1e6)
  }

  #pair(row: JournalRow): Pair {
    const pairs = inner(this.#pairs, row.element)
    const event = eventNumber(row)
    const known = pairs.get(event)
    if (known) return known
    const pair: Pair = { hasFailed: false, isHandled: false }
    pairs.set(event, pair)
    this.#pairCount += 1
    return pair
  }
}

function inner<Value>(maps: Map<number, Map<number, Value>>, key: number): Map<number, Value> {
  const known = maps.get(key)
  if (known) return known
  const made = new Map<number, Value>()
  maps.set(key, made)
  return made
}

/** Origins are fewer than 2^17, and no source publishes 2^36 events. */
function eventNumber({ origin, n }: JournalRow): number {
  return origin * 2 ** 36 + n
}
