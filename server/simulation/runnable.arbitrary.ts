// Random drawings that run: a few stages of services, each fed by a channel of any family, with
// retries, dead letters, filters, delays, and now and then a way back.

import fc from 'fast-check'
import { parseTopology } from '#shared/topology/parse.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { anyArrivals } from './arrivals.arbitrary.ts'
import { anyBreakdowns } from './breakdowns.arbitrary.ts'
import { anyDeed, commandsOf } from './deeds.arbitrary.ts'
import { anyDuration } from './durations.arbitrary.ts'
import { handler, retryOf, service } from './plainParts.fixture.ts'

interface Stage {
  readonly family: 'kafka' | 'rabbit' | 'sqs' | 'eventStore'
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
  readonly breakdowns: object | null
}

const anyStage: fc.Arbitrary<Stage> = fc.record({
  family: fc.constantFrom('kafka', 'rabbit', 'sqs', 'eventStore'),
  replicas: fc.integer({ min: 0, max: 3 }),
  concurrency: fc.integer({ min: 1, max: 2 }),
  serviceTime: anyDuration(),
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
  breakdowns: anyBreakdowns(),
})

function anyRunnable(): fc.Arbitrary<Topology> {
  return fc
    .record({
      stages: fc.array(anyStage, { minLength: 1, maxLength: 4 }),
      arrivals: anyArrivals(),
      keys: fc.option(fc.integer({ min: 1, max: 20 })),
    })
    .map(({ stages, arrivals, keys }) =>
      assembled(stages, {
        ...arrivals,
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
    layout: { nodes: {}, contexts: {}, notes: {} },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.topology
}

/** What a stage is published to is `entry-<n>`; what it reads may be another channel behind it. */
function channelsOf({ family, hasDeadLetters, ttlMs }: Stage, index: number) {
  const name = `entry-${index}`
  if (family === 'kafka')
    return { [name]: { kind: 'kafkaTopic', name, partitions: 1 + (index % 3) } }
  if (family === 'eventStore') {
    const trimmed = ttlMs > 0 ? { maxCount: 2, scavengeIntervalMs: 1000 } : {}
    return { [name]: { kind: 'eventStore', name, ...trimmed } }
  }
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

function bindingsOf({ family, takesAll, hasDeadLetters }: Stage, index: number) {
  if (family === 'kafka' || family === 'eventStore') return {}
  if (family === 'rabbit') {
    const routingKey = takesAll ? '#' : 'Placed'
    return {
      [`b-${index}`]: binding('rabbitBinding', `entry-${index}`, `queue-${index}`, { routingKey }),
    }
  }
  const terms = {
    ...(takesAll ? {} : { filterPolicy: { tier: ['gold'] } }),
    ...(hasDeadLetters ? { rawMessageDelivery: true, deadLetterQueueId: 'dead-sqs' } : {}),
  }
  return { [`b-${index}`]: binding('snsSubscription', `entry-${index}`, `queue-${index}`, terms) }
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
  if (family === 'eventStore') return { channelId: `entry-${index}`, ...rest, ...readerOf(stage) }
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

/** Of an event store. */
function readerOf({ batch, isEager, hasDeadLetters, takesAll }: Stage) {
  if (isEager)
    return {
      kind: 'catchUpConsumer',
      checkpointIntervalMs: takesAll ? 0 : 700,
      whenExhausted: hasDeadLetters ? 'skip' : 'resubscribe',
    }
  return {
    kind: 'persistentConsumer',
    groupName: 'readers',
    namedConsumerStrategy: takesAll ? 'Pinned' : 'RoundRobin',
    startFrom: hasDeadLetters ? 'end' : 'start',
    bufferSize: batch,
    messageTimeoutMs: 1500,
    maxRetryCount: 3,
    whenExhausted: hasDeadLetters ? 'park' : 'retry',
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
  const { breakdowns } = stage
  const troubles = breakdowns === null ? {} : { breakdowns }
  return service(`S${index}`, { replicas, concurrency, handlers: { handle }, ...troubles })
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

function spaceOf(size: number) {
  const distribution = { kind: 'uniform' }
  const phases = [{ fromMs: 3000, distribution: { kind: 'zipf', exponent: 1 } }]
  const rotation = { everyMs: 500, by: 2 }
  return {
    prefix: 'key-',
    size,
    distribution,
    ...(size % 3 === 0 && { phases }),
    ...(size % 4 === 0 && { rotation }),
  }
}

function eventType(name: string, hue: number) {
  const versions = [{ version: 1, schema: { type: 'object' } }]
  return { name, keyPath: 'id', compatibility: 'backward', versions, hue, shape: 'circle' }
}
