// Closed loops slow down where they have to wait: operational bounds (P. J. Denning and J. P. Buzen, 1978).

import { entriesById } from '../../lib/entries.ts'
import type { Arrivals } from '../arrivals.ts'
import type { Topology } from '../topology.ts'

type RateOf = (arrivals: Arrivals) => number

interface Busy {
  readonly utilisation: number
  readonly busiestUtilisation: number
  readonly slots: number
}
type Services = Readonly<Record<string, Busy>>

/** A closed loop never asks for more than there is: it comes near. */
const UTILISATION_MAX = 0.99

/**
 * The share of the rate without any waiting that the closed loops of a drawing reach: at most so that their
 * clients are all either thinking or in some slot, and that no slot has more work than it can do.
 */
export function closedShare(
  topology: Topology,
  servicesWith: (rateOf: RateOf) => Services,
  rateOf: RateOf,
): number {
  const clients = clientsOf(topology)
  if (clients === 0) return 1
  const open = servicesWith((arrivals) => (isClosed(arrivals) ? 0 : rateOf(arrivals)))
  const all = servicesWith(rateOf)
  let slotsBusy = 0
  let share = 1
  for (const [id, { utilisation, busiestUtilisation, slots }] of Object.entries(all)) {
    const alone = open[id] ?? { utilisation: 0, busiestUtilisation: 0 }
    slotsBusy += (utilisation - alone.utilisation) * slots
    const closed = busiestUtilisation - alone.busiestUtilisation
    const free = Math.max(0, UTILISATION_MAX - alone.busiestUtilisation)
    // Where others need it all, or all is infinite behind a cycle, nothing is said.
    if (closed > 0 && free > 0 && Number.isFinite(closed)) share = Math.min(share, free / closed)
  }
  return Number.isFinite(slotsBusy) ? Math.min(share, clients / (clients + slotsBusy)) : share
}

export function slowedDown(arrivals: Arrivals, perSecond: number, share: number): number {
  return isClosed(arrivals) ? perSecond * share : perSecond
}

function isClosed({ kind }: Arrivals): boolean {
  return kind === 'closedLoop'
}

function clientsOf({ services }: Topology): number {
  return entriesById(services)
    .flatMap(([, { sources }]) => Object.values(sources))
    .reduce((sum, { arrivals }) => sum + (arrivals.kind === 'closedLoop' ? arrivals.clients : 0), 0)
}
