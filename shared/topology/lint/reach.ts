// Parts of a drawing that take no part in anything.

import { entriesById } from '../../lib/entries.ts'
import { grouped } from '../../lib/grouped.ts'
import type { TopologyEdge } from '../edges.ts'
import type { Topology } from '../topology.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { listed, named } from './words.ts'

export function orphanedNodes({ topology, edges }: Examined): readonly LintProblem[] {
  const connected = endsOf(edges)
  return nodesOf(topology)
    .filter(({ id }) => !connected.has(id))
    .map(({ id, section }) => ({
      severity: 'warning',
      code: 'orphaned',
      message:
        section === 'services'
          ? `${named(topology, id)} is connected to nothing. Let it publish to a channel, or subscribe to one.`
          : `${named(topology, id)} is connected to nothing. Let a service publish to it, and another read it.`,
      elementIds: [id],
      path: [section, id],
    }))
}

/** What hangs together and hears of nothing is one problem, told once. */
export function unreachableNodes(examined: Examined): readonly LintProblem[] {
  const { topology, edges, reached } = examined
  const connected = endsOf(edges)
  const unreached = nodesOf(topology).filter(({ id }) => connected.has(id) && !reached.has(id))
  const sections = new Map(unreached.map(({ id, section }) => [id, section]))
  return clustersOf(sections, edges).map((ids) => {
    const [first = ''] = ids
    const names = listed(ids.map((id) => named(topology, id)))
    return {
      severity: 'warning',
      code: 'unreachable',
      message: `Nothing ever arrives at ${names}: no source leads there. Give a service before it a source.`,
      elementIds: ids,
      path: [sections.get(first) ?? 'channels', first],
    }
  })
}

/** Queues that fill up for ever. Dead letters are meant to lie, and a log is there to be kept. */
export function unreadQueues({
  topology,
  edges,
  connections,
  reached,
}: Examined): readonly LintProblem[] {
  const fed = fedDirectly(edges)
  return entriesById(topology.channels).flatMap(([id, channel]) => {
    if (channel.kind !== 'rabbitQueue' && channel.kind !== 'sqsQueue') return []
    if (connections.consumersOf(id).length > 0 || !fed.has(id) || !reached.has(id)) return []
    if (channel.kind === 'rabbitQueue' && channel.messageTtlMs !== undefined) return []
    if (channel.kind === 'rabbitQueue' && channel.queueType === 'stream') return []
    return [
      {
        severity: 'warning',
        code: 'unread-queue',
        message: `Nobody reads ${named(topology, id)}: its messages pile up. Connect it to a service.`,
        elementIds: [id],
        path: ['channels', id],
      } as const,
    ]
  })
}

type Section = 'services' | 'channels'

function nodesOf(
  topology: Topology,
): readonly { readonly id: string; readonly section: Section }[] {
  const of = (section: Section) =>
    entriesById<unknown>(topology[section]).map(([id]) => ({ id, section }))
  return [...of('services'), ...of('channels')]
}

function endsOf(edges: readonly TopologyEdge[]): ReadonlySet<string> {
  return new Set(edges.flatMap(({ fromId, toId }) => [fromId, toId]))
}

/** Channels that services publish to, and what these are bound to: not by dead letters alone. */
function fedDirectly(edges: readonly TopologyEdge[]): ReadonlySet<string> {
  const bindings = grouped(
    edges.filter(({ kind }) => kind === 'binding'),
    ({ fromId }) => fromId,
  )
  const fed = new Set(edges.filter(({ kind }) => kind === 'publish').map(({ toId }) => toId))
  // A set hands out what is added to it while it is walked through.
  for (const channelId of fed) for (const { toId } of bindings.get(channelId) ?? []) fed.add(toId)
  return fed
}

/** The ids, those together that edges connect. */
function clustersOf(
  ids: ReadonlyMap<string, unknown>,
  edges: readonly TopologyEdge[],
): readonly (readonly string[])[] {
  const between = edges.filter(({ fromId, toId }) => ids.has(fromId) && ids.has(toId))
  const both = between.flatMap(({ fromId, toId }) => [
    { from: fromId, to: toId },
    { from: toId, to: fromId },
  ])
  const neighbours = grouped(both, ({ from }) => from)
  const told = new Set<string>()
  return [...ids.keys()].flatMap((start) => {
    if (told.has(start)) return []
    const cluster = new Set([start])
    for (const id of cluster) for (const { to } of neighbours.get(id) ?? []) cluster.add(to)
    for (const id of cluster) told.add(id)
    return [[...cluster]]
  })
}
