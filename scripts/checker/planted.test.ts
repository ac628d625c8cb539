// A bug planted in any part of a broker is found out by the second checker, though the first one counts
// what the bug does as if it were right.

import { afterEach, describe, expect, it, vi } from 'vitest'
import { shop, sketch, sqs, worker } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Deadlines } from '../../server/broker/deadlines.ts'
import { EventStoreLog } from '../../server/broker/eventStoreLog.ts'
import { KafkaCursor } from '../../server/broker/kafkaCursor.ts'
import { KafkaGroup } from '../../server/broker/kafkaGroup.ts'
import { KafkaLog } from '../../server/broker/kafkaLog.ts'
import { KafkaTopic } from '../../server/broker/kafkaTopic.ts'
import { Messages } from '../../server/broker/messages.ts'
import { RabbitConsumer } from '../../server/broker/rabbitConsumer.ts'
import { RabbitLimits } from '../../server/broker/rabbitLimits.ts'
import { RabbitReady } from '../../server/broker/rabbitReady.ts'
import { RabbitServing } from '../../server/broker/rabbitServing.ts'
import { RabbitStock } from '../../server/broker/rabbitStock.ts'
import { SqsDeduplication } from '../../server/broker/sqsDeduplication.ts'
import { SqsGroups } from '../../server/broker/sqsGroups.ts'
import { SqsStore } from '../../server/broker/sqsStore.ts'
import { Level } from '../../server/engine/level.ts'
import type { SimTime } from '../../server/engine/time.ts'
import { DepthMeter } from '../../server/simulation/depthMeter.ts'
import { checkedRun } from './checkedRun.fixture.ts'
import { DRAWINGS } from './drawings.fixture.ts'

const UNTIL_NS = 4e9

interface Bug {
  readonly bug: string
  readonly drawing: Topology | undefined
  /** One of these rules speaks up. */
  readonly rules: readonly string[]
  readonly plant: () => void
}

const REPEATING = sketch({
  services: {
    shop: shop('jobs', {
      keys: { prefix: 'key-', size: 7, distribution: { kind: 'uniform' } },
      producer: { kind: 'awsSender', deduplication: 'key' },
    }),
    resize: worker(['resize']),
  },
  channels: { jobs: { kind: 'sqsQueue', fifoQueue: true } },
  subscriptions: { resize: sqs('jobs', 'resize', { waitTimeMs: 1000 }) },
})

