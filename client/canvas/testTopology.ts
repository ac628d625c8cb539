// Small drawings for the tests of this room, built with the edits that a person would make.

import type { Edit } from '#shared/topology/change.ts'
import type { ChannelKind } from '#shared/topology/channels.ts'
import { planConnection } from '#shared/topology/connect.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { addChannel, addService } from '#shared/topology/edits.ts'
import { emptyTopology, type Topology } from '#shared/topology/topology.ts'

export function edited(topology: Topology, edit: Edit): Topology {
  const result = applyEdit(topology, edit)
  if (!result.ok) throw new Error(result.reason)
  return result.topology
}

function withService(topology: Topology, name: string, x = 0, y = 0): Topology {
  return edited(topology, addService(topology, { name, role: 'service', position: { x, y } }).edit)
}

export function withChannel(
  topology: Topology,
  { kind, name, x = 0, y = 0 }: { kind: ChannelKind; name: string; x?: number; y?: number },
): Topology {
  return edited(topology, addChannel(topology, { kind, name, position: { x, y } }).edit)
}

export function connected(topology: Topology, fromId: string, toId: string): Topology {
  const plan = planConnection(topology, fromId, toId)
  if (plan.kind !== 'edit') throw new Error(plan.reason)
  return edited(topology, plan.edit)
}

/** `shop → orders → billing`, from left to right, 300 apart. */
export function ordersTopology(): Topology {
  let topology = withService(emptyTopology('test'), 'shop')
  topology = withChannel(topology, { kind: 'kafkaTopic', name: 'orders', x: 300 })
  topology = withService(topology, 'billing', 600)
  return connected(connected(topology, 'shop', 'orders'), 'orders', 'billing')
}
