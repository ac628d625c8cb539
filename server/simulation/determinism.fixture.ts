// Drawings that differ from another one in what must not matter, or by parts that nothing connects to it.

import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { moveNodes, renameElement } from '#shared/topology/edits.ts'
import { parseTopology } from '#shared/topology/parse.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Streams } from '../engine/random.ts'

type Place = Readonly<{ x: number; y: number }>

const MAPS = ['eventTypes', 'channels', 'services', 'bindings', 'subscriptions'] as const

export function after(topology: Topology, edit: Edit): Topology {
  const outcome = applyEdit(topology, edit)
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.topology
}

/** All boxes, on the places in turn. */
export function movedTo(topology: Topology, places: readonly Place[]): Edit {
  const positions = nodeIdsOf(topology).map((id, index) => {
    const place = places[index % places.length] ?? { x: 0, y: 0 }
    return [id, { x: place.x + 20 * index, y: place.y }] as const
  })
  return moveNodes(topology, Object.fromEntries(positions))
}

/** Services and channels that sort the other way round by name. */
export function withOtherNames(topology: Topology): Topology {
  const ids = nodeIdsOf(topology).sort().reverse()
  const renamed = ids.reduce(
    (next, id, index) => after(next, renameElement(next, id, `Name ${1000 + index}`)),
    topology,
  )
  return { ...renamed, name: 'Another name', description: 'With a description' }
}

/** Each map of the document in an order drawn from `order`. */
export function inAnotherOrder(topology: Topology, order: number): Topology {
  const random = new Streams(order >>> 0).of('drawing', 'order')
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(
      ([key, item]) => [random.next(), key, shuffled(item)] as const,
    )
    entries.sort((a, b) => a[0] - b[0])
    return Object.fromEntries(entries.map(([, key, item]) => [key, item]))
  }
  return shuffled(topology) as Topology
}

/** Both drawings as one, and services of the first that also do what those of the second do. */
export function withSharedServices(topology: Topology, other: Topology): Topology {
  const { services, ...rest } = structuredClone(after(topology, additionOf(other))) as Parts
  for (const id of Object.keys(topology.services)) {
    const [own, added] = [services[id], services[`${id}-too`]]
    if (!own || !added) continue
    Object.assign(own.sources, added.sources)
    Object.assign(own.handlers, ofOtherIds(added.handlers))
    delete services[`${id}-too`]
  }
  for (const subscription of Object.values(rest.subscriptions))
    if (!services[subscription.serviceId])
      subscription.serviceId = subscription.serviceId.replace(/-too$/, '')
  const parsed = parseTopology({ ...rest, services })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.topology
}

/** Adds the parts of another drawing, under ids and in consumer groups between those of the first. */
export function additionOf(other: Topology): Edit {
  const renamed = JSON.parse(
    JSON.stringify(other).replaceAll(
      /"(shop|s-\d|sub-\d|b-\d|g-\d|dead|dead-\w+|entry-\d|queue-\d|placed|handled)"/g,
      '"$1-too"',
    ),
  ) as Topology
  const changes = MAPS.flatMap((map) =>
    Object.entries(renamed[map]).map(([id, value]) => ({ path: [map, id], value })),
  )
  return { label: 'Add another drawing', changes }
}

/** Whether it comes from `additionOf`. */
export function isAdded(element: string): boolean {
  return element.includes('-too')
}

function ofOtherIds(parts: object): object {
  return Object.fromEntries(Object.entries(parts).map(([id, part]) => [`${id}-too`, part]))
}

function nodeIdsOf({ services, channels }: Topology): string[] {
  return [...Object.keys(services), ...Object.keys(channels)]
}

/** A document, as far as it is changed here. */
interface Parts {
  readonly services: Record<string, { readonly sources: object; readonly handlers: object }>
  readonly subscriptions: Readonly<Record<string, { serviceId: string }>>
}
