// A breakpoint in the numbers of a run, so that a record is compared with little work.

import {
  JOURNAL_KINDS,
  type JournalKind,
  type JournalRow,
  journalKindIndex,
} from '#shared/lib/journal.ts'
import {
  type Breakpoint,
  type BreakpointCondition,
  momentOf,
} from '#shared/protocol/breakpoints.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { SeenEvent } from '../../simulation/journalWatch.ts'
import type { Sight } from '../../simulation/sight.ts'
import { elementsOfPlace } from './places.ts'

/** What a record of one kind has to be. */
interface Wanted {
  readonly attemptMin: number
  /** Null: any. */
  readonly elements: ReadonlySet<number> | null
}

/** The payload of a record's event is made once, however many breakpoints ask for it. */
export class Payloads {
  readonly sight: Sight
  #record: JournalRow | null = null
  #payload: unknown = null

  constructor(sight: Sight) {
    this.sight = sight
  }

  of(record: JournalRow): unknown {
    if (record !== this.#record) {
      this.#record = record
      this.#payload = this.sight.payload(record.origin, record.n, record.key)
    }
    return this.#payload
  }
}

export class CompiledBreakpoint {
  readonly breakpoint: Breakpoint
  readonly #sight: Sight
  readonly #payloads: Payloads
  readonly #wanted = new Map<number, Wanted>()

  constructor(breakpoint: Breakpoint, topology: Topology, payloads: Payloads) {
    const { sight } = payloads
    this.breakpoint = breakpoint
    this.#sight = sight
    this.#payloads = payloads
    const { place, moments } = breakpoint
    const elementsOf = place === undefined ? null : elementsOfPlace(topology, place)
    // A part that was removed has nothing happen to it.
    if (place !== undefined && elementsOf === null) return
    for (const name of moments) {
      const { kinds, attemptMin = 0 } = momentOf(name)
      for (const kind of kinds) this.#want(kind, attemptMin, elementsOf)
    }
  }

  /** Indices of JOURNAL_KINDS. */
  get kinds(): readonly number[] {
    return [...this.#wanted.keys()]
  }

  /** All but what can only be told once the instant is over. */
  isMetBy(record: JournalRow, event: SeenEvent): boolean {
    const wanted = this.#wanted.get(record.kind)
    if (!wanted || record.attempt < wanted.attemptMin) return false
    if (wanted.elements && !isAbout(record, wanted.elements)) return false
    const { eventTypeId, key, condition } = this.breakpoint
    if (eventTypeId !== undefined && this.#eventTypeIdOf(record) !== eventTypeId) return false
    if (key !== undefined && (record.key < 0 || this.#sight.keyText(record.key) !== key))
      return false
    return condition === undefined || this.#fulfils(condition, record, event)
  }

  /** How much waits where the record was written; null where the breakpoint does not ask for that. */
  backlogAt(record: JournalRow): { readonly now: number; readonly above: number } | null {
    const { condition } = this.breakpoint
    if (condition?.kind !== 'waiting' && condition?.kind !== 'lag') return null
    const [, channelId = ''] = this.#sight.element(record.element)?.name.split('/') ?? []
    const now =
      condition.kind === 'lag' ? this.#sight.lagIn(channelId) : this.#sight.waitingIn(channelId)
    return { now, above: condition.above }
  }

  #want(
    kind: JournalKind,
    attemptMin: number,
    elementsOf: ReturnType<typeof elementsOfPlace>,
  ): void {
    const index = journalKindIndex[kind]
    const least = Math.min(attemptMin, this.#wanted.get(index)?.attemptMin ?? attemptMin)
    const names = elementsOf && [...elementsOf(kind)]
    const elements = names && new Set(names.flatMap((name) => this.#sight.indexOf(name) ?? []))
    this.#wanted.set(index, { attemptMin: least, elements })
  }

  #eventTypeIdOf({ origin }: JournalRow): string | null {
    return origin < 0 ? null : (this.#sight.element(origin)?.eventTypeId ?? null)
  }

  #fulfils(condition: BreakpointCondition, record: JournalRow, event: SeenEvent): boolean {
    switch (condition.kind) {
      case 'attempt':
        return record.attempt >= condition.atLeast
      case 'age':
        return record.origin >= 0 && record.atNs - event.publishedNs > condition.aboveMs * 1e6
      case 'attribute':
        return equals(this.#sight.attribute(event.attributes, condition.name), condition.equals)
      case 'payload':
        return record.origin >= 0 && equals(this.#valueAt(condition.path, record), condition.equals)
      case 'waiting':
      case 'lag':
        return true
    }
  }

  #valueAt(path: string, record: JournalRow): unknown {
    let value = this.#payloads.of(record)
    for (const step of path.split('.')) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
        return undefined
      value = (value as Readonly<Record<string, unknown>>)[step]
    }
    return value
  }
}

const DEAD_LETTERED = journalKindIndex.deadLettered
const DROPPED = journalKindIndex.dropped

/** Who gave a message up, a subscription most often, stands beside the channel that it was in. */
function isAbout({ kind, element, detail }: JournalRow, elements: ReadonlySet<number>): boolean {
  if (elements.has(element)) return true
  return (kind === DEAD_LETTERED || kind === DROPPED) && detail > 0 && elements.has(detail)
}

/** Text that somebody typed may stand for a number. */
function equals(value: unknown, wanted: string | number | boolean): boolean {
  return value === wanted || (typeof value === 'number' && String(value) === wanted)
}

/** For `JournalWatch.wants`. */
export function flagsOf(compiled: readonly CompiledBreakpoint[]): Uint8Array {
  const flags = new Uint8Array(JOURNAL_KINDS.length)
  for (const { kinds } of compiled) for (const kind of kinds) flags[kind] = 1
  return flags
}
