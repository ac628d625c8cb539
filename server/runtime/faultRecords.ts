// What goes wrong with a service, as the journal writes it down.

import { unreachable } from '#shared/lib/assert.ts'
import type { JournalKind } from '#shared/lib/journal.ts'
import type { ServiceFaultKind } from '#shared/topology/recipe.ts'
import type { Unit } from './breakdowns.ts'

export function faultRecord(kind: ServiceFaultKind): JournalKind {
  switch (kind) {
    case 'crash':
      return 'crashed'
    case 'slow':
      return 'slowed'
    case 'pause':
      return 'paused'
    case 'disconnect':
      return 'disconnected'
    default:
      return unreachable(kind)
  }
}

/** 0 for all of the service; otherwise the replica, counted from 1. */
export function unitDetail(unit: Unit): number {
  return unit === 'service' ? 0 : unit + 1
}
