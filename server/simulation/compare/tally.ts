// What became of every event of one conversation, for each group of readers: read off the journal, in
// the same terms whatever broker carried it.

import { JOURNAL_KINDS, type JournalRow } from '#shared/lib/journal.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { publicationsOf } from '#shared/topology/publications.ts'
import type { Conversation } from '#shared/topology/swap/conversation.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { NameOf } from './journalFeed.ts'

export interface TallyFigures {
  readonly published: number
  /** Pairs of an event and a group that should have got it. */
  readonly expected: number
  readonly handled: number
  readonly deadLettered: number
  /** Begun again though no attempt had failed. */
  readonly handledAgain: number
  /** Begun after a later event of the same key, in the same group. */
  readonly outOfOrder: number
  /** From publishing to the first acknowledgement, in milliseconds; null: none. */
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number } | null
  /** Of the last acknowledgement or dead letter, in nanoseconds. */
  readonly lastSettledNs: number
}

/** Pairs kept at once: a comparison is bounded as a run is. */
const PAIRS_MAX = 2_000_000

interface Pair {
  begun: number
  failed: boolean
  handled: boolean
  dead: boolean
}

interface Published {
  readonly atNs: number
  /** Among the events of its key. */
  readonly place: number
}

class Group {
  readonly pairs = new Map<number, Pair>()
  /** The latest place begun so far, by key. */
  readonly latest = new Map<number, number>()
  /** Where every published event belongs; otherwise, those that a binding passed on. */
  readonly takesAll: boolean
  expected = 0

  constructor(takesAll: boolean) {
    this.takesAll = takesAll
  }
}

export class Tally {
  readonly #publishers: ReadonlySet<string>
  readonly #groups: readonly Group[]
  /** By name of a subscription, a binding, or a queue. */
  readonly #groupOf = new Map<string, Group>()
  readonly #events = new Map<number, Published>()
  readonly #placeOfKey = new Map<number, number>()
  readonly #latenciesMs: number[] = []
  #pairs = 0
  #handled = 0
  #dead = 0
  #handledAgain = 0
  #outOfOrder = 0
  #lastSettledNs = 0

  readonly #pairsMax: number

  constructor(
    topology: Topology,
    { rootId, groups, queueIds, bindingIds }: Conversation,
    pairsMax = PAIRS_MAX,
  ) {
    this.#pairsMax = pairsMax
    this.#publishers = new Set(
      publicationsOf(topology)
        .filter(({ publishes }) => publishes.channelId === rootId)
        .map(({ element }) => element),
    )
    this.#groups = groups.map((group) => {
      const made = new Group(queueIds.length === 0)
      for (const [id] of group.subscriptions) this.#groupOf.set(elementNames.subscription(id), made)
      this.#groupOf.set(elementNames.channel(queueIds.length === 0 ? rootId : group.id), made)
      for (const id of bindingIds)
        if (topology.bindings[id]?.toChannelId === group.id)
          this.#groupOf.set(elementNames.binding(id), made)
      return made
    })
  }

  get isFull(): boolean {
    return this.#pairs >= this.#pairsMax || this.#events.size >= this.#pairsMax
  }

  take(row: JournalRow, nameOf: NameOf): void {
    const name = nameOf(row.element)
    const event = eventNumber(row)
    const kind = JOURNAL_KINDS[row.kind]
    if (kind === 'published') {
      if (this.#publishers.has(name)) this.#publish(event, row)
      return
    }
    const published = this.#events.get(event)
    const group = this.#groupOf.get(name)
    if (!published || !group) return
    if (kind === 'routed') this.#expect(group, event)
    else if (kind === 'started' && row.attempt === 1) this.#begin(group, row, published)
    else if (kind === 'failed') this.#pair(group, event).failed = true
    else if (kind === 'acknowledged') this.#settle(group, row, published)
    else if (kind === 'deadLettered') this.#bury(group, row)
  }

  figures(): TallyFigures {
    const sorted = Float64Array.from(this.#latenciesMs).sort()
    const at = (share: number) =>
      sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
    return {
      published: this.#events.size,
      expected: this.#groups.reduce((sum, { expected }) => sum + expected, 0),
      handled: this.#handled,
      deadLettered: this.#dead,
      handledAgain: this.#handledAgain,
      outOfOrder: this.#outOfOrder,
      latencyMs: sorted.length > 0 ? { p50: at(0.5), p95: at(0.95), p99: at(0.99) } : null,
      lastSettledNs: this.#lastSettledNs,
    }
  }

  #publish(event: number, { atNs, key }: JournalRow): void {
    const place = (this.#placeOfKey.get(key) ?? 0) + 1
    this.#placeOfKey.set(key, place)
    this.#events.set(event, { atNs, place })
    for (const group of this.#groups) if (group.takesAll) this.#expect(group, event)
  }

  /** Several bindings may lead to one queue: it gets one copy. */
  #expect(group: Group, event: number): void {
    if (group.pairs.has(event)) return
    this.#pair(group, event)
    group.expected += 1
  }

  #begin(group: Group, row: JournalRow, { place }: Published): void {
    const pair = this.#pair(group, eventNumber(row))
    if (pair.begun > 0 && !pair.failed) this.#handledAgain += 1
    pair.failed = false
    pair.begun += 1
    if (pair.begun > 1 || row.key < 0) return
    const latest = group.latest.get(row.key) ?? 0
    if (place < latest) this.#outOfOrder += 1
    else group.latest.set(row.key, place)
  }

  #settle(group: Group, row: JournalRow, { atNs }: Published): void {
    const pair = this.#pair(group, eventNumber(row))
    this.#lastSettledNs = row.atNs
    if (pair.handled) return
    pair.handled = true
    this.#handled += 1
    this.#latenciesMs.push((row.atNs - atNs) / 1e6)
  }

  #bury(group: Group, row: JournalRow): void {
    const pair = this.#pair(group, eventNumber(row))
    this.#lastSettledNs = row.atNs
    if (pair.dead) return
    pair.dead = true
    if (!pair.handled) this.#dead += 1
  }

  #pair(group: Group, event: number): Pair {
    const known = group.pairs.get(event)
    if (known) return known
    const pair: Pair = { begun: 0, failed: false, handled: false, dead: false }
    group.pairs.set(event, pair)
    this.#pairs += 1
    return pair
  }
}

/** Origins are fewer than 2^17, and no source publishes 2^36 events. */
function eventNumber({ origin, n }: JournalRow): number {
  return origin * 2 ** 36 + n
}
