// Commands in the words of the timeline.

import { ownValue } from '#shared/lib/entries.ts'
import type { RunState } from '#shared/protocol/protocol.ts'
import type { Command, FaultKind, RunChange } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'

type LabelledCommand = RunState['commands'][number]

const FAULTS: Readonly<Record<FaultKind, string>> = {
  crash: 'Crash',
  slow: 'Slow down',
  pause: 'Pause',
}

export function labelled({ atNs, change }: Command, topology: Topology): LabelledCommand {
  return { atNs, kind: change.kind, label: labelOf(change, topology) }
}

function labelOf(change: RunChange, topology: Topology): string {
  const nameOf = (id: string) => ownValue(topology.services, id)?.name ?? id
  switch (change.kind) {
    case 'edit': {
      const [first, ...rest] = change.edits.map(({ label }) => label)
      return rest.length === 0 ? `${first}` : `${first} (and ${rest.length} more)`
    }
    case 'fault': {
      const { fault } = change
      const label = `${FAULTS[fault.kind]} ${nameOf(fault.serviceId)}`
      return fault.kind === 'slow' ? `${label} ×${fault.factor}` : label
    }
    case 'recover':
      return `${nameOf(change.serviceId)} recovers (${FAULTS[change.fault].toLowerCase()})`
  }
}
