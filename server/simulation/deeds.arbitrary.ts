// What is done to a random run: faults, their ends, operations and edits.

import fc from 'fast-check'
import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { removeNodes, setField } from '#shared/topology/edits.ts'
import { isRunnable } from '#shared/topology/lint.ts'
import { nodesOf } from '#shared/topology/operations.ts'
import {
  type Command,
  type RunChange,
  SERVICE_FAULTS,
  type ServiceFaultKind,
} from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { handler, retryOf, service } from './plainParts.fixture.ts'

export type Deed = readonly [atMs: number, which: number, what: keyof typeof DEEDS]

export function anyDeed(): fc.Arbitrary<Deed> {
  const whats = Object.keys(DEEDS) as (keyof typeof DEEDS)[]
  return fc.tuple(fc.nat(11_000), fc.nat(), fc.constantFrom(...whats))
}

const DEEDS = {
  crash: (topology: Topology, which: number) => fault('crash', serviceOf(topology, which)),
  pause: (topology: Topology, which: number) => fault('pause', serviceOf(topology, which)),
  slow: (topology: Topology, which: number) => fault('slow', serviceOf(topology, which)),
  recover: (topology: Topology, which: number) => ({
    kind: 'recover' as const,
    serviceId: serviceOf(topology, which),
    fault: SERVICE_FAULTS[which % SERVICE_FAULTS.length] ?? 'crash',
  }),
  disconnect: (topology: Topology, which: number) =>
    fault('disconnect', serviceOf(topology, which)),
  nodeDown: (topology: Topology, which: number) => {
    const node = nodeOf(topology, which)
    return node && { kind: 'fault' as const, fault: { kind: 'nodeDown' as const, ...node } }
  },
  restoreNode: (topology: Topology, which: number) => {
    const node = nodeOf(topology, which)
    return node && { kind: 'restoreNode' as const, ...node }
  },
  operate: (topology: Topology, which: number) => ({
    kind: 'operate' as const,
    channelId: channelOf(topology, which),
    operation:
      which % 3 === 0
        ? ({ kind: 'purge' } as const)
        : ({ kind: 'redrive', ratePerSecond: which % 3 === 1 ? null : 5 } as const),
  }),
  seek: (topology: Topology, which: number) => {
    const ids = Object.keys(topology.subscriptions)
    const to = ([{ kind: 'earliest' }, { kind: 'latest' }, { kind: 'time', atMs: 3000 }] as const)[
      which % 3
    ]
    const subscriptionId = ids[which % ids.length]
    return to && subscriptionId !== undefined ? { kind: 'seek' as const, subscriptionId, to } : null
  },
  rate: (topology: Topology, which: number) => {
    const path = ['services', 'shop', 'sources', 'placed', 'arrivals', 'ratePerSecond']
    return Object.hasOwn(topology.services, 'shop')
      ? editOf(setField(path, which % 50, 'Rate'))
      : null
  },
  replicas: (topology: Topology, which: number) =>
    editOf(setField(['services', serviceOf(topology, which), 'replicas'], which % 4, 'Replicas')),
  concurrency: (topology: Topology, which: number) => {
    const path = ['services', serviceOf(topology, which), 'concurrency']
    return editOf(setField(path, 1 + (which % 3), 'Concurrency'))
  },
  serviceTime: (topology: Topology, which: number) => {
    const path = ['services', serviceOf(topology, which), 'handlers', 'handle', 'serviceTime']
    return editOf(setField(path, { kind: 'constant', valueMs: which % 100 }, 'Time'))
  },
  partitions: (topology: Topology, which: number) => {
    const topics = Object.keys(topology.channels).filter(
      (id) => topology.channels[id]?.kind === 'kafkaTopic',
    )
    const path = ['channels', topics[which % topics.length] ?? '', 'partitions']
    return topics.length > 0 ? editOf(setField(path, 1 + (which % 4), 'Partitions')) : null
  },
  buffer: (topology: Topology, which: number) => {
    const [id] =
      Object.entries(topology.subscriptions).find(
        ([, { kind }]) => kind === 'persistentConsumer',
      ) ?? []
    const path = ['subscriptions', id ?? '', 'bufferSize']
    return id === undefined ? null : editOf(setField(path, 1 + (which % 20), 'Buffer'))
  },
  removeService: (topology: Topology, which: number) =>
    editOf(removeNodes(topology, [serviceOf(topology, which)])),
  removeChannel: (topology: Topology, which: number) =>
    editOf(removeNodes(topology, [channelOf(topology, which)])),
  audit: (topology: Topology, which: number) => editOf(auditOf(topology, which)),
} satisfies Record<string, (topology: Topology, which: number) => RunChange | null>

