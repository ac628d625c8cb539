// What moves along the edges: reads rates and journal rows, sends marks on their way. Knows no canvas.

import { ownValue } from '#shared/lib/entries.ts'
import { JOURNAL_KINDS, type JournalKind, type JournalRow } from '#shared/lib/journal.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import type { ElementName } from '#shared/topology/elements.ts'
import { publicationsOf } from '#shared/topology/publications.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { edgeRate } from '../../store/live/edgeRate.ts'
import type { NumberedRow } from '../../store/live/journalRows.ts'
import type { LiveStore } from '../../store/live/liveStore.ts'
import type { Polyline } from '../polyline.ts'
import type { Routes } from '../routes.ts'
import { lookOf, TROUBLE_LOOK } from './looks.ts'
import { intervalMs, SCALE_AT_REST, scaleAfter } from './markScale.ts'
import { MARKS_MAX, type MarkedEvent, Marks } from './marks.ts'
import { type Lane, Schedule } from './schedule.ts'
import { slotsFor } from './slots.ts'
import { type Share, TypeMix } from './typeMix.ts'

export type TrafficFigures = Pick<
  LiveStore,
  'rate' | 'rows' | 'elementName' | 'eventTypeIdOf' | 'nowNs' | 'oneStoryIn'
>

export interface TrafficEdge {
  readonly edge: TopologyEdge
  readonly polyline: Polyline
}

/** How fast marks travel at 1x, in pixels a second. */
const PIXELS_PER_SECOND = 44
/** Dead letters are rare and matter: each has a mark of its own, as long as marks can be told apart. */
const TROUBLE_INTERVAL_MIN_MS = 160
/** Rows come in frames, and go off as far apart as they were, within half a second. */
const ROWS_SPREAD_MAX_MS = 500
/** Where there are many, they hurry, so that each finds room: four times as fast at the most. */
const HURRY_MOST = 0.75
/** Of the room for marks, as much is meant to be taken: the rest is for dead letters and chance. */
const ROOM_TAKEN = 0.9

export class TrafficModel {
  readonly marks = new Marks()
  /** Grows while traffic moves: marks stand still while it does. */
  nowMs = 0
  /** Slots of the edges along which the selected event's story went. */
  storySlots: ReadonlySet<number> = NO_SLOTS
  #edges: readonly (TrafficEdge | null)[] = []
  #slots = new Map<string, number>()
  #drawnFrom: readonly TopologyEdge[] = []
  #shownIds: ReadonlySet<string> | null = null
  /** By what the journal writes when something travels along the edge. */
  #edgeOf = new Map<string, TopologyEdge>()
  #eventTypes: Topology['eventTypes'] = {}
  #services: Topology['services'] | null = null
  #typeOf = new Map<ElementName, string>()
  #scale = SCALE_AT_REST
  #coarseness = 1
  #oneToOne = false
  #rowsSeen = -1
  /** Up to this moment of the run, rows have been shown. */
  #rowsUntilNs = 0
  #stepSlots = NO_SLOTS
  #oneStoryIn = 1
  #lastArrivalMs = 0
  /** Part of the usual time that scheduled marks take for their way. */
  #hurry = 1
  readonly #schedule = new Schedule()
  readonly #mix = new TypeMix()

  get edges(): readonly (TrafficEdge | null)[] {
    return this.#edges
  }

  /** As long as the run is not faster than the eye. */
  get eventsPerMark(): number {
    return this.#oneToOne ? this.#oneStoryIn : this.#scale.eventsPerMark * this.#coarseness
  }

  /** How far scheduled marks come in a millisecond, in pixels at 100 %. */
  get pixelsPerMs(): number {
    return PIXELS_PER_SECOND / 1000 / this.#hurry
  }

  /** Whether a frame from now on could show anything new. */
  get isMoving(): boolean {
    return this.marks.count > 0 || !this.#schedule.isEmpty
  }

  /** Marks that are still under way after a single step. */
  get isFinishingStep(): boolean {
    return this.nowMs < this.#lastArrivalMs
  }

