// What share each event type has in the traffic of an edge. Publishing tells by itself; for bindings and
// subscriptions the journal's newest rows are counted, older ones less and less.

import type { TopologyEdge } from '#shared/topology/edges.ts'

/** What a count is worth at the next reading. */
const DECAY = 0.8
const FORGOTTEN = 0.05

export interface Share {
  readonly eventTypeId: string
  /** All shares of an edge add up to 1. */
  readonly part: number
}

export class TypeMix {
  readonly #counts = new Map<string, Map<string, number>>()

  count(edgeId: string, eventTypeId: string): void {
    const counts = this.#counts.get(edgeId) ?? new Map<string, number>()
    this.#counts.set(edgeId, counts)
    counts.set(eventTypeId, (counts.get(eventTypeId) ?? 0) + 1)
  }

  fade(): void {
    for (const [edgeId, counts] of this.#counts) {
      for (const [eventTypeId, count] of counts) {
        if (count * DECAY < FORGOTTEN) counts.delete(eventTypeId)
        else counts.set(eventTypeId, count * DECAY)
      }
      if (counts.size === 0) this.#counts.delete(edgeId)
    }
  }

  clear(): void {
    this.#counts.clear()
  }

  /** Before the first row: evenly what the drawing lets pass. */
  shares({ id, eventTypeIds }: Pick<TopologyEdge, 'id' | 'eventTypeIds'>): readonly Share[] {
    const counts = this.#counts.get(id)
    if (!counts || counts.size === 0)
      return eventTypeIds.map((eventTypeId) => ({ eventTypeId, part: 1 / eventTypeIds.length }))
    let sum = 0
    for (const count of counts.values()) sum += count
    return [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([eventTypeId, count]) => ({ eventTypeId, part: count / sum }))
  }
}
