import { describe, expect, it } from 'vitest'
import { edgesOf } from '../edges.ts'
import { bound, kafka, notified, output, rabbit, shop, sketch, sqs, worker } from '../sketch.ts'
import { messages, problems } from './found.ts'

const channels = {
  topic: { kind: 'kafkaTopic', partitions: 1 },
  exchange: { kind: 'rabbitExchange', type: 'topic' },
  queue: { kind: 'rabbitQueue' },
  sns: { kind: 'snsTopic' },
  sqs: { kind: 'sqsQueue' },
}

describe('kinds that do not go together', () => {
  it('lets every kind of consumer read its own kind of channel only', () => {
    const subscriptions = { a: kafka('queue', 'w'), b: rabbit('sns', 'w'), c: sqs('exchange', 'w') }
    const right = { a: kafka('topic', 'w'), b: rabbit('queue', 'w'), c: sqs('sqs', 'w') }
    const services = { w: worker(['a', 'b', 'c']) }

    expect(
      messages(sketch({ services, channels, subscriptions: right }), 'subscription-kind'),
    ).toEqual([])
    expect(messages(sketch({ services, channels, subscriptions }), 'subscription-kind')).toEqual([
      "The subscription of 'w' to 'queue' is that of a Kafka consumer, but 'queue' is a RabbitMQ queue. Subscribe as a RabbitMQ consumer.",
      "The subscription of 'w' to 'sns' is that of a RabbitMQ consumer, but 'sns' is an SNS topic. Subscribe an SQS queue to the topic, and to that queue.",
      "The subscription of 'w' to 'exchange' is that of an SQS consumer, but 'exchange' is a RabbitMQ exchange. Bind a queue to the exchange and subscribe to that.",
    ])
  })

  it('lets bindings lead within their own broker only', () => {
    const bindings = {
      a: bound('exchange', 'sqs', ''),
      b: bound('queue', 'exchange', ''),
      c: notified('sns', 'queue'),
      d: notified('exchange', 'sqs'),
    }
    const right = {
      a: bound('exchange', 'queue', ''),
      b: bound('exchange', 'exchange', ''),
      c: notified('sns', 'sqs'),
    }

    expect(messages(sketch({ channels, bindings: right }), 'binding-kind')).toEqual([])
    expect(messages(sketch({ channels, bindings }), 'binding-kind')).toEqual([
      "The binding of 'exchange' to 'sqs' cannot be: 'sqs' is an SQS queue. A RabbitMQ binding leads from an exchange to a queue or to another exchange.",
      "The binding of 'queue' to 'exchange' cannot be: 'queue' is a RabbitMQ queue. A RabbitMQ binding leads from an exchange to a queue or to another exchange.",
      "The binding of 'sns' to 'queue' cannot be: 'queue' is a RabbitMQ queue. An SNS subscription leads from an SNS topic to an SQS queue.",
      "The binding of 'exchange' to 'sqs' cannot be: 'exchange' is a RabbitMQ exchange. An SNS subscription leads from an SNS topic to an SQS queue.",
    ])
  })

  it('lets a publisher have the settings of the broker that it publishes to only', () => {
    const producers = { topic: 'kafkaProducer', exchange: 'rabbitPublisher', sns: 'awsSender' }
    const right = Object.entries(producers).map(([channelId, kind]) => [
      `to-${channelId}`,
      shop(channelId, { producer: { kind } }),
    ])
    const wrong = {
      a: shop('queue', { producer: { kind: 'kafkaProducer' } }),
      b: worker([], { outputs: { out: output('topic', { producer: { kind: 'awsSender' } }) } }),
    }

    expect(
      messages(sketch({ services: Object.fromEntries(right), channels }), 'producer-kind'),
    ).toEqual([])
    expect(messages(sketch({ services: wrong, channels }), 'producer-kind')).toEqual([
      "The source 'source' of 'a' has the settings of a Kafka producer, but 'queue' is a RabbitMQ queue. Take them away, or publish to a channel of that broker.",
      "The output 'out' of the handler 'handler' of 'b' has the settings of an SNS or SQS sender, but 'topic' is a Kafka topic. Take them away, or publish to a channel of that broker.",
    ])
  })

  it('lets dead letters go where their broker sends them only', () => {
    const redrive = (deadLetterQueueId: string) => ({
      kind: 'sqsQueue',
      redrivePolicy: { deadLetterQueueId, maxReceiveCount: 3 },
    })
    const topology = sketch({
      services: { shop: shop('jobs') },
      channels: {
        ...channels,
        jobs: { kind: 'rabbitQueue', deadLetterExchangeId: 'queue' },
        tasks: redrive('queue'),
        ring: redrive('ring'),
        fine: redrive('sqs'),
        well: { kind: 'rabbitQueue', deadLetterExchangeId: 'exchange' },
      },
    })

    expect(problems(topology, 'dead-letter-kind')).toMatchObject([
      {
        message:
          "'jobs' cannot send dead letters to 'queue': 'queue' is a RabbitMQ queue. They go to a RabbitMQ exchange.",
        elementIds: ['deadLetter:jobs:queue'],
        path: ['channels', 'jobs', 'deadLetterExchangeId'],
      },
      {
        message:
          "'ring' cannot send dead letters to 'ring': that is the queue itself. They go to another SQS queue.",
        path: ['channels', 'ring', 'redrivePolicy', 'deadLetterQueueId'],
      },
      {
        message:
          "'tasks' cannot send dead letters to 'queue': 'queue' is a RabbitMQ queue. They go to another SQS queue.",
      },
    ])
    expect(edgesOf(topology).map(({ id }) => id)).toContain('deadLetter:jobs:queue')
  })
})
