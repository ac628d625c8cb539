// Random drawings that run: a few stages of services, each fed by a channel of any family, with
// retries, dead letters, filters, delays, and now and then a way back. And random commands for them.

import fc from 'fast-check'
import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { removeNodes, setField } from '#shared/topology/edits.ts'
import { isRunnable } from '#shared/topology/lint.ts'
import { parseTopology } from '#shared/topology/parse.ts'
import type { Command, RunChange } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'

interface Stage {
  readonly family: 'kafka' | 'rabbit' | 'sqs'
  readonly replicas: number
  readonly concurrency: number
  readonly serviceTime: object
  readonly failure: number
  readonly attempts: number
  /** Where its output goes: so many stages on, or back where that is negative. */
  readonly reach: number
  readonly probability: number
  readonly count: number
  readonly delayMs: number
  readonly batch: number
  readonly hasDeadLetters: boolean
  readonly isEager: boolean
  readonly ttlMs: number
  readonly takesAll: boolean
}

const anyStage: fc.Arbitrary<Stage> = fc.record({
  family: fc.constantFrom('kafka', 'rabbit', 'sqs'),
  replicas: fc.integer({ min: 0, max: 3 }),
  concurrency: fc.integer({ min: 1, max: 2 }),
  serviceTime: fc.constantFrom(
    { kind: 'constant', valueMs: 0 },
    { kind: 'constant', valueMs: 20 },
    { kind: 'exponential', meanMs: 30 },
    { kind: 'uniform', minMs: 1, maxMs: 200 },
    { kind: 'logNormal', meanMs: 40, cv: 2 },
  ),
  failure: fc.constantFrom(0, 0, 0.1, 0.5, 1),
  attempts: fc.integer({ min: 1, max: 3 }),
  reach: fc.constantFrom(1, 1, 2, -1),
  probability: fc.constantFrom(1, 0.5),
  count: fc.integer({ min: 1, max: 2 }),
  delayMs: fc.constantFrom(0, 0, 700),
  batch: fc.integer({ min: 1, max: 10 }),
  hasDeadLetters: fc.boolean(),
  isEager: fc.boolean(),
  ttlMs: fc.constantFrom(0, 300, 5000),
  takesAll: fc.boolean(),
})

function anyRunnable(): fc.Arbitrary<Topology> {
  return fc
    .record({
      stages: fc.array(anyStage, { minLength: 1, maxLength: 4 }),
      ratePerSecond: fc.constantFrom(0, 1, 20, 100),
      process: fc.constantFrom('constant', 'poisson'),
      keys: fc.option(fc.integer({ min: 1, max: 20 })),
    })
    .map(({ stages, ratePerSecond, process, keys }) =>
      assembled(stages, {
        arrivals: { kind: process, ratePerSecond },
        ...(keys === null ? {} : { keys: spaceOf(keys) }),
      }),
    )
}

/** A run of some seconds, with what is done to it meanwhile. */
export function anyRun() {
  return fc
    .record({
      topology: anyRunnable(),
      seed: fc.nat(),
      deeds: fc.array(anyDeed(), { maxLength: 8 }),
    })
    .map(({ topology, seed, deeds }) => ({
      topology,
      seed,
      commands: commandsOf(topology, deeds),
    }))
}

/** All runs end here. */
export const RUN_NS = 12e9

type Deed = readonly [atMs: number, which: number, what: keyof typeof DEEDS]

function anyDeed(): fc.Arbitrary<Deed> {
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
    fault: (['crash', 'pause', 'slow'] as const)[which % 3] ?? 'crash',
  }),
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
  removeService: (topology: Topology, which: number) =>
    editOf(removeNodes(topology, [serviceOf(topology, which)])),
  removeChannel: (topology: Topology, which: number) => {
    const ids = Object.keys(topology.channels)
    return editOf(removeNodes(topology, [ids[which % ids.length] ?? '']))
  },
  audit: (topology: Topology, which: number) => editOf(auditOf(topology, which)),
} satisfies Record<string, (topology: Topology, which: number) => RunChange | null>

