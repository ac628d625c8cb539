import { describe, expect, it } from 'vitest'
import { isRunnable } from '../lint.ts'
import { notified, shop, sketch, sqs, worker } from '../sketch.ts'
import { messages, problems } from './found.ts'

describe('filterPolicies', () => {
  it('[sns.filter-validation] keeps a drawing from running whose filter policy SNS would not accept, and says what is wrong with it', () => {
    const wrong = drawing({ binding: { filterPolicy: { state: [{ begins: 'pa' }] } } })

    expect(isRunnable(wrong)).toBe(false)
    expect(problems(wrong, 'filter-policy')).toEqual([
      expect.objectContaining({
        severity: 'error',
        code: 'filter-policy',
        message:
          "The filter policy of the binding of 'news' to 'jobs' is none. state[0]: Unrecognized match type begins. The operators are prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, cidr, exists.",
        elementIds: ['binding:b'],
        path: ['bindings', 'b', 'filterPolicy', 'state', 0],
      }),
    ])
  })

  it('[sns.filter-scope] takes nested keys in the scope of the body only', () => {
    const filterPolicy = { order: { state: ['paid'] } }

    expect(messages(drawing({ binding: { filterPolicy } }), 'filter-policy')).toHaveLength(1)
    const body = drawing({ binding: { filterPolicy, filterPolicyScope: 'MessageBody' } })
    expect(messages(body, 'filter-policy')).toEqual([])
  })
})

describe('fifoSubscribers', () => {
  it.each([
    [false, false, true],
    [true, false, true],
    [true, true, true],
    [false, true, false],
  ])(
    '[sns.fifo-subscribers] topic FIFO: %s, queue FIFO: %s, runs: %s',
    (fifoTopic, fifoQueue, runs) => {
      const topology = drawing({
        topic: { fifoTopic, contentBasedDeduplication: fifoTopic },
        queue: { fifoQueue },
      })

      expect(isRunnable(topology)).toBe(runs)
      expect(messages(topology, 'fifo-subscriber')).toEqual(
        runs
          ? []
          : [
              "The binding of 'news' to 'jobs' cannot be: 'news' is a standard topic, and 'jobs' is a FIFO queue. Turn FifoTopic of 'news' on, or subscribe a standard queue.",
            ],
      )
    },
  )
})

describe('subscriptionDeadLetters', () => {
  it('[sns.dead-letter-queue] asks for a queue of the kind of the one that is subscribed', () => {
    const found = ['dead', 'dead-fifo', 'news'].map((deadLetterQueueId) =>
      messages(drawing({ binding: { deadLetterQueueId } }), 'dead-letter-kind'),
    )

    expect(found).toEqual([
      [],
      [
        "The binding of 'news' to 'jobs' cannot send dead letters to 'dead-fifo': that of a standard queue is a standard queue as well.",
      ],
      [
        "The binding of 'news' to 'jobs' cannot send dead letters to 'news': 'news' is an SNS topic. They go to an SQS queue.",
      ],
    ])
  })
})

describe('fifoPublishers', () => {
  it('[sns.fifo-ids] asks for a deduplication id, from the sender or of the body', () => {
    const topic = { fifoTopic: true }
    const sent = { producer: { kind: 'awsSender', deduplication: 'event' } }

    expect(messages(drawing({ topic }), 'no-deduplication-id')).toHaveLength(1)
    expect(messages(drawing({ topic, source: sent }), 'no-deduplication-id')).toEqual([])
    const byBody = { ...topic, contentBasedDeduplication: true }
    expect(messages(drawing({ topic: byBody }), 'no-deduplication-id')).toEqual([])
  })
})

interface Parts {
  readonly topic?: object
  readonly queue?: object
  readonly binding?: object
  readonly source?: object
}

function drawing({ topic = {}, queue = {}, binding = {}, source = {} }: Parts) {
  return sketch({
    services: { shop: shop('news', source), worker: worker(['s']) },
    channels: {
      news: { kind: 'snsTopic', ...topic },
      jobs: { kind: 'sqsQueue', ...queue },
      dead: { kind: 'sqsQueue' },
      'dead-fifo': { kind: 'sqsQueue', fifoQueue: true },
    },
    bindings: { b: { ...notified('news', 'jobs'), ...binding } },
    subscriptions: { s: sqs('jobs', 'worker') },
  })
}
