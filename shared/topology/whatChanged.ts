// What lies between two drawings, in words: by the names that people have given.

import { reuse } from '../lib/json.ts'
import type { Topology } from './topology.ts'

const NAMES_MAX = 4

/** What has come, gone and changed between `before` and `after`, a sentence each. */
export function whatChanged(before: Topology, after: Topology): readonly string[] {
  const then = nodesOf(before)
  const now = nodesOf(after)
  const added = [...now.keys()].filter((id) => !then.has(id))
  const removed = [...then.keys()].filter((id) => !now.has(id))
  const kept = [...now.keys()].filter((id) => then.has(id))
  const changed = kept.filter((id) => !same(then.get(id)?.node, now.get(id)?.node))
  const moved = kept.filter((id) => !same(before.layout.nodes[id], after.layout.nodes[id]))
  const namesIn = (nodes: Nodes, ids: readonly string[]) =>
    listed(ids.map((id) => nodes.get(id)?.name ?? id))
  return [
    ...(before.name === after.name ? [] : [`Renamed to ${after.name}.`]),
    ...(added.length === 0 ? [] : [`Added: ${namesIn(now, added)}.`]),
    ...(removed.length === 0 ? [] : [`Removed: ${namesIn(then, removed)}.`]),
    ...(changed.length === 0 ? [] : [`Changed: ${namesIn(now, changed)}.`]),
    ...otherParts(before, after),
    ...(moved.length === 0 ? [] : [`Moved: ${counted(moved.length, 'node')}.`]),
    ...(same(before.layout.contexts, after.layout.contexts) ? [] : ['Frames changed.']),
    ...(before.description === after.description ? [] : ['The description changed.']),
  ]
}

type Nodes = ReadonlyMap<string, { readonly name: string; readonly node: unknown }>

function nodesOf({ services, channels }: Topology): Nodes {
  const entries = [...Object.entries(services), ...Object.entries(channels)]
  return new Map(entries.map(([id, node]) => [id, { name: node.name, node }]))
}

const PARTS = [
  { section: 'subscriptions', noun: 'subscription' },
  { section: 'bindings', noun: 'binding' },
  { section: 'eventTypes', noun: 'event type' },
] as const

function otherParts(before: Topology, after: Topology): readonly string[] {
  return PARTS.flatMap(({ section, noun }) => {
    const then: Readonly<Record<string, unknown>> = before[section]
    const now: Readonly<Record<string, unknown>> = after[section]
    const added = Object.keys(now).filter((id) => !Object.hasOwn(then, id)).length
    const removed = Object.keys(then).filter((id) => !Object.hasOwn(now, id)).length
    const changed = Object.keys(now).filter(
      (id) => Object.hasOwn(then, id) && !same(then[id], now[id]),
    ).length
    const words = [
      added > 0 ? `${added} added` : '',
      removed > 0 ? `${removed} removed` : '',
      changed > 0 ? `${changed} changed` : '',
    ].filter((word) => word !== '')
    if (words.length === 0) return []
    const heading = `${noun[0]?.toUpperCase()}${noun.slice(1)}s`
    return [`${heading}: ${words.join(', ')}.`]
  })
}

function listed(names: readonly string[]): string {
  const sorted = [...names].sort((a, b) => a.localeCompare(b, 'en'))
  if (sorted.length <= NAMES_MAX) return sorted.join(', ')
  return `${sorted.slice(0, NAMES_MAX - 1).join(', ')} and ${sorted.length - NAMES_MAX + 1} more`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function same(a: unknown, b: unknown): boolean {
  return reuse(a, b) === a
}
