import { lambda, shop, sketch, worker } from '../topology/sketch.ts'
import type { Scenario } from './rule.ts'
import { burst, failing, fifoQueue, keyed, perSecond, queue, taking } from './sqsParts.ts'

/** A queue, and a function with so many executions at once. */
function mapped(parts: {
  readonly source: object
  readonly jobs: object
  readonly mapping?: object
  readonly handler: object
  readonly executions?: number
}) {
  const { source, jobs, mapping = {}, handler, executions = 2 } = parts
  return sketch({
    services: {
      shop: { name: 'Shop', ...shop('jobs', source) },
      resize: { name: 'Resize', replicas: executions, ...worker(['resize-jobs'], handler) },
    },
    channels: { jobs },
    subscriptions: { 'resize-jobs': lambda('jobs', 'resize', mapping) },
  })
}

const batches: Scenario = {
  id: 'sqs.lambda-batches',
  title: 'One failure brings back the whole batch',
  watch:
    'One message in ten fails. All of its batch comes again after the visibility timeout of 2 s, and is handled again.',
  topology: () =>
    mapped({
      source: burst(400, 100),
      jobs: queue('Jobs', { visibilityTimeoutMs: 2000 }),
      mapping: { functionTimeoutMs: 1000 },
      handler: { ...taking(20), ...failing(0.1) },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'failed', element: 'subscriptions/resize-jobs', times: 3 },
    { kind: 'leaseExpired', element: 'channels/jobs', times: 6 },
    { kind: 'acknowledged', element: 'subscriptions/resize-jobs', times: 20 },
  ],
}

const partial: Scenario = {
  id: 'sqs.lambda-partial',
  title: 'Only those that failed come back',
  watch: 'The function reports which messages failed. The others of the batch are deleted.',
  topology: () =>
    mapped({
      source: burst(400, 100),
      jobs: queue('Jobs', { visibilityTimeoutMs: 2000 }),
      mapping: { functionTimeoutMs: 1000, reportBatchItemFailures: true },
      handler: { ...taking(20), ...failing(0.1) },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'failed', element: 'subscriptions/resize-jobs', times: 2 },
    { kind: 'acknowledged', element: 'subscriptions/resize-jobs', times: 38 },
  ],
}

const fifo: Scenario = {
  id: 'sqs.lambda-fifo',
  title: 'A function behind a FIFO queue',
  watch:
    'Ten executions could run, but only three orders are in the queue: at most three batches at a time. At a failure the function stops, and the rest of its batch comes again in order.',
  topology: () =>
    mapped({
      source: { ...perSecond(20), ...keyed(1, 1, 1) },
      jobs: fifoQueue('Jobs', { visibilityTimeoutMs: 1000 }),
      mapping: { functionTimeoutMs: 1000, reportBatchItemFailures: true },
      handler: { ...taking(50), ...failing(0.1) },
      executions: 10,
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'leaseExpired', element: 'channels/jobs', times: 5 },
    { kind: 'acknowledged', element: 'subscriptions/resize-jobs', times: 20 },
  ],
}

const batchingWindow: Scenario = {
  id: 'sqs.lambda-window',
  title: 'Waiting for a full batch',
  watch:
    'Four messages a second, gathered for 2 s each time: the function is invoked seldom, and with eight.',
  topology: () =>
    mapped({
      source: perSecond(4),
      jobs: queue('Jobs'),
      mapping: { batchSize: 50, maximumBatchingWindowMs: 2000 },
      handler: taking(20),
      executions: 1,
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [{ kind: 'acknowledged', element: 'subscriptions/resize-jobs', times: 24 }],
}

const scaling: Scenario = {
  id: 'sqs.lambda-scaling',
  title: 'Five executions at first, then more',
  watch:
    'Two hundred messages wait. Resize begins with five executions and gets five more each second; Print may have eight at most.',
  topology: () => {
    const jobs = burst(400, 1000)
    return sketch({
      services: {
        shop: { name: 'Shop', ...shop('photos', jobs) },
        office: { name: 'Office', ...shop('letters', jobs) },
        resize: { name: 'Resize', replicas: 60, ...worker(['resize-photos'], taking(1000)) },
        print: { name: 'Print', replicas: 60, ...worker(['print-letters'], taking(1000)) },
      },
      channels: { photos: queue('Photos'), letters: queue('Letters') },
      subscriptions: {
        'resize-photos': lambda('photos', 'resize', { batchSize: 1 }),
        'print-letters': lambda('letters', 'print', { batchSize: 1, maximumConcurrency: 8 }),
      },
    })
  },
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'acknowledged', element: 'subscriptions/resize-photos', times: 150 },
    { kind: 'acknowledged', element: 'subscriptions/print-letters', times: 50 },
  ],
}

const timeout: Scenario = {
  id: 'sqs.lambda-timeout',
  title: 'A function that takes too long',
  watch:
    'Ten messages of 400 ms are too much for a timeout of 3 s: the invocation has failed, and the whole batch comes again, those that were handled in time as well.',
  topology: () =>
    mapped({
      source: burst(20, 1000),
      jobs: queue('Jobs', { visibilityTimeoutMs: 4000 }),
      handler: taking(400),
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'abandoned', element: 'subscriptions/resize-jobs', times: 2 },
    { kind: 'leaseExpired', element: 'channels/jobs', times: 10 },
  ],
}

export const lambdaScenarios: readonly Scenario[] = [
  batches,
  partial,
  fifo,
  batchingWindow,
  scaling,
  timeout,
]
