// The story of an event as lanes over virtual time: where it waited, who worked on it, what came of
// it. Waiting and work are told apart, so that "it is slow" becomes "it waits in orders".

import { JOURNAL_KINDS } from '#shared/lib/journal.ts'
import { formatDuration } from '#shared/lib/units.ts'
import type { JournalRow } from '#shared/protocol/frame.ts'
import type { ElementWords } from '../elementWords.ts'

export type SegmentKind = 'moment' | 'wait' | 'work' | 'done' | 'failed'

export interface Segment {
  readonly kind: SegmentKind
  readonly fromNs: number
  readonly toNs: number
}

export interface Lane {
  readonly label: string
  /** How many steps of the story lead here. */
  readonly depth: number
  readonly segments: readonly Segment[]
  readonly note: string
  readonly isTrouble: boolean
}

export interface Waterfall {
  readonly fromNs: number
  readonly toNs: number
  readonly lanes: readonly Lane[]
  /** The part of all the time spent that was waiting, 0 to 1. */
  readonly waitShare: number
}

export interface StoryOptions {
  readonly rows: readonly JournalRow[]
  readonly nowNs: number
  readonly words: (element: number) => ElementWords
  readonly eventName: (row: JournalRow) => string
  /** Where a channel has stored the message. */
  readonly placeName: (row: JournalRow) => string
}

const LANES_MAX = 200
const DEPTH_MAX = 8

export function waterfallOf({ rows, ...options }: StoryOptions): Waterfall {
  const story = new Story(options)
  for (const row of rows) story.take(row)
  return story.end(rows[0]?.atNs ?? 0)
}

interface OpenLane {
  label: string
  depth: number
  segments: Segment[]
  note: string
  isTrouble: boolean
}

/** One message on its way to one subscription. */
interface Delivery {
  starts: number
  /** When the last attempt ended. */
  endedNs: number
  lane: OpenLane | null
  /** The attempt that goes on; null between attempts. */
  startedNs: number | null
}

interface Stored {
  readonly place: string
  readonly atNs: number
}

class Story {
  readonly #options: Omit<StoryOptions, 'rows'>
  readonly #lanes: OpenLane[] = []
  readonly #depths = new Map<string, number>()
  /** Depth of the last attempt of each service: what it publishes next hangs below. */
  readonly #serviceDepths = new Map<string, number>()
  readonly #deliveries = new Map<string, Delivery>()
  /** By event and channel: what has been stored and not been handed out yet. */
  readonly #waiting = new Map<string, Stored>()
  /** Several subscriptions may read what one channel has stored. */
  readonly #handedOut = new Map<string, Stored>()

  constructor(options: Omit<StoryOptions, 'rows'>) {
    this.#options = options
  }

  take(row: JournalRow): void {
    const kind = JOURNAL_KINDS[row.kind]
    if (kind === 'published') this.#published(row)
    else if (kind === 'accepted') this.#accepted(row)
    else if (kind === 'routed') this.#waiting.delete(this.#placeKey(row))
    else if (kind === 'started') this.#started(row)
    else if (kind === 'failed') this.#ended(row, 'failed', 'failed')
    else if (kind === 'abandoned') this.#ended(row, 'failed', 'abandoned')
    else if (kind === 'acknowledged') this.#ended(row, 'done', '')
    else this.#other(row)
  }

  end(firstNs: number): Waterfall {
    const { nowNs } = this.#options
    for (const { lane, startedNs } of this.#deliveries.values()) {
      if (!lane || startedNs === null) continue
      lane.segments.push({ kind: 'work', fromNs: startedNs, toNs: nowNs })
      lane.note = 'at work'
    }
    for (const [key, { place, atNs }] of this.#waiting) {
      const depth = this.#depthOf(key.slice(0, key.indexOf(' '))) + 1
      const note = `${formatDuration((nowNs - atNs) / 1e6)}, still waiting`
      this.#push({ label: place, depth, segments: [segment('wait', atNs, nowNs)], note })
    }
    const segments = this.#lanes.flatMap((lane) => lane.segments)
    const toNs = Math.max(firstNs, ...segments.map((each) => each.toNs))
    return { fromNs: firstNs, toNs, lanes: this.#lanes, waitShare: waitShareOf(segments) }
  }

  #published(row: JournalRow): void {
    const { from } = this.#options.words(row.element)
    const depth = this.#depths.size === 0 ? 0 : (this.#serviceDepths.get(from) ?? 0) + 1
    this.#depths.set(eventKey(row), depth)
    const note = `publishes ${this.#options.eventName(row)}`
    this.#push({ label: from, depth, segments: [segment('moment', row.atNs, row.atNs)], note })
  }

