// Places for all nodes of a drawing that has none: columns in the direction in which events travel.

import { ownValue } from '../lib/entries.ts'
import { edgesOf } from './edges.ts'
import { channelSize, GRID, type Size, serviceSize } from './nodeSizes.ts'
import type { Topology } from './topology.ts'

const COLUMN = 260
const GAP = 3 * GRID

/** The same drawing, arranged. */
export function arranged(topology: Topology): Topology {
  const columns = columnsOf(topology)
  const nodes: Topology['layout']['nodes'] = {}
  columns.forEach((ids, column) => {
    const sizes = ids.map((id) => sizeOf(topology, id))
    const height = sizes.reduce((sum, size) => sum + size.height + GAP, -GAP)
    let y = Math.round(-height / 2 / GRID) * GRID
    ids.forEach((id, index) => {
      nodes[id] = { ...ownValue(topology.layout.nodes, id), x: column * COLUMN, y }
      y += (sizes[index]?.height ?? 0) + GAP
    })
  })
  return { ...topology, layout: { ...topology.layout, nodes } }
}

/** Ids by column; in a column in the order of what leads there. */
function columnsOf(topology: Topology): readonly (readonly string[])[] {
  const next = new Map<string, string[]>()
  for (const { fromId, toId } of edgesOf(topology))
    next.set(fromId, [...(next.get(fromId) ?? []), toId])
  const order = orderedIds(topology, next)
  const rank = new Map(order.map((id, index) => [id, index]))
  const columnOf = new Map(order.map((id) => [id, 0]))
  const columns: string[][] = []
  for (const id of order) {
    const column = columnOf.get(id) ?? 0
    while (columns.length <= column) columns.push([])
    columns[column]?.push(id)
    for (const toId of next.get(id) ?? []) {
      // An edge that closes a cycle is drawn backwards.
      if ((rank.get(toId) ?? 0) <= (rank.get(id) ?? 0)) continue
      columnOf.set(toId, Math.max(columnOf.get(toId) ?? 0, column + 1))
    }
  }
  return columns
}

/** Each after what leads to it, as far as cycles allow: depth first, and then backwards. */
function orderedIds(
  { services, channels }: Topology,
  next: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const fed = new Set([...next.values()].flat())
  const ids = [...Object.keys(services), ...Object.keys(channels)].sort()
  const seen = new Set<string>()
  const finished: string[] = []
  const open: { readonly id: string; left: readonly string[] }[] = []
  const enter = (id: string) => {
    if (seen.has(id)) return
    seen.add(id)
    open.push({ id, left: next.get(id) ?? [] })
  }
  // Backwards, so that what comes first by its id is above.
  const starts = [...ids.filter((id) => fed.has(id)), ...ids.filter((id) => !fed.has(id)).reverse()]
  for (const start of starts.reverse()) {
    enter(start)
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const [first, ...rest] = top.left
      top.left = rest
      if (first !== undefined) enter(first)
      else {
        finished.push(top.id)
        open.pop()
      }
    }
  }
  return finished.reverse()
}

function sizeOf({ services, channels, bindings }: Topology, id: string): Size {
  const service = services[id]
  if (service) return serviceSize(service)
  const channel = channels[id]
  if (!channel) return { width: 0, height: 0 }
  const rows = Object.values(bindings).filter(({ fromChannelId }) => fromChannelId === id).length
  return channelSize(channel, { rows, holdsDeadLetters: false })
}
