// Commands in the words of the timeline.

import { ownValue } from '#shared/lib/entries.ts'
import { formatClock } from '#shared/lib/units.ts'
import type { RunState } from '#shared/protocol/protocol.ts'
import { nodeName } from '#shared/topology/naming.ts'
import type {
  Command,
  Fault,
  RunChange,
  SeekTarget,
  ServiceFaultKind,
} from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'

type LabelledCommand = RunState['commands'][number]

const KINDS: Readonly<Record<RunChange['kind'], LabelledCommand['kind']>> = {
  edit: 'edit',
  fault: 'fault',
  recover: 'recover',
  restoreNode: 'recover',
  operate: 'operation',
  seek: 'operation',
}

const FAULTS: Readonly<Record<ServiceFaultKind, string>> = {
  crash: 'Crash',
  slow: 'Slow down',
  pause: 'Pause',
  disconnect: 'Disconnect',
}

export function labelled({ atNs, change }: Command, topology: Topology): LabelledCommand {
  return { atNs, kind: KINDS[change.kind], label: labelOf(change, topology) }
}

function labelOf(change: RunChange, topology: Topology): string {
  switch (change.kind) {
    case 'edit': {
      const [first, ...rest] = change.edits.map(({ label }) => label)
      return rest.length === 0 ? `${first}` : `${first} (and ${rest.length} more)`
    }
    case 'fault':
      return faultLabel(change.fault, topology)
    case 'recover':
      return `${nodeName(topology, change.serviceId)} recovers (${FAULTS[change.fault].toLowerCase()})`
    case 'restoreNode':
      return `Node ${change.node} of ${nodeName(topology, change.channelId)} comes back`
    case 'operate':
      return `${change.operation.kind === 'purge' ? 'Purge' : 'Redrive'} ${nodeName(topology, change.channelId)}`
    case 'seek':
      return seekLabel(change, topology)
  }
}

function faultLabel(fault: Fault, topology: Topology): string {
  if (fault.kind === 'nodeDown')
    return `Node ${fault.node} of ${nodeName(topology, fault.channelId)} goes down`
  const label = `${FAULTS[fault.kind]} ${nodeName(topology, fault.serviceId)}`
  return fault.kind === 'slow' ? `${label} ×${fault.factor}` : label
}

function seekLabel(
  { subscriptionId, to }: Extract<RunChange, { kind: 'seek' }>,
  topology: Topology,
): string {
  const subscription = ownValue(topology.subscriptions, subscriptionId)
  if (!subscription) return `${subscriptionId} reads ${placeWords(to)}`
  const service = nodeName(topology, subscription.serviceId)
  return `${service} reads ${nodeName(topology, subscription.channelId)} ${placeWords(to)}`
}

function placeWords(to: SeekTarget): string {
  switch (to.kind) {
    case 'earliest':
      return 'from the start'
    case 'latest':
      return 'from the end'
    case 'time':
      return `from ${formatClock(to.atMs * 1e6)} on`
  }
}
