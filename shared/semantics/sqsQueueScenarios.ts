import { shop, sketch, sqs, worker } from '../topology/sketch.ts'
import type { Scenario } from './rule.ts'
import {
  burst,
  commandsAt,
  failing,
  line,
  perSecond,
  queue,
  redrivenTo,
  taking,
} from './sqsParts.ts'

const slowConsumer: Scenario = {
  id: 'sqs.slow-consumer',
  title: 'A visibility timeout that is shorter than the handling',
  watch:
    'Packing takes 1.5 s, and messages are hidden for 1 s: they are handed out again while they are still worked on.',
  topology: () =>
    line({
      source: perSecond(1),
      channel: { visibilityTimeoutMs: 1000 },
      handler: taking(1500),
      concurrency: 3,
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'leaseExpired', element: 'channels/jobs', times: 5 },
    { kind: 'acknowledged', element: 'subscriptions/packing-jobs', times: 4 },
  ],
}

const slowBatches: Scenario = {
  id: 'sqs.slow-batches',
  title: 'Ten messages of one receive, and one visibility timeout',
  watch:
    'Each message takes 300 ms, and all ten of a receive are hidden for 2 s from the same moment: the last ones come again.',
  topology: () =>
    line({
      source: burst(400, 50),
      channel: { visibilityTimeoutMs: 2000 },
      consumer: { maxNumberOfMessages: 10 },
      handler: taking(300),
      concurrency: 2,
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'leaseExpired', element: 'channels/jobs', times: 3 },
    { kind: 'delivered', element: 'subscriptions/packing-jobs', times: 22 },
  ],
}

const extending: Scenario = {
  id: 'sqs.extending',
  title: 'A consumer that asks for more time',
  watch:
    'Packing takes 2.5 s and is given 1 s, but asks again every half second: nothing is handed out twice.',
  topology: () =>
    line({
      source: perSecond(1),
      channel: {},
      consumer: { visibilityTimeoutMs: 1000, extendVisibilityEveryMs: 500 },
      handler: taking(2500),
      concurrency: 3,
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'leaseExtended', element: 'subscriptions/packing-jobs', times: 20 },
    { kind: 'leaseExpired', element: 'channels/jobs', times: 0 },
  ],
}

const releasing: Scenario = {
  id: 'sqs.releasing',
  title: 'Failures that are released at once',
  watch: 'What fails is visible again at once, without the 30 s of the visibility timeout.',
  topology: () =>
    line({
      source: perSecond(2),
      channel: {},
      consumer: { whenFailed: 'release' },
      handler: { ...taking(100), ...failing(0.5) },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'requeued', element: 'subscriptions/packing-jobs', times: 5 },
    { kind: 'leaseExpired', element: 'channels/jobs', times: 0 },
  ],
}

const crash: Scenario = {
  id: 'sqs.crash',
  title: 'A consumer crashes, and SQS does not notice',
  watch:
    'Packing crashes at 2 s and is back at 3 s. What it had in hand comes again only when its visibility timeout of 4 s ends.',
  topology: () =>
    line({
      source: perSecond(4),
      channel: { visibilityTimeoutMs: 4000 },
      consumer: { maxNumberOfMessages: 10 },
      handler: taking(200),
    }),
  seed: 1,
  untilMs: 10_000,
  commands: commandsAt(
    [2100, { kind: 'fault', fault: { kind: 'crash', serviceId: 'packing' } }],
    [3000, { kind: 'recover', serviceId: 'packing', fault: 'crash' }],
  ),
  shows: [
    { kind: 'abandoned', element: 'subscriptions/packing-jobs' },
    { kind: 'leaseExpired', element: 'channels/jobs' },
  ],
}

