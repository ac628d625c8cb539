import { describe, expect, it } from 'vitest'
import { kafka, rabbit, shop, sketch, sqs, worker } from '../sketch.ts'
import { fixed, messages, problems } from './found.ts'

const retry = { attempts: 3, backoffMs: 10, multiplier: 2, backoffMaxMs: 1000 }

describe('failures', () => {
  it('warns of a Kafka record that is dropped after its last attempt', () => {
    const topic = { kind: 'kafkaTopic', partitions: 1 }
    const reading = (more: object) => office(topic, kafka('inbox', 'clerk', { retry, ...more }))

    expect(messages(reading({ deadLetterChannelId: 'inbox' }), 'lost-failures')).toEqual([])
    expect(messages(office(topic, kafka('inbox', 'clerk'), never), 'lost-failures')).toEqual([])
    expect(problems(reading({}), 'lost-failures')).toMatchObject([
      {
        severity: 'warning',
        message:
          "After 3 failed attempts 'clerk' drops a record of 'inbox'. Give the subscription a dead-letter channel to keep it.",
        elementIds: ['subscription:inbox-clerk'],
        path: ['subscriptions', 'inbox-clerk'],
      },
    ])
  })

  it('warns of a RabbitMQ message that is rejected into nothing, or never settled', () => {
    const queue = { kind: 'rabbitQueue' }
    const reading = (more: object, failing = sometimes) =>
      office(queue, rabbit('inbox', 'clerk', more), failing)
    const kept = office({ ...queue, deadLetterExchangeId: 'dead' }, rabbit('inbox', 'clerk'))

    expect(messages(kept, 'lost-failures')).toEqual([])
    expect(messages(reading({}), 'lost-failures')).toEqual([
      "After 1 failed attempt 'clerk' rejects a message of 'inbox', and it is lost. Give the queue a dead-letter exchange to keep it.",
    ])
    expect(messages(reading({ noAck: true, whenExhausted: 'requeue' }), 'lost-failures')).toEqual([
      "A message of 'inbox' that fails in 'clerk' is lost: without acknowledgements it is settled when it is sent. Turn them on to keep it.",
    ])
    expect(messages(reading({ whenExhausted: 'requeue' }), 'endless-redelivery')).toEqual([])
    const hopeless = reading({ whenExhausted: 'requeue' }, { failure: { probability: 1 } })
    expect(messages(hopeless, 'endless-redelivery')).toEqual([
      "Every message of 'inbox' fails in 'clerk' and is requeued, at once and for ever. Reject it instead.",
    ])
  })

  it('warns of an SQS message that comes again until it expires', () => {
    const redrivePolicy = { deadLetterQueueId: 'dead', maxReceiveCount: 3 }

    expect(
      messages(
        office({ kind: 'sqsQueue', redrivePolicy }, sqs('inbox', 'clerk')),
        'endless-redelivery',
      ),
    ).toEqual([])
    expect(
      messages(office({ kind: 'sqsQueue' }, sqs('inbox', 'clerk')), 'endless-redelivery'),
    ).toEqual([
      "A message of 'inbox' that fails in 'clerk' comes again every 30 s until its retention of 4 d ends. Give the queue a redrive policy to put it aside.",
    ])
  })

  it('warns of a visibility timeout that a batch outlasts', () => {
    const reading = (maxNumberOfMessages: number) =>
      office({ kind: 'sqsQueue' }, sqs('inbox', 'clerk', { maxNumberOfMessages }), {
        serviceTime: { kind: 'constant', valueMs: 4000 },
      })

    expect(messages(reading(7), 'short-visibility')).toEqual([])
    expect(messages(reading(10), 'short-visibility')).toEqual([
      "'clerk' may need 40 s for 10 messages of 'inbox' received at once, but they are hidden for 30 s only: they are delivered again before they are done.",
    ])
    expect(fixed(reading(10), 'short-visibility')).toBe(80_000)
  })

  it.each([
    [{ kind: 'exponential', meanMs: 10_100 }, 1],
    [{ kind: 'exponential', meanMs: 9900 }, 0],
    [{ kind: 'uniform', minMs: 0, maxMs: 31_600 }, 1],
    [{ kind: 'uniform', minMs: 0, maxMs: 31_500 }, 0],
    // exp(1.645 σ - σ²/2) = 1.945 for a coefficient of variation of 0.5
    [{ kind: 'logNormal', meanMs: 15_300, cv: 0.5 }, 0],
    [{ kind: 'logNormal', meanMs: 15_500, cv: 0.5 }, 1],
  ])('goes by the 95th percentile of %j', (serviceTime, count) => {
    const topology = office({ kind: 'sqsQueue' }, sqs('inbox', 'clerk'), { serviceTime })

    expect(problems(topology, 'short-visibility')).toHaveLength(count)
  })

  it('warns of competing consumers without a prefetch limit', () => {
    const reading = (more: object, replicas: number) =>
      office({ kind: 'rabbitQueue' }, rabbit('inbox', 'clerk', more), never, replicas)

    expect(messages(reading({}, 1), 'unlimited-prefetch')).toEqual([])
    expect(messages(reading({ prefetchCount: 1 }, 3), 'unlimited-prefetch')).toEqual([])
    expect(messages(reading({}, 3), 'unlimited-prefetch')).toEqual([
      "'inbox' has 3 consumers, but without a prefetch limit a backlog goes to the first of them while the others have nothing to do.",
    ])
    expect(fixed(reading({}, 3), 'unlimited-prefetch')).toBe(10)
  })
})

const sometimes = { failure: { probability: 0.1 } }
const never = { failure: { probability: 0 } }

function office(inbox: object, subscription: object, more: object = sometimes, replicas = 1) {
  return sketch({
    services: { shop: shop('inbox'), clerk: { replicas, ...worker(['inbox-clerk'], more) } },
    channels: { inbox },
    subscriptions: { 'inbox-clerk': subscription },
  })
}
