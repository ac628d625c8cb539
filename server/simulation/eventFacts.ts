// What can be told of one event when somebody opens it: derived from the journal and the recipe, never
// stored. Its payload is a function of (seed, event id, schema version).

import { ownValue } from '#shared/lib/entries.ts'
import type { JournalRow } from '#shared/lib/journal.ts'
import type { AttributeValue } from '#shared/schemas/attributes.ts'
import type { EventType } from '#shared/schemas/eventType.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { bodyOf, eventId } from './eventBody.ts'
import { virtualDate } from './virtualDate.ts'
import type { SimulationWorld } from './world.ts'

export interface CloudEvent {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: string
  readonly time: string
  readonly datacontenttype: 'application/json'
  readonly dataschema: string
  readonly partitionkey?: string
  readonly correlationid: string
  readonly causationid?: string
  readonly data: unknown
}

export interface EventFacts {
  readonly cloudEvent: CloudEvent
  readonly attributes: Record<string, AttributeValue>
  readonly story: JournalRow[]
  readonly complete: boolean
}

interface Wanted {
  readonly seed: number
  readonly origin: number
  readonly n: number
}

/** Null when the journal has forgotten the event. */
export function eventFacts(
  world: SimulationWorld,
  topology: Topology,
  { seed, origin, n }: Wanted,
): EventFacts | null {
  const record = world.journal.publishedRecord(origin, n)
  const element = world.table.elements[origin]
  if (record === null || !element) return null
  const row = world.journal.row(record)
  const cause = world.journal.causeOf(record)
  const id = eventId(world.table, origin, n)
  const typeId = element.eventTypeId ?? ''
  const type = ownValue<EventType>(topology.eventTypes, typeId)
  const version = type?.versions.at(-1)
  const key = row.key < 0 ? undefined : world.keyText(row.key)
  const data = type ? bodyOf(type, { seed, eventId: id, key }) : null
  const story = world.journal.story(row.rootOrigin, row.rootN)
  return {
    cloudEvent: {
      specversion: '1.0',
      id,
      source: `/services/${element.name.split('/')[1]}`,
      type: type?.name ?? typeId,
      time: virtualDate(row.atNs),
      datacontenttype: 'application/json',
      dataschema: `/eventTypes/${typeId}/versions/${version?.version ?? 1}`,
      ...(key === undefined ? {} : { partitionkey: key }),
      correlationid: eventId(world.table, row.rootOrigin, row.rootN),
      ...(cause.origin < 0 ? {} : { causationid: eventId(world.table, cause.origin, cause.n) }),
      data,
    },
    attributes: Object.fromEntries(world.texts.attributes(row.detail)),
    story: [...story.rows],
    complete: story.complete,
  }
}
