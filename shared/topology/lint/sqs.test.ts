import { describe, expect, it } from 'vitest'
import { lambda, shop, sketch, worker } from '../sketch.ts'
import { fixed, messages } from './found.ts'

const fifo = { kind: 'sqsQueue', fifoQueue: true, contentBasedDeduplication: true }
const standard = { kind: 'sqsQueue' }

describe('SQS', () => {
  it('has dead-letter queues of the type of their source', () => {
    const drawing = (jobs: object, dead: object) =>
      sketch({
        channels: {
          jobs: { ...jobs, redrivePolicy: { deadLetterQueueId: 'dead', maxReceiveCount: 3 } },
          dead,
        },
      })

    expect(messages(drawing(fifo, fifo), 'dead-letter-type')).toEqual([])
    expect(messages(drawing(standard, standard), 'dead-letter-type')).toEqual([])
    expect(messages(drawing(standard, fifo), 'dead-letter-type')).toEqual([
      "'jobs' is a standard queue, and its dead letters go to 'dead', which is none. A dead-letter queue is of the type of its source.",
    ])
    expect(fixed(drawing(fifo, standard), 'dead-letter-type')).toBe(true)
  })

  it('[sqs.fifo-high-throughput] has a limit for each message group only with deduplication by group', () => {
    const limited = (queue: object, more: object = {}) =>
      sketch({
        channels: { jobs: { ...queue, fifoThroughputLimit: 'perMessageGroupId', ...more } },
      })

    expect(messages(limited(fifo), 'throughput-limit')).toEqual([
      "'jobs' has a throughput limit for each message group, which AWS takes with the deduplication scope messageGroup only.",
    ])
    expect(fixed(limited(fifo), 'throughput-limit')).toBe('messageGroup')
    expect(
      messages(limited(fifo, { deduplicationScope: 'messageGroup' }), 'throughput-limit'),
    ).toEqual([])
    expect(messages(limited(standard), 'throughput-limit')).toEqual([])
  })

  it('has a deduplication id for what is sent to a FIFO queue, and no delay', () => {
    const sending = (queue: object, producer?: object) =>
      sketch({
        services: {
          shop: shop('jobs', producer && { producer: { kind: 'awsSender', ...producer } }),
        },
        channels: { jobs: queue },
      })
    const withoutContent = { ...fifo, contentBasedDeduplication: false }

    expect(messages(sending(fifo), 'no-deduplication-id')).toEqual([])
    expect(messages(sending(standard), 'no-deduplication-id')).toEqual([])
    expect(
      messages(sending(withoutContent, { deduplication: 'event' }), 'no-deduplication-id'),
    ).toEqual([])
    expect(messages(sending(withoutContent), 'no-deduplication-id')).toEqual([
      "The source 'source' of 'shop' sends to the FIFO queue 'jobs' without a deduplication id: it is refused. Give the sender one, or let 'jobs' use content-based deduplication.",
    ])
    expect(fixed(sending(withoutContent), 'no-deduplication-id')).toBe(true)
    expect(messages(sending(fifo, { delayMs: 0 }), 'fifo-delay')).toEqual([])
    expect(messages(sending(fifo, { delayMs: 1 }), 'fifo-delay')).toEqual([
      "The source 'source' of 'shop' sends to the FIFO queue 'jobs' with a delay of its own, which a FIFO queue refuses. Give the queue the delay.",
    ])
  })

  it('has batches and windows that Lambda takes', () => {
    const code = 'event-source-mapping'
    const many = { batchSize: 11 }

    expect(messages(mapped(standard, {}), code)).toEqual([])
    expect(messages(mapped(fifo, { batchSize: 10 }), code)).toEqual([])
    expect(messages(mapped(standard, { ...many, maximumBatchingWindowMs: 1000 }), code)).toEqual([])
    expect(messages(mapped(standard, many), code)).toEqual([
      "The subscription of 'resize' to 'jobs' cannot be: a batch of more than 10 messages needs a batching window of a second or more.",
    ])
    expect(messages(mapped(fifo, many), code)).toEqual([
      "The subscription of 'resize' to 'jobs' cannot be: of a FIFO queue, a batch has at most 10 messages.",
    ])
    expect(messages(mapped(fifo, { maximumBatchingWindowMs: 1000 }), code)).toEqual([
      "The subscription of 'resize' to 'jobs' cannot be: a FIFO queue knows no batching window.",
    ])
  })

  it('hides messages for long enough for the function', () => {
    const hidden = (visibilityTimeoutMs: number) =>
      mapped({ ...standard, visibilityTimeoutMs }, { functionTimeoutMs: 5000 })

    expect(messages(hidden(4999), 'event-source-mapping')).toEqual([
      "The subscription of 'resize' to 'jobs' cannot be: the visibility timeout of the queue, 4999 ms, is shorter than the timeout of the function, 5 s.",
    ])
    expect(messages(hidden(4999), 'short-visibility')).toEqual([])
    expect(messages(hidden(30_000), 'short-visibility')).toEqual([])
    expect(messages(hidden(29_000), 'short-visibility')).toEqual([
      "'jobs' hides messages for 29 s. For a function with a timeout of 5 s, AWS advises 6 times that and the batching window: 30 s.",
    ])
    expect(fixed(hidden(29_000), 'short-visibility')).toBe(30_000)
  })
})

function mapped(queue: object, mapping: object) {
  return sketch({
    services: { shop: shop('jobs'), resize: worker(['resize-jobs']) },
    channels: { jobs: queue },
    subscriptions: { 'resize-jobs': lambda('jobs', 'resize', mapping) },
  })
}
