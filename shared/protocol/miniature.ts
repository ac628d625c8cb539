// A drawing in miniature: where things stand and what is connected, for thumbnails.

import { z } from 'zod'
import { edgesOf } from '../topology/edges.ts'
import { idSchema } from '../topology/fields.ts'
import type { Topology } from '../topology/topology.ts'

/** More than can be told apart in a thumbnail. */
const MINIATURE_NODES_MAX = 300

export const miniatureSchema = z.strictObject({
  nodes: z
    .array(z.strictObject({ id: idSchema, kind: z.string(), x: z.number(), y: z.number() }))
    .max(MINIATURE_NODES_MAX),
  edges: z.array(z.strictObject({ kind: z.string(), fromId: idSchema, toId: idSchema })),
})
export type Miniature = z.infer<typeof miniatureSchema>

/** Of a drawing with very many nodes, some. */
export function miniatureOf(topology: Topology): Miniature {
  const { services, channels, layout } = topology
  const kinds = new Map<string, string>([
    ...Object.entries(services).map(([id, { role }]) => [id, role] as const),
    ...Object.entries(channels).map(([id, { kind }]) => [id, kind] as const),
  ])
  const placed = Object.entries(layout.nodes).filter(([id]) => kinds.has(id))
  const each = Math.max(1, Math.ceil(placed.length / MINIATURE_NODES_MAX))
  const nodes = placed
    .filter((_, index) => index % each === 0)
    .map(([id, { x, y }]) => ({ id, kind: kinds.get(id) ?? '', x, y }))
  const shown = new Set(nodes.map(({ id }) => id))
  const edges = edgesOf(topology)
    .filter(({ fromId, toId }) => shown.has(fromId) && shown.has(toId))
    .map(({ kind, fromId, toId }) => ({ kind, fromId, toId }))
  return { nodes, edges }
}