/** Deeds in the order of time, those left out that make no sense by then. */
function commandsOf(start: Topology, deeds: readonly Deed[]): Command[] {
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

function fault(kind: 'crash' | 'pause' | 'slow', serviceId: string): RunChange {
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

const SUBSCRIBED: ReadonlySet<string> = new Set(['kafkaTopic', 'rabbitQueue', 'sqsQueue'])

const CONSUMERS = {
  kafkaTopic: { kind: 'kafkaConsumer', groupId: 'audit', autoOffsetReset: 'earliest' },
  rabbitQueue: { kind: 'rabbitConsumer', prefetchCount: 5 },
  sqsQueue: { kind: 'sqsConsumer', maxNumberOfMessages: 10 },
}

function assembled(stages: readonly Stage[], source: object): Topology {
  const channels: Record<string, unknown> = {
    'dead-topic': { kind: 'kafkaTopic', name: 'dead-topic', partitions: 2 },
    'dead-exchange': { kind: 'rabbitExchange', name: 'dead-exchange', type: 'fanout' },
    'dead-rabbit': { kind: 'rabbitQueue', name: 'dead-rabbit' },
    'dead-sqs': { kind: 'sqsQueue', name: 'dead-sqs' },
  }
  const bindings: Record<string, unknown> = {
    dead: binding('rabbitBinding', 'dead-exchange', 'dead-rabbit', { routingKey: '' }),
  }
  const services: Record<string, unknown> = {
    shop: service('Shop', { sources: { placed: { ...published('placed', 0), ...source } } }),
  }
  const subscriptions: Record<string, unknown> = {}
  stages.forEach((stage, index) => {
    Object.assign(channels, channelsOf(stage, index))
    Object.assign(bindings, bindingsOf(stage, index))
    subscriptions[`sub-${index}`] = subscriptionOf(stage, index)
    services[`s-${index}`] = serviceOfStage(stage, index, stages.length)
  })
  const parsed = parseTopology({
    format: 'millrace/1',
    name: 'Random',
    eventTypes: { placed: eventType('Placed', 1), handled: eventType('Handled', 2) },
    services,
    channels,
    bindings,
    subscriptions,
    layout: { nodes: {}, contexts: {} },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.topology
}

/** What a stage is published to is `entry-<n>`; what it reads may be another channel behind it. */
function channelsOf({ family, hasDeadLetters, ttlMs }: Stage, index: number) {
  const name = `entry-${index}`
  if (family === 'kafka')
    return { [name]: { kind: 'kafkaTopic', name, partitions: 1 + (index % 3) } }
  if (family === 'sqs') {
    const redrivePolicy = { deadLetterQueueId: 'dead-sqs', maxReceiveCount: 2 }
    return {
      [name]: { kind: 'snsTopic', name },
      [`queue-${index}`]: {
        kind: 'sqsQueue',
        name: `queue-${index}`,
        visibilityTimeoutMs: 1500,
        delayMs: ttlMs === 300 ? 300 : 0,
        ...(hasDeadLetters ? { redrivePolicy } : {}),
      },
    }
  }
  return {
    [name]: { kind: 'rabbitExchange', name, type: 'topic' },
    [`queue-${index}`]: {
      kind: 'rabbitQueue',
      name: `queue-${index}`,
      ...(ttlMs > 0 ? { messageTtlMs: ttlMs } : {}),
      ...(hasDeadLetters ? { deadLetterExchangeId: 'dead-exchange' } : {}),
    },
  }
}

function bindingsOf({ family, takesAll }: Stage, index: number) {
  if (family === 'kafka') return {}
  if (family === 'rabbit') {
    const routingKey = takesAll ? '#' : 'Placed'
    return {
      [`b-${index}`]: binding('rabbitBinding', `entry-${index}`, `queue-${index}`, { routingKey }),
    }
  }
  const filter = takesAll ? {} : { filterPolicy: { tier: ['gold'] } }
  return { [`b-${index}`]: binding('snsSubscription', `entry-${index}`, `queue-${index}`, filter) }
}

function subscriptionOf(stage: Stage, index: number) {
  const { family, attempts, batch, isEager, hasDeadLetters } = stage
  const rest = { serviceId: `s-${index}`, retry: retryOf(attempts) }
  if (family === 'kafka')
    return {
      kind: 'kafkaConsumer',
      channelId: `entry-${index}`,
      groupId: `g-${index}`,
      maxPollRecords: batch,
      enableAutoCommit: isEager,
      autoCommitIntervalMs: 1000,
      sessionTimeoutMs: 6000,
      autoOffsetReset: isEager ? 'latest' : 'earliest',
      ...(hasDeadLetters ? { deadLetterChannelId: 'dead-topic' } : {}),
      ...rest,
    }
  if (family === 'sqs')
    return {
      kind: 'sqsConsumer',
      channelId: `queue-${index}`,
      maxNumberOfMessages: batch,
      waitTimeMs: isEager ? 2000 : 0,
      ...rest,
    }
  return {
    kind: 'rabbitConsumer',
    channelId: `queue-${index}`,
    prefetchCount: batch - 1,
    noAck: isEager && batch === 10,
    // Requeueing what always fails would not let time pass where handling takes none.
    whenExhausted: stage.failure < 1 && isEager ? 'requeue' : 'reject',
    ...rest,
  }
}

function serviceOfStage(stage: Stage, index: number, stages: number) {
  const { replicas, concurrency, serviceTime, failure, reach, takesAll } = stage
  const next = index + reach
  const { probability, count, delayMs } = stage
  // A way back leads round less often than it is taken.
  const shrunk = reach < 0 ? { probability: 0.3, count: 1 } : { probability, count }
  const rest = { key: { kind: 'carry' }, delayMs, ...shrunk }
  const outputs =
    next >= 0 && next < stages ? { out: { ...published('handled', next), ...rest } } : {}
  const handle = {
    ...handler(`sub-${index}`),
    serviceTime,
    failure: { probability: failure },
    outputs,
    ...(takesAll ? {} : { eventTypeIds: ['placed'] }),
  }
  return service(`S${index}`, { replicas, concurrency, handlers: { handle } })
}

function service(name: string, parts: object) {
  return {
    name,
    role: 'service',
    replicas: 1,
    concurrency: 1,
    sources: {},
    handlers: {},
    ...parts,
  }
}

function handler(subscriptionId: string) {
  return {
    subscriptionIds: [subscriptionId],
    serviceTime: { kind: 'constant', valueMs: 5 },
    failure: { probability: 0 },
    outputs: {},
  }
}

function published(eventTypeId: string, stage: number) {
  const tier = [
    { value: 'gold', weight: 1 },
    { value: 'basic', weight: 1 },
  ]
  return { eventTypeId, channelId: `entry-${stage}`, attributes: { tier } }
}

function binding(kind: string, fromChannelId: string, toChannelId: string, rest: object) {
  return { kind, fromChannelId, toChannelId, ...rest }
}

function retryOf(attempts: number) {
  return { attempts, backoffMs: 50, multiplier: 2, backoffMaxMs: 1000 }
}

function spaceOf(size: number) {
  return { prefix: 'key-', size, distribution: { kind: 'uniform' } }
}

function eventType(name: string, hue: number) {
  const versions = [{ version: 1, schema: { type: 'object' } }]
  return { name, keyPath: 'id', compatibility: 'backward', versions, hue, shape: 'circle' }
}
