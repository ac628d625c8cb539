// The event types of an excerpt: those that are here already are meant; all others come along.

import { entriesById, ownValue } from '../lib/entries.ts'
import { reuse } from '../lib/json.ts'
import type { EventType } from '../schemas/eventType.ts'
import type { Change } from './change.ts'
import type { Excerpt } from './excerpt.ts'
import { freshId } from './ids.ts'
import type { Topology } from './topology.ts'

export class EventTypeCopies {
  readonly changes: readonly Change[]
  readonly #ids = new Map<string, string>()

  constructor({ eventTypes }: Topology, excerpt: Excerpt) {
    const taken = new Set(Object.keys(eventTypes))
    const byName = new Map<string, string[]>()
    for (const [id, { name }] of entriesById(eventTypes))
      byName.set(name, [...(byName.get(name) ?? []), id])
    const changes: Change[] = []
    for (const [id, eventType] of entriesById(excerpt.eventTypes)) {
      // The id that it was copied from comes first, so that a duplicate keeps its types.
      const candidates = [id, ...(byName.get(eventType.name) ?? [])]
      const same = candidates.find((known) => isSame(ownValue(eventTypes, known), eventType))
      const isTaken = (candidate: string) => taken.has(candidate)
      const copyId = same ?? freshId(id, { isTaken, fallback: 'event' })
      this.#ids.set(id, copyId)
      if (same !== undefined) continue
      taken.add(copyId)
      changes.push({ path: ['eventTypes', copyId], value: eventType })
    }
    this.changes = changes
  }

  /** One that the excerpt does not describe keeps its id: perhaps it is described here. */
  idOf(id: string): string {
    return this.#ids.get(id) ?? id
  }
}

function isSame(known: EventType | undefined, eventType: EventType): boolean {
  return known !== undefined && reuse(known, eventType) === known
}
