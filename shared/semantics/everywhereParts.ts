// Parts of the drawings of scenarios that hold everywhere.

import type { Command, RunChange } from '../topology/recipe.ts'
import { rabbit, shop, sketch } from '../topology/sketch.ts'

export const againAndAgain = { attempts: 5, backoffMs: 100, multiplier: 2, backoffMaxMs: 1000 }

export function perSecond(ratePerSecond: number) {
  return { arrivals: { kind: 'constant', ratePerSecond } }
}

export function taking(valueMs: number) {
  return { serviceTime: { kind: 'constant', valueMs } }
}

/** A shop, a RabbitMQ queue, and one service that reads it. */
export function queueTo(packing: object, ratePerSecond: number, consumer: object = {}) {
  return sketch({
    services: { shop: { name: 'Shop', ...shop('parcels', perSecond(ratePerSecond)) }, packing },
    channels: { parcels: { kind: 'rabbitQueue', name: 'Parcels' } },
    subscriptions: { packing: rabbit('parcels', 'packing', { prefetchCount: 1, ...consumer }) },
  })
}

export function commandsAt(
  changes: readonly (readonly [atMs: number, change: RunChange])[],
): readonly Command[] {
  return changes.map(([atMs, change], sequence) => ({ atNs: atMs * 1e6, sequence, change }))
}