  #accepted(row: JournalRow): void {
    const place = this.#options.placeName(row)
    this.#waiting.set(this.#placeKey(row), { place, atNs: row.atNs })
  }

  #started(row: JournalRow): void {
    const { from: channel, to: service } = this.#options.words(row.element)
    const depth = this.#depthOf(eventKey(row)) + 1
    const key = deliveryKey(row)
    const known = this.#deliveries.get(key)
    const delivery = known ?? { starts: 0, endedNs: row.atNs, lane: null, startedNs: null }
    delivery.starts += 1
    const isAgain = delivery.starts > 1
    if (!isAgain) this.#waited(row, { channel, depth })
    const segments = isAgain ? [segment('wait', delivery.endedNs, row.atNs)] : []
    const label = isAgain ? `${service}, try ${delivery.starts}` : service
    delivery.lane = this.#push({ label, depth: depth + 1, segments, note: '' })
    delivery.startedNs = row.atNs
    this.#deliveries.set(key, delivery)
    this.#serviceDepths.set(service, depth + 1)
  }

  #waited(row: JournalRow, { channel, depth }: { channel: string; depth: number }): void {
    const key = `${eventKey(row)} ${channel}`
    const stored = this.#waiting.get(key) ?? this.#handedOut.get(key)
    if (!stored) return
    this.#waiting.delete(key)
    this.#handedOut.set(key, stored)
    if (row.atNs === stored.atNs) return
    const note = `${formatDuration((row.atNs - stored.atNs) / 1e6)} waiting`
    this.#push({
      label: stored.place,
      depth,
      segments: [segment('wait', stored.atNs, row.atNs)],
      note,
    })
  }

  #ended(row: JournalRow, kind: 'done' | 'failed', note: string): void {
    const delivery = this.#deliveries.get(deliveryKey(row))
    if (!delivery?.lane || delivery.startedNs === null) return
    delivery.lane.segments.push(segment(kind, delivery.startedNs, row.atNs))
    delivery.lane.note = note || formatDuration((row.atNs - delivery.startedNs) / 1e6)
    delivery.lane.isTrouble = kind === 'failed'
    delivery.startedNs = null
    delivery.endedNs = row.atNs
  }

  /** What became of a message without anybody working on it, or after all attempts. */
  #other(row: JournalRow): void {
    const note = ENDS[JOURNAL_KINDS[row.kind] ?? '']
    if (note === undefined) return
    const delivery = this.#deliveries.get(deliveryKey(row))
    this.#waiting.delete(this.#placeKey(row))
    if (delivery?.lane && delivery.startedNs === null) {
      delivery.lane.note = note
      return
    }
    const { to } = this.#options.words(row.element)
    const lane = this.#push({
      label: to,
      depth: this.#depthOf(eventKey(row)) + 1,
      segments: [segment('moment', row.atNs, row.atNs)],
      note,
    })
    lane.isTrouble = true
  }

  #push(lane: Omit<OpenLane, 'isTrouble'>): OpenLane {
    const open = { ...lane, depth: Math.min(lane.depth, DEPTH_MAX), isTrouble: false }
    if (this.#lanes.length < LANES_MAX) this.#lanes.push(open)
    return open
  }

  #depthOf(event: string): number {
    return this.#depths.get(event) ?? 0
  }

  #placeKey(row: JournalRow): string {
    return `${eventKey(row)} ${this.#options.words(row.element).from}`
  }
}

const ENDS: Readonly<Record<string, string>> = {
  requeued: 'requeued',
  ignored: 'ignored, no handler',
  deadLettered: 'dead-lettered',
  dropped: 'dropped',
  expired: 'expired',
  leaseExpired: 'visibility ran out',
  unroutable: 'unroutable, lost',
  filtered: 'filtered out',
  removed: 'removed',
}

/** Round steps for the axis, about five of them. */
export function axisTicks(lengthNs: number): readonly number[] {
  if (lengthNs <= 0) return [0]
  const rough = lengthNs / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough) ?? rough
  return Array.from({ length: Math.floor(lengthNs / step) + 1 }, (_, index) => index * step)
}

function segment(kind: SegmentKind, fromNs: number, toNs: number): Segment {
  return { kind, fromNs, toNs }
}

function waitShareOf(segments: readonly Segment[]): number {
  let waitNs = 0
  let totalNs = 0
  for (const { kind, fromNs, toNs } of segments) {
    totalNs += toNs - fromNs
    if (kind === 'wait') waitNs += toNs - fromNs
  }
  return totalNs === 0 ? 0 : waitNs / totalNs
}

function eventKey({ origin, n }: JournalRow): string {
  return `${origin}-${n}`
}

function deliveryKey(row: JournalRow): string {
  return `${eventKey(row)} ${row.element}`
}
