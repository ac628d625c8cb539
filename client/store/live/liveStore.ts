// The live figures of the run on show. They change many times a second, so they stay out of React's
// state: whoever draws them subscribes here and reads numbers.

import type { Dictionary, Frame, FrameHead } from '#shared/protocol/frame.ts'
import type { RunState, Timeline } from '#shared/protocol/protocol.ts'
import type { ElementName } from '#shared/topology/elements.ts'
import { EMPTY_LAYOUT, figureOf, layoutOf, rateBetween, type Snapshot } from './figures.ts'
import { FrameGaps } from './frameGaps.ts'
import { JournalRows, type NumberedRow } from './journalRows.ts'
import { type Series, SeriesStore } from './series.ts'
import { throttled } from './throttle.ts'
import { TimelineSeries } from './timelineSeries.ts'

export type Listener = () => void
export type Unsubscribe = () => void

/** Texts change at most this often. */
const TEXT_INTERVAL_MS = 250
/** Rates are counted over this much virtual time, or what a run has seen of it. */
const RATE_WINDOW_NS = 2e9
/** Snapshots within the window; closer ones are not kept. */
const SNAPSHOTS_PER_WINDOW = 10

type RunMoment = Pick<RunState, 'nowNs' | 'recordedNs' | 'jumps'>

