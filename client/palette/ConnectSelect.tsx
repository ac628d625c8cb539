import { planConnection } from '#shared/topology/connect.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { nodeOf } from '../store/selectors.ts'

interface ConnectSelectProps {
  readonly nodeId: string
  readonly name: string
}

/** Draws an edge without a pointer: a list of everything this node may lead to. */
export function ConnectSelect({ nodeId, name }: ConnectSelectProps) {
  const topology = useDesigner((state) => state.topology)
  const targets = targetsOf(topology, nodeId)
  return (
    <select
      className="text-field"
      aria-label={`Connect ${name} to`}
      value=""
      disabled={targets.length === 0}
      onChange={(event) => connect(nodeId, event.target.value)}
    >
      <option value="">{targets.length === 0 ? 'Nothing to connect' : 'Connect to …'}</option>
      {targets.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </select>
  )
}

interface Target {
  readonly id: string
  readonly label: string
}

function targetsOf(topology: Topology, nodeId: string): readonly Target[] {
  const ids = [...Object.keys(topology.services), ...Object.keys(topology.channels)].sort()
  return ids.flatMap((id) => {
    const plan = planConnection(topology, nodeId, id)
    const target = nodeOf(topology, id)
    if (plan.kind === 'refused' || !target) return []
    // What the edge needs in between is said before it is chosen.
    const label = plan.kind === 'offer' ? `${target.name} (${plan.label})` : target.name
    return [{ id, label }]
  })
}

function connect(fromId: string, toId: string): void {
  const { topology, edit, notify } = designerStore.getState()
  const plan = planConnection(topology, fromId, toId)
  if (plan.kind === 'refused') notify({ tone: 'warning', text: plan.reason })
  else edit(plan.edit)
}