const batchDelete: Scenario = {
  id: 'sqs.batch-delete',
  title: 'Deleting a whole receive at once',
  watch:
    'Packing deletes the messages of a receive together. The crash at 2.1 s brings back those that it had handled, too.',
  topology: () =>
    line({
      source: burst(40, 500),
      channel: { visibilityTimeoutMs: 4000 },
      consumer: { maxNumberOfMessages: 10, deletes: 'batch' },
      handler: taking(150),
    }),
  seed: 1,
  untilMs: 10_000,
  commands: commandsAt(
    [2100, { kind: 'fault', fault: { kind: 'crash', serviceId: 'packing' } }],
    [2500, { kind: 'recover', serviceId: 'packing', fault: 'crash' }],
  ),
  shows: [
    { kind: 'abandoned', element: 'subscriptions/packing-jobs', times: 6 },
    { kind: 'acknowledged', element: 'subscriptions/packing-jobs', times: 20 },
  ],
}

const competing: Scenario = {
  id: 'sqs.competing',
  title: 'Two services that receive from one queue',
  watch:
    'Each message goes to Packing or to Audit, never to both, and not in the order of sending.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('jobs', perSecond(8)) },
        packing: { name: 'Packing', ...worker(['packing-jobs'], taking(200)) },
        audit: { name: 'Audit', ...worker(['audit-jobs'], taking(200)) },
      },
      channels: { jobs: queue('Jobs') },
      subscriptions: {
        'packing-jobs': sqs('jobs', 'packing', { waitTimeMs: 20_000 }),
        'audit-jobs': sqs('jobs', 'audit', { waitTimeMs: 20_000 }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'acknowledged', element: 'subscriptions/packing-jobs', times: 20 },
    { kind: 'acknowledged', element: 'subscriptions/audit-jobs', times: 20 },
  ],
}

const inFlight: Scenario = {
  id: 'sqs.in-flight',
  title: '120,000 messages in flight, and no more',
  watch:
    'Everything fails at once and stays hidden for 30 s. After some nine seconds so many messages are in flight that receives bring nothing.',
  topology: () =>
    line({
      source: perSecond(14_000),
      channel: {},
      consumer: { maxNumberOfMessages: 10 },
      handler: { ...taking(0.1), ...failing(1) },
      concurrency: 10,
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [{ kind: 'delivered', element: 'subscriptions/packing-jobs', times: 120_000 }],
}

const purge: Scenario = {
  id: 'sqs.purge',
  title: 'Purging a queue',
  watch:
    'At 5 s the queue is purged: what waits and what is in flight is gone. The purge at 8 s is refused, one a minute is allowed.',
  topology: () =>
    line({
      source: perSecond(10),
      channel: {},
      consumer: { maxNumberOfMessages: 10 },
      handler: taking(500),
    }),
  seed: 1,
  untilMs: 10_000,
  commands: commandsAt(
    [5000, { kind: 'operate', channelId: 'jobs', operation: { kind: 'purge' } }],
    [8000, { kind: 'operate', channelId: 'jobs', operation: { kind: 'purge' } }],
  ),
  shows: [{ kind: 'purged', element: 'channels/jobs', times: 30 }],
}

const poison: Scenario = {
  id: 'sqs.poison',
  title: 'To the dead-letter queue, and back',
  watch:
    'Half of the messages fail for as long as Packing does. After two receives they go to Dead letters; from 7 s on an operator sends them back, two a second.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('jobs', burst(4, 4000)) },
        packing: {
          name: 'Packing',
          concurrency: 2,
          ...worker(['packing-jobs'], { ...taking(50), ...failing(0.5) }),
        },
      },
      channels: {
        jobs: queue('Jobs', { visibilityTimeoutMs: 1000, ...redrivenTo('dead', 2) }),
        dead: queue('Dead letters', { messageRetentionPeriodMs: 1_209_600_000 }),
      },
      subscriptions: { 'packing-jobs': sqs('jobs', 'packing', { waitTimeMs: 20_000 }) },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: commandsAt([
    7000,
    { kind: 'operate', channelId: 'dead', operation: { kind: 'redrive', ratePerSecond: 2 } },
  ]),
  shows: [
    { kind: 'deadLettered', element: 'channels/jobs', times: 2 },
    { kind: 'redriven', element: 'channels/dead', times: 2 },
  ],
}

export const sqsQueueScenarios: readonly Scenario[] = [
  slowConsumer,
  slowBatches,
  extending,
  releasing,
  crash,
  batchDelete,
  competing,
  inFlight,
  purge,
  poison,
]
