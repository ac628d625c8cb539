import type { Topology } from '#shared/topology/topology.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { type Connecting, useCanvas } from '../interaction/canvasStore.ts'
import { planFor } from '../interaction/connect.ts'

/** While an edge is drawn: what it would do where it is now, or why it cannot. */
export function ConnectionHint() {
  const connecting = useCanvas((state) => state.connecting)
  const topology = useDesigner((state) => state.topology)
  if (!connecting) return null
  const { tone, text } = hintFor(topology, connecting)
  return (
    <div
      className="connection-hint"
      data-tone={tone}
      role="status"
      style={{ left: connecting.at.x, top: connecting.at.y }}
    >
      {text}
    </div>
  )
}

function hintFor(
  topology: Topology,
  connecting: Connecting,
): { readonly tone: string; readonly text: string } {
  const { nodeId, otherId, via } = connecting
  if (otherId === null || otherId === nodeId) return { tone: 'plain', text: WHERE_TO[via] }
  const plan = planFor(topology, connecting, otherId)
  if (plan.kind === 'refused') return { tone: 'error', text: plan.reason }
  if (plan.kind === 'offer') return { tone: 'warning', text: `${plan.reason} ${plan.label}?` }
  return { tone: 'ok', text: plan.edit.label }
}

const WHERE_TO = {
  drag: 'Drop it on a service or a channel.',
  tap: 'Now tap what it should lead to. Esc lets go.',
  keys: 'Choose the other end with the arrow keys, then press Enter. Esc lets go.',
} as const