/** Deeds in the order of time, those left out that make no sense by then. */
export function commandsOf(start: Topology, deeds: readonly Deed[]): Command[] {
  const commands: Command[] = []
  let topology = start
  for (const [atMs, which, what] of deeds.toSorted((a, b) => a[0] - b[0])) {
    if (Object.keys(topology.services).length < 2) continue
    if (Object.keys(topology.channels).length === 0) continue
    const change = DEEDS[what](topology, which)
    if (!change) continue
    const next = after(topology, change)
    if (!next) continue
    topology = next
    commands.push({ atNs: atMs * 1e6, sequence: commands.length, change })
  }
  return commands
}

function after(topology: Topology, change: RunChange): Topology | null {
  if (change.kind !== 'edit') return topology
  const outcome = applyEdit(topology, change.edits[0] as Edit)
  return outcome.ok && isRunnable(outcome.topology) ? outcome.topology : null
}

function serviceOf({ services }: Topology, which: number): string {
  const ids = Object.keys(services).sort()
  return ids[which % ids.length] ?? ''
}

function channelOf({ channels }: Topology, which: number): string {
  const ids = Object.keys(channels)
  return ids[which % ids.length] ?? ''
}

/** Null where the channel has none. */
function nodeOf(topology: Topology, which: number) {
  const channelId = channelOf(topology, which)
  const channel = topology.channels[channelId]
  const nodes = channel ? nodesOf(channel) : 0
  return nodes === 0 ? null : { channelId, node: which % nodes }
}

function fault(kind: ServiceFaultKind, serviceId: string): RunChange {
  if (kind === 'slow') return { kind: 'fault', fault: { kind, serviceId, factor: 3 } }
  return { kind: 'fault', fault: { kind, serviceId } }
}

function editOf(edit: Edit): RunChange {
  return { kind: 'edit', edits: [edit] }
}

/** Another service comes, its name before all others, and reads along. */
function auditOf({ channels }: Topology, which: number): Edit {
  const read = Object.entries(channels).filter(
    ([id, { kind }]) => SUBSCRIBED.has(kind) && !id.startsWith('dead-'),
  )
  const [channelId, channel] = read[which % read.length] ?? ['', null]
  const subscription = {
    ...CONSUMERS[(channel?.kind ?? 'sqsQueue') as keyof typeof CONSUMERS],
    channelId,
    serviceId: 'audit',
    retry: retryOf(1),
  }
  const audit = service('Audit', { handlers: { handle: handler(`a-${channelId}`) } })
  return {
    label: 'Add audit',
    changes: [
      { path: ['services', 'audit'], value: audit },
      { path: ['subscriptions', `a-${channelId}`], value: subscription },
    ],
  }
}

const SUBSCRIBED: ReadonlySet<string> = new Set([
  'kafkaTopic',
  'rabbitQueue',
  'sqsQueue',
  'eventStore',
])

const CONSUMERS = {
  kafkaTopic: { kind: 'kafkaConsumer', groupId: 'audit', autoOffsetReset: 'earliest' },
  rabbitQueue: { kind: 'rabbitConsumer', prefetchCount: 5 },
  sqsQueue: { kind: 'sqsConsumer', maxNumberOfMessages: 10 },
  eventStore: { kind: 'catchUpConsumer' },
}
