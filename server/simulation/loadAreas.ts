// How much work there was in a run up to now, as integrals over time (in units times nanoseconds): the
// difference of two, over the time between them, is an average.

import type { Network } from './network.ts'
import type { SimulationWorld } from './world.ts'

export interface LoadAreas {
  /** Busy slots of all services. */
  readonly busy: number
  readonly busyOf: ReadonlyMap<string, number>
  /** Messages waiting, by channel, of those that somebody consumes from. */
  readonly backlogs: ReadonlyMap<string, number>
}

export function loadAreasOf(world: SimulationWorld, network: Network): LoadAreas {
  const now = world.scheduler.now
  world.depths.settle()
  let busy = 0
  const busyOf = new Map<string, number>()
  for (const [id, service] of network.services) {
    const area = service.busy.areaUntil(now)
    busyOf.set(id, area)
    busy += area
  }
  const backlogs = new Map<string, number>()
  for (const { service } of network.subscriptions.values()) {
    const { channelId } = service.spec
    backlogs.set(channelId, world.depths.of(channelId).areaUntil(now))
  }
  return { busy, busyOf, backlogs }
}