  /** The drawing has changed. Marks on edges that stay go on; their way may have moved. */
  setEdges(topology: Topology, edges: readonly TopologyEdge[], routes: Routes): void {
    if (edges === this.#drawnFrom && topology.eventTypes === this.#eventTypes) this.#follow(routes)
    else this.#begin(topology, edges, routes)
    // Outputs on one edge may change their types with each other, and the edge stays as it was.
    if (topology.services !== this.#services) this.#readTypes(topology)
  }

  /** Marks set out on these edges only, so that none is spent where nobody looks; null: on all. */
  showOn(edgeIds: ReadonlySet<string> | null): void {
    this.#shownIds = edgeIds
  }

  #follow(routes: Routes): void {
    this.#edges = this.#edges.map((entry) => {
      const polyline = entry && routes.get(entry.edge.id)?.polyline
      return polyline && polyline !== entry.polyline ? { ...entry, polyline } : entry
    })
  }

  #begin(topology: Topology, edges: readonly TopologyEdge[], routes: Routes): void {
    this.#drawnFrom = edges
    const drawn = edges.filter(({ id }) => routes.has(id))
    const slots = slotsFor(drawn, this.#slots)
    for (const [edgeId, slot] of this.#slots) if (!slots.has(edgeId)) this.marks.removeFrom(slot)
    const next: (TrafficEdge | null)[] = Array(Math.max(0, ...slots.values()) + 1).fill(null)
    for (const edge of drawn) {
      const polyline = routes.get(edge.id)?.polyline
      if (polyline) next[slots.get(edge.id) ?? 0] = { edge, polyline }
    }
    this.#edges = next
    this.#slots = slots
    this.#edgeOf = new Map(
      drawn.flatMap((edge) =>
        edge.elements.map((name) => [movement(MOVING[edge.kind], name), edge] as const),
      ),
    )
    this.#eventTypes = topology.eventTypes
  }

  #readTypes(topology: Topology): void {
    this.#services = topology.services
    this.#typeOf = new Map(
      publicationsOf(topology).map(({ element, publishes }) => [element, publishes.eventTypeId]),
    )
  }

  /** Reads rates; at most a few times a second. `scheduled` false: rows alone set marks going. */
  readRates(figures: TrafficFigures, scheduled: boolean): void {
    this.#oneToOne = !scheduled
    this.#oneStoryIn = figures.oneStoryIn
    if (scheduled) this.#countTypes(figures)
    const flows = this.#edges.flatMap((entry, slot) =>
      entry === null ? [] : this.#flowsOn(entry.edge, slot, figures),
    )
    const busiest = Math.max(0, ...flows.map(({ rate }) => rate))
    this.#scale = scaleAfter(this.#scale, busiest)
    const shown = flows.filter(({ edgeId }) => this.#shownIds?.has(edgeId) ?? true)
    const lanes = scheduled ? shown.map((flow) => this.#laneOf(flow)) : []
    this.#hurry = this.#hurryOf(lanes)
    this.#schedule.replace(lanes, this.nowMs)
  }

  /** By what is to come, not by what is there: that would come in waves as long as the longest way. */
  #hurryOf(lanes: readonly Lane[]): number {
    let underWay = 0
    for (const { edge, intervalMs } of lanes) underWay += this.#travelMs(edge) / intervalMs
    return Math.min(1, Math.max(1 - HURRY_MOST, (ROOM_TAKEN * MARKS_MAX) / underWay))
  }

  /** Without hurry. */
  #travelMs(slot: number): number {
    return (1000 * (this.#edges[slot]?.polyline.length ?? 0)) / PIXELS_PER_SECOND
  }

  /** Sends a mark for each row that has come since the last call, as far apart as they were. */
  showRows(figures: TrafficFigures, speed: number): void {
    const fromNs = this.#rowsUntilNs
    for (const row of this.#newRows(figures)) {
      const afterMs = Math.max(0, row.atNs - fromNs) / 1e6 / speed
      this.#show(row, figures, this.nowMs + Math.min(ROWS_SPREAD_MAX_MS, afterMs))
    }
    this.#rowsUntilNs = figures.nowNs
  }

  /** A step: what has happened at this instant, and nothing else, is on its way. */
  showStep(figures: TrafficFigures): void {
    const fresh = this.#newRows(figures)
    // The same moment told once more is no step.
    if (fresh.length === 0 && figures.nowNs === this.#rowsUntilNs) return
    this.marks.clear()
    this.#lastArrivalMs = this.nowMs
    const rows = fresh.filter(({ atNs }) => atNs === figures.nowNs)
    const edges = rows.map(
      (row) => this.#show(row, figures, this.nowMs) ?? this.#besides(row, figures),
    )
    this.#stepSlots = new Set(edges.flatMap((edge) => this.#slots.get(edge?.id ?? '') ?? []))
    this.#rowsUntilNs = figures.nowNs
  }

  /** What has happened so far will not be shown one by one. */
  skipRows(figures: TrafficFigures): void {
    this.#newRows(figures)
    this.#rowsUntilNs = figures.nowNs
    this.#stepSlots = NO_SLOTS
    this.#lastArrivalMs = this.nowMs
  }

  /** It runs again. */
  forgetStep(): void {
    this.#stepSlots = NO_SLOTS
  }

  /** Of edges, along which something went in the last step. */
  get stepSlots(): ReadonlySet<number> {
    return this.#stepSlots
  }

  /** The way of a story: of edges, along which these rows went. */
  slotsOfRows(rows: readonly JournalRow[], figures: TrafficFigures): ReadonlySet<number> {
    const slots = rows.flatMap(({ element, kind }) => {
      const edge = this.#movedAlong(figures.elementName(element), kind)
      return this.#slots.get(edge?.id ?? '') ?? []
    })
    return new Set(slots)
  }

  advance(elapsedMs: number): void {
    this.nowMs += elapsedMs
    this.#schedule.advance(this.nowMs, ({ edge, look }, atMs) =>
      this.#depart({ slot: edge, look, atMs, event: null }),
    )
  }

  /** Twice as coarse: half as many marks. For machines that cannot keep up. */
  setCoarseness(coarseness: number): void {
    this.#coarseness = coarseness
  }

  /** The run began again. */
  clear(): void {
    this.marks.clear()
    this.#mix.clear()
    this.#schedule.replace([], this.nowMs)
    this.#scale = SCALE_AT_REST
    this.#rowsSeen = -1
    this.#rowsUntilNs = 0
    this.#stepSlots = NO_SLOTS
    this.#lastArrivalMs = this.nowMs
  }

  #show(row: JournalRow, figures: TrafficFigures, atMs: number): TopologyEdge | undefined {
    const edge = this.#movedAlong(figures.elementName(row.element), row.kind)
    if (!edge) return undefined
    const isTrouble = edge.kind === 'deadLetter'
    const look = isTrouble ? TROUBLE_LOOK : this.#lookOf(figures.eventTypeIdOf(row.origin))
    const event = { origin: row.origin, n: row.n }
    this.#depart({ slot: this.#slots.get(edge.id) ?? -1, look, atMs, event })
    return edge
  }

  /** Where nothing travels, as in an attempt: the edge by which it came to where it is. */
  #besides({ element, origin }: JournalRow, figures: TrafficFigures): TopologyEdge | undefined {
    const consumed = movement('delivered', figures.elementName(element))
    const published = movement('published', figures.elementName(origin))
    return this.#edgeOf.get(consumed) ?? this.#edgeOf.get(published)
  }

  #depart({ slot, look, atMs, event }: Departure): void {
    const entry = this.#edges[slot]
    if (!entry || entry.polyline.length === 0) return
    // How many rows are to come nobody knows.
    const hurry = event ? 1 - HURRY_MOST * (this.marks.count / MARKS_MAX) : this.#hurry
    const travelMs = this.#travelMs(slot) * hurry
    this.marks.add({ edge: slot, startedAtMs: atMs, travelMs, look, event })
    this.#lastArrivalMs = Math.max(this.#lastArrivalMs, atMs + travelMs)
  }

  #laneOf({ key, slot, look, rate }: TypedFlow): Lane {
    const trouble = look === TROUBLE_LOOK
    const interval = intervalMs(rate, trouble ? 1 : this.eventsPerMark)
    return {
      key,
      edge: slot,
      look,
      intervalMs: trouble ? Math.max(TROUBLE_INTERVAL_MIN_MS, interval) : interval,
    }
  }

  #flowsOn(edge: TopologyEdge, slot: number, figures: TrafficFigures): readonly TypedFlow[] {
    const rate = edgeRate(figures, edge)
    if (!(rate > 0)) return []
    if (edge.kind === 'deadLetter')
      return [{ key: `${edge.id} trouble`, edgeId: edge.id, slot, look: TROUBLE_LOOK, rate }]
    return this.#sharesOf(edge, figures).map(({ eventTypeId, part }) => ({
      key: `${edge.id} ${eventTypeId}`,
      edgeId: edge.id,
      slot,
      look: this.#lookOf(eventTypeId),
      rate: rate * part,
    }))
  }

  /** Sources and outputs have one type each, and a rate of their own. */
  #sharesOf(edge: TopologyEdge, figures: TrafficFigures): readonly Share[] {
    if (edge.kind !== 'publish') return this.#mix.shares(edge)
    const rates = new Map<string, number>()
    let sum = 0
    for (const element of edge.elements) {
      const typeId = this.#typeOf.get(element)
      const rate = figures.rate(element, 'published') || 0
      if (typeId === undefined || rate <= 0) continue
      rates.set(typeId, (rates.get(typeId) ?? 0) + rate)
      sum += rate
    }
    return [...rates].map(([eventTypeId, rate]) => ({ eventTypeId, part: rate / sum }))
  }

  #countTypes(figures: TrafficFigures): void {
    this.#mix.fade()
    for (const { kind, element, origin } of this.#newRows(figures)) {
      const edge = this.#movedAlong(figures.elementName(element), kind)
      const typeId = figures.eventTypeIdOf(origin)
      if (edge && typeId !== null) this.#mix.count(edge.id, typeId)
    }
  }

  #newRows(figures: TrafficFigures): readonly NumberedRow[] {
    const rows = figures.rows()
    const newest = rows.at(-1)?.serial ?? -1
    // Numbers begin again with the run.
    const seen = newest < this.#rowsSeen ? -1 : this.#rowsSeen
    this.#rowsSeen = newest
    return newest === seen ? NO_ROWS : rows.filter(({ serial }) => serial > seen)
  }

  #movedAlong(element: ElementName, kind: number): TopologyEdge | undefined {
    const journalKind = JOURNAL_KINDS[kind]
    return journalKind && this.#edgeOf.get(movement(journalKind, element))
  }

  #lookOf(eventTypeId: string | null): number {
    const type = eventTypeId === null ? undefined : ownValue(this.#eventTypes, eventTypeId)
    return lookOf(type ?? { hue: 1, shape: 'circle' })
  }
}

/** One element may stand behind two edges: a subscription delivers, and sends dead letters on. */
function movement(kind: JournalKind, element: ElementName): string {
  return `${kind} ${element}`
}

const NO_ROWS: readonly NumberedRow[] = []
const NO_SLOTS: ReadonlySet<number> = new Set()

interface Departure {
  readonly slot: number
  readonly look: number
  readonly atMs: number
  readonly event: MarkedEvent | null
}

interface TypedFlow {
  readonly key: string
  readonly edgeId: string
  readonly slot: number
  readonly look: number
  readonly rate: number
}

/** The journal's word for travelling along each kind of edge. */
const MOVING = {
  publish: 'published',
  subscription: 'delivered',
  binding: 'routed',
  deadLetter: 'deadLettered',
  alternate: 'diverted',
} as const satisfies { [Kind in TopologyEdge['kind']]: JournalKind }