const BUGS: readonly Bug[] = [
  {
    bug: 'RabbitMQ skips an acknowledgement',
    drawing: DRAWINGS['a RabbitMQ queue with dead letters'],
    rules: ['settlement'],
    plant: () => spoil(RabbitServing.prototype, 'answer', 10, () => undefined),
  },
  {
    bug: 'RabbitMQ forgets a requeue',
    drawing: DRAWINGS['a RabbitMQ queue that gives back'],
    rules: ['conservation'],
    plant: () => spoil(RabbitStock.prototype, 'giveBack', 10, () => undefined),
  },
  {
    bug: 'RabbitMQ hands out one more than the prefetch',
    drawing: DRAWINGS['a short RabbitMQ queue'],
    rules: ['prefetch'],
    plant: () =>
      spoil(RabbitConsumer.prototype, 'attach', 1, (attach, [entity, element, settings]) =>
        attach(entity, element, { ...settings, prefetchCount: settings.prefetchCount + 1 }),
      ),
  },
  {
    bug: 'RabbitMQ keeps one more than x-max-length',
    drawing: DRAWINGS['a short RabbitMQ queue'],
    rules: ['length'],
    plant: () =>
      spoil(RabbitLimits.prototype, 'isOver', 1, (isOver, [waiting]) => isOver(waiting - 1)),
  },
  {
    bug: 'RabbitMQ lets nothing expire',
    drawing: DRAWINGS['a RabbitMQ queue with dead letters'],
    rules: ['ttl'],
    plant: () => {
      vi.spyOn(RabbitReady.prototype, 'takeExpired').mockReturnValue(null)
      vi.spyOn(RabbitReady.prototype, 'nextDeadline', 'get').mockReturnValue(0)
    },
  },
  {
    bug: 'the count of deliveries stands still',
    drawing: DRAWINGS['a RabbitMQ queue that gives back'],
    rules: ['attempts'],
    plant: () => spoil(Messages.prototype, 'setDeliveries', 10, () => undefined),
  },
  {
    bug: 'Kafka reorders a partition',
    drawing: DRAWINGS['a Kafka topic'],
    rules: ['log-order'],
    plant: () => {
      const read = KafkaLog.prototype.read
      vi.spyOn(KafkaLog.prototype, 'read').mockImplementation(function (this: KafkaLog, offset) {
        const other = offset ^ 1
        return read.call(this, offset % 8 < 2 && other < this.endOffset ? other : offset)
      })
    },
  },
  {
    bug: 'a Kafka consumer skips a record',
    drawing: DRAWINGS['a Kafka topic'],
    rules: ['log-order'],
    plant: () =>
      spoil(KafkaCursor.prototype, 'advance', 20, (advance, [offset]) => advance(offset + 1)),
  },
  {
    bug: 'Kafka stores a batch in another partition',
    drawing: DRAWINGS['a Kafka topic'],
    rules: ['key'],
    plant: () =>
      spoil(KafkaTopic.prototype, 'append', 10, (append, [partition, batch]) =>
        append((partition + 1) % 4, batch),
      ),
  },
  {
    bug: 'a Kafka group gives a partition to two members',
    drawing: DRAWINGS['a Kafka topic'],
    rules: ['ownership'],
    plant: () => {
      const { assign } = KafkaGroup.prototype
      vi.spyOn(KafkaGroup.prototype, 'assign').mockImplementation(function (
        this: KafkaGroup,
        member,
        cursor,
      ) {
        for (const other of this.members.all)
          if (other !== member && cursor.partition === 1) assign.call(this, other, cursor)
        assign.call(this, member, cursor)
      })
    },
  },
  {
    bug: 'SQS loses the end of a lease',
    drawing: DRAWINGS['an SQS FIFO queue'],
    rules: ['lease'],
    plant: () => spoil(Deadlines.prototype, 'set', 9, () => undefined),
  },
  {
    bug: 'SQS shows a message before its delay is over',
    drawing: DRAWINGS['an SQS queue'],
    rules: ['delay'],
    plant: () =>
      spoil(SqsStore.prototype, 'admit', 10, (admit, [message, , source]) =>
        admit(message, 0 as Parameters<SqsStore['admit']>[1], source),
      ),
  },
  {
    bug: 'SQS FIFO puts each message in a group of its own',
    drawing: DRAWINGS['an SQS FIFO queue'],
    rules: ['group'],
    plant: () => spoil(SqsGroups.prototype, 'enter', 1, (enter, [place]) => enter(place, place)),
  },
  {
    bug: 'SQS FIFO forgets deduplication ids',
    drawing: REPEATING,
    rules: ['deduplication'],
    plant: () => spoil(SqsDeduplication.prototype, 'isRepeated', 1, () => false),
  },
  {
    bug: 'an event store reads out of order',
    drawing: DRAWINGS['a catch-up subscription'],
    rules: ['log-order'],
    plant: () =>
      spoil(EventStoreLog.prototype, 'messageAt', 10, (messageAt, [index]) =>
        messageAt(Math.max(0, index - 1)),
      ),
  },
  {
    bug: 'a level is summed up for a nanosecond too long',
    drawing: DRAWINGS['a short RabbitMQ queue'],
    rules: ['little', 'utilisation'],
    plant: () =>
      spoil(Level.prototype, 'areaUntil', 1, (area, [now]) => area((now + 1) as SimTime)),
  },
  {
    bug: 'levels are read late',
    drawing: DRAWINGS['a RabbitMQ queue that gives back'],
    rules: ['little'],
    plant: () => spoil(DepthMeter.prototype, 'settle', 10, () => undefined),
  },
]

afterEach(() => {
  vi.restoreAllMocks()
})

describe('the second checker', () => {
  it.each(BUGS)('finds out that $bug', ({ drawing, rules, plant }) => {
    if (!drawing) throw new Error('It is drawn.')
    expect(checkedRun({ topology: drawing, seed: 5 }, UNTIL_NS).violations).toEqual([])

    plant()
    const { violations } = checkedRun({ topology: drawing, seed: 5 }, UNTIL_NS)

    expect(violations.filter(({ rule }) => rules.includes(rule))).not.toEqual([])
  })
})

type MethodOf<Type, Name extends keyof Type> = Type[Name] extends (
  ...args: infer Args
) => infer Result
  ? (...args: Args) => Result
  : never

/** Every so many calls, the method does something else. */
function spoil<Type extends object, Name extends keyof Type & string>(
  prototype: Type,
  name: Name,
  every: number,
  instead: (
    right: MethodOf<Type, Name>,
    args: Parameters<MethodOf<Type, Name>>,
  ) => ReturnType<MethodOf<Type, Name>>,
): void {
  const right = prototype[name] as MethodOf<Type, Name>
  let calls = 0
  const spoilt = function (this: Type, ...args: Parameters<MethodOf<Type, Name>>) {
    calls += 1
    const bound = ((...own: Parameters<MethodOf<Type, Name>>) =>
      right.apply(this, own)) as MethodOf<Type, Name>
    return calls % every === 0 ? instead(bound, args) : bound(...args)
  }
  vi.spyOn(prototype, name as never).mockImplementation(spoilt as never)
}
