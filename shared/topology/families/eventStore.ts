// KurrentDB (EventStoreDB): stores of event streams, subscriptions and appenders, under the names of its
// stream metadata and clients.

import { z } from 'zod'
import { durationMsSchema, nameSchema } from '../fields.ts'
import { described, taken } from './common.ts'
import { setting } from './setting.ts'

const countSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER)

/** A stream for each key, named after the store: `orders-4711`; events without a key share `orders`. */
export const eventStoreSchema = z.strictObject({
  kind: z.literal('eventStore'),
  ...described,
  maxCount: setting(countSchema, {
    name: '$maxCount',
    default: null,
    help: 'Only so many of the newest events of a stream can be read in it.',
  }),
  maxAgeMs: setting(durationMsSchema.min(1000), {
    name: '$maxAge',
    default: null,
    help: 'Older events of a stream cannot be read in it.',
  }),
  scavengeIntervalMs: setting(durationMsSchema.min(1000), {
    name: 'Scavenged every',
    official: false,
    default: null,
    help: 'Subscriptions to $all see what $maxCount and $maxAge hide, until a scavenge deletes it.',
  }),
})

const START = z.enum(['start', 'end'])

export const catchUpConsumerSchema = z.strictObject({
  kind: z.literal('catchUpConsumer'),
  ...taken,
  startFrom: setting(START, {
    name: 'fromPosition',
    default: 'start',
    help: 'Where it begins to read that has no checkpoint yet.',
  }),
  checkpointIntervalMs: setting(durationMsSchema, {
    name: 'Stores its checkpoint every',
    official: false,
    default: 0,
    help: 'At 0 with each event. Otherwise a crash repeats what was handled since the last one.',
  }),
  /** When all attempts have failed. */
  whenExhausted: setting(z.enum(['resubscribe', 'skip']), {
    name: 'When attempts run out',
    official: false,
    default: 'resubscribe',
    help: 'Resubscribe: reads on from its checkpoint, and is stuck as long as the event fails. Skip: leaves it out.',
  }),
  resubscribeDelayMs: setting(durationMsSchema, {
    name: 'Resubscribes after',
    official: false,
    default: 1000,
    help: 'From the failure that dropped the subscription to the next one.',
  }),
})

const CONSUMER_STRATEGIES = [
  'RoundRobin',
  'DispatchToSingle',
  'Pinned',
  'PinnedByCorrelation',
] as const

export const persistentConsumerSchema = z.strictObject({
  kind: z.literal('persistentConsumer'),
  ...taken,
  /** Each slot of the service is one consumer of the group. */
  groupName: nameSchema,
  namedConsumerStrategy: setting(z.enum(CONSUMER_STRATEGIES), {
    name: 'NamedConsumerStrategy',
    default: 'RoundRobin',
    help: 'Who gets the next event: each in turn, one until it is full, or the same for a stream or a story.',
  }),
  startFrom: setting(START, {
    name: 'StartFrom',
    default: 'end',
    help: 'Where the group begins to read while it has no checkpoint.',
  }),
  bufferSize: setting(z.int().min(1).max(10_000), {
    name: 'bufferSize',
    default: 10,
    help: 'Events that one consumer has in hand at most.',
  }),
  messageTimeoutMs: setting(durationMsSchema.min(1), {
    name: 'MessageTimeout',
    default: 30_000,
    help: 'What is not acknowledged by then is sent again; looked at once a second.',
  }),
  maxRetryCount: setting(z.int().min(0).max(10_000), {
    name: 'MaxRetryCount',
    default: 10,
    help: 'What was sent again so often is parked.',
  }),
  checkPointAfterMs: setting(durationMsSchema, {
    name: 'CheckPointAfter',
    default: 2000,
    help: 'Between checkpoints, unless MaxCheckPointCount is reached before.',
  }),
  minCheckPointCount: setting(z.int().min(1).max(1_000_000), {
    name: 'MinCheckPointCount',
    default: 10,
    help: 'Fewer events make no checkpoint, however long they wait for one.',
  }),
  maxCheckPointCount: setting(z.int().min(1).max(1_000_000), {
    name: 'MaxCheckPointCount',
    default: 1000,
    help: 'So many events make a checkpoint at once.',
  }),
  historyBufferSize: setting(z.int().min(1).max(100_000), {
    name: 'HistoryBufferSize',
    default: 500,
    help: 'While so many events wait to be sent again, nothing new is read.',
  }),
  /** When all attempts have failed. */
  whenExhausted: setting(z.enum(['park', 'retry', 'skip']), {
    name: 'Nack action',
    default: 'park',
    help: 'Park: put aside for an operator. Retry: sent again at once. Skip: left out.',
  }),
})

export const eventStoreAppenderSchema = z.strictObject({
  kind: z.literal('eventStoreAppender'),
  expectedVersion: setting(z.enum(['any', 'current', 'noStream']), {
    name: 'ExpectedState',
    default: 'any',
    help: 'Current: as the handler found the stream when it began; if another has appended meanwhile, the attempt fails.',
  }),
})
