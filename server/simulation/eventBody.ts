// An event's id and payload: functions of the recipe, worked out when somebody looks or must read them.

import type { EventType } from '#shared/schemas/eventType.ts'
import { payloadOf } from '#shared/schemas/payload.ts'
import type { ElementTable } from './elementTable.ts'

/** The payload of an event, of the newest version of its type. */
export function bodyOf(
  { versions, keyPath }: EventType,
  { seed, eventId, key }: { seed: number; eventId: string; key: string | undefined },
): unknown {
  const version = versions.at(-1)
  if (!version) return null
  return payloadOf({
    schema: version.schema,
    seed,
    eventId,
    ...(keyPath === undefined ? {} : { keyPath }),
    ...(key === undefined ? {} : { key }),
  })
}

/** `<element>-<n>`: the service, and the names of its source or of its handler and output. */
export function eventId(table: ElementTable, origin: number, n: number): string {
  const steps = table.nameOf(origin).split('/')
  const names = steps.filter((_, index) => index % 2 === 1)
  return `${names.join('.')}-${n}`
}