export class LiveStore {
  /** Grows with each frame, dictionary and reset. */
  version = 0
  speed = 0
  firedPerSecond = 0
  /** Of the stories of events, the rows of the newest frame tell of one in so many. */
  oneStoryIn = 1
  /** By the clock of the page: when the newest frame came. */
  frameAtMs = 0
  readonly timeline = new TimelineSeries()
  readonly gaps = new FrameGaps()
  /** How far the timeline has been counted: a run that goes back does not lose it. */
  #countedNs = 0
  /** The run has gone to another moment, and its next frame is the first one of it. */
  #hasJumped = false
  /** Where it has gone, until a frame of that moment is here. */
  #awaitedNs: number | null = null
  #jumps = 0
  #now: Snapshot = { nowNs: 0, layout: EMPTY_LAYOUT, figures: new Float64Array(0) }
  #layout = EMPTY_LAYOUT
  /** Oldest first; reaches back to the beginning of the window of rates. */
  #snapshots: Snapshot[] = []
  readonly #journal = new JournalRows()
  readonly #series = new SeriesStore()
  readonly #frameListeners = new Set<Listener>()
  readonly #textListeners = new Set<Listener>()
  readonly #text = throttled(TEXT_INTERVAL_MS, () => {
    for (const listener of this.#textListeners) listener()
  })

  get nowNs(): number {
    return this.#now.nowNs
  }

  get dictionary(): Dictionary {
    return this.#layout.dictionary
  }

  /** Journal rows since the start of the run, with those that no frame carried. */
  get rowsTotal(): number {
    return this.#journal.total
  }

  receiveDictionary(dictionary: Dictionary): void {
    this.#layout = layoutOf(dictionary)
    this.#changed()
  }

  /** A frame written with a dictionary that has not arrived yet is skipped. */
  receiveFrame({ head, figures, rows }: Frame): void {
    this.gaps.take(head)
    if (head.dictionaryVersion !== this.#layout.dictionary.version) return
    if (figures.length !== this.#layout.length) return
    if (this.#hasJumped || head.nowNs < this.#now.nowNs) this.#clearMoment()
    const now: Snapshot = { nowNs: head.nowNs, layout: this.#layout, figures }
    this.#extendTimeline(now)
    this.#remember(now)
    this.#takeHead(head)
    this.#journal.receive(rows, head.omittedRows)
    // The clock shows the moment already: no text is to be of another one for longer than it has to.
    const isAwaited = this.#awaitedNs !== null
    if (isAwaited && head.nowNs >= (this.#awaitedNs ?? 0)) this.#awaitedNs = null
    this.#changed(isAwaited)
  }

  /** `untilNs`: how far it tells of the run. */
  receiveTimeline(timeline: Timeline, untilNs: number): void {
    this.timeline.replace(timeline)
    this.#countedNs = untilNs
    this.#changed()
  }

  /** Where the server says that the run is: perhaps at another moment than what is on show. */
  receiveMoment({ nowNs, recordedNs, jumps }: RunMoment): void {
    if (recordedNs < this.#countedNs) {
      this.timeline.cut(recordedNs)
      this.#countedNs = recordedNs
    }
    if (jumps === this.#jumps) return
    this.#jumps = jumps
    this.#hasJumped = true
    this.#awaitedNs = nowNs
    this.#now = { ...this.#now, nowNs }
    this.#changed()
  }

  /** Forgets the run; the next one brings its own dictionary. */
  reset(): void {
    this.#clear()
    this.#layout = EMPTY_LAYOUT
    this.#changed()
  }

  /** Forgets the figures of the run; its elements stay the same. */
  restart(): void {
    this.#clear()
    this.#changed()
  }

  /** NaN where it is not known. */
  figure(name: ElementName, metric: string): number {
    return figureOf(this.#now, name, metric)
  }

  /** Counts per virtual second, lately; NaN where it is not known. */
  rate(name: ElementName, metric: string): number {
    return rateBetween(this.#earlier(), this.#now, { name, metric })
  }

  /** About the last minute at 1x. Counts appear as rates per virtual second. */
  history(name: ElementName, metric: string): Series {
    return this.#series.read(name, metric)
  }

  /** Oldest first; the same array as long as nothing arrives. */
  rows(): readonly NumberedRow[] {
    return this.#journal.list
  }

  elementName(index: number): ElementName {
    return this.#layout.dictionary.elements[index]?.name ?? ''
  }

  eventTypeIdOf(origin: number): string | null {
    return this.#layout.dictionary.elements[origin]?.eventTypeId ?? null
  }

  /** Empty for an event without a key. */
  keyText(key: number): string {
    if (key < 0) return ''
    const space = this.#layout.dictionary.keySpaces.find(
      ({ base, size }) => key >= base && key < base + size,
    )
    return space ? `${space.prefix}${key - space.base}` : `#${key}`
  }

  /** Called at most four times a second: for texts. */
  readonly subscribe = (listener: Listener): Unsubscribe => {
    this.#textListeners.add(listener)
    return () => this.#textListeners.delete(listener)
  }

  /** Called for every frame: for what is painted. */
  subscribeFrames(listener: Listener): Unsubscribe {
    this.#frameListeners.add(listener)
    return () => this.#frameListeners.delete(listener)
  }

  #takeHead({ speed, firedPerSecond, oneStoryIn }: FrameHead): void {
    this.oneStoryIn = oneStoryIn
    this.speed = speed
    this.firedPerSecond = firedPerSecond
    this.frameAtMs = performance.now()
  }

  #remember(now: Snapshot): void {
    this.#now = now
    const last = this.#snapshots.at(-1)
    if (!last || now.nowNs - last.nowNs >= RATE_WINDOW_NS / SNAPSHOTS_PER_WINDOW)
      this.#snapshots.push(now)
    // The oldest one kept is the newest that lies a whole window back.
    while ((this.#snapshots[1]?.nowNs ?? Infinity) <= now.nowNs - RATE_WINDOW_NS)
      this.#snapshots.shift()
    this.#series.offer(now, this.#earlier())
  }

  #earlier(): Snapshot {
    return this.#snapshots[0] ?? this.#now
  }

  #extendTimeline(now: Snapshot): void {
    const fromNs = Math.max(this.#now.nowNs, this.#countedNs)
    const previous = this.#snapshots.length === 0 ? null : this.#now
    this.#countedNs = Math.max(this.#countedNs, now.nowNs)
    // Before the first frame the server's own timeline counts; so does what is recorded already.
    if (previous === null || fromNs >= now.nowNs) return
    const share = (now.nowNs - fromNs) / (now.nowNs - previous.nowNs)
    const grown = (metric: string) => totalOf(now, metric) - totalOf(previous, metric)
    const trouble = grown('failed') + grown('deadLettered') + grown('dropped')
    this.timeline.add({
      fromNs,
      toNs: now.nowNs,
      published: Math.max(0, grown('published')) * share,
      trouble: Math.max(0, trouble) * share,
    })
  }

  #clear(): void {
    this.#clearMoment()
    this.#awaitedNs = null
    this.timeline.clear()
    this.gaps.clear()
    this.#countedNs = 0
  }

  #clearMoment(): void {
    this.#hasJumped = false
    this.#now = { nowNs: 0, layout: this.#layout, figures: new Float64Array(0) }
    this.#snapshots = []
    this.#journal.clear()
    this.#series.clear()
    this.speed = 0
  }

  #changed(isUrgent = false): void {
    this.version += 1
    for (const listener of this.#frameListeners) listener()
    if (isUrgent) this.#text.callAtOnce()
    else this.#text.call()
  }
}

export const live = new LiveStore()

/** Over all event types. */
function totalOf(snapshot: Snapshot, metric: string): number {
  let total = 0
  for (const { name, sort, removed } of snapshot.layout.dictionary.elements) {
    if (sort === 'eventType' && !removed) total += figureOf(snapshot, name, metric) || 0
  }
  return total
}
