// What a person does to channels and subscriptions of a run, as an operator does with the broker's tools.

import { operationProblem, seekProblem } from '#shared/topology/operations.ts'
import type { RunChange, SeekTarget } from '#shared/topology/recipe.ts'
import type { LogPosition } from '../broker/channel.ts'
import { after, milliseconds, START } from '../engine/time.ts'
import type { Network } from './network.ts'

type Deed = Extract<RunChange, { kind: 'operate' | 'seek' }>

/** Why the deed does not apply to the run as it is, in a sentence; null where it does. */
export function refusalOf(deed: Deed, { topology }: Network): string | null {
  return deed.kind === 'operate'
    ? operationProblem(topology, deed.channelId, deed.operation)
    : seekProblem(topology, deed.subscriptionId)
}

/** What does not apply, in a recipe changed by hand, changes nothing. */
export function carryOut(deed: Deed, network: Network): void {
  if (refusalOf(deed, network) !== null) return
  if (deed.kind === 'operate')
    network.channels.get(deed.channelId)?.channel.operate?.(deed.operation)
  else network.subscriptions.get(deed.subscriptionId)?.service.seek(positionOf(deed.to))
}

function positionOf(target: SeekTarget): LogPosition {
  if (target.kind !== 'time') return target
  return { kind: 'time', at: after(START, milliseconds(target.atMs)) }
}
