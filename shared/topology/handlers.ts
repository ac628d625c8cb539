// Exactly one handler takes a delivery; what none takes is acknowledged and counted as ignored.

import { entriesById } from '../lib/entries.ts'
import type { Handler, Service } from './services.ts'

/** The handler that takes events of the type from the subscription; the first by id. */
export function handlerFor(
  service: Service,
  subscriptionId: string,
  eventTypeId: string,
): readonly [handlerId: string, handler: Handler] | null {
  const taking = entriesById(service.handlers).find(([, handler]) =>
    takes(handler, subscriptionId, eventTypeId),
  )
  return taking ?? null
}

/** A handler without a list of event types takes them all. */
function takes(handler: Handler, subscriptionId: string, eventTypeId: string): boolean {
  if (!handler.subscriptionIds.includes(subscriptionId)) return false
  return handler.eventTypeIds?.includes(eventTypeId) ?? true
}
