// An Apache Kafka topic: partitioned logs that groups of consumers read, each at its own position.

import { assert } from '#shared/lib/assert.ts'
import { orderById } from '#shared/lib/entries.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import { type Duration, milliseconds } from '../engine/time.ts'
import { EXPIRED_FOR_GOOD } from './accounting.ts'
import {
  type BrokerWorld,
  type ChannelFigures,
  type ConsumableChannel,
  type Guarantees,
  PUBLISH_ACCEPTED,
  type Publication,
  type Subscriber,
  type Subscription,
} from './channel.ts'
import { type KafkaConsumerSettings, KafkaGroup, type KafkaGroupState } from './kafkaGroup.ts'
import { KafkaLog, type KafkaLogState } from './kafkaLog.ts'
import { KafkaPartitioner, type PartitionerState } from './kafkaPartitioner.ts'

export interface KafkaTopicSettings {
  readonly partitions: number
  /** retention.ms */
  readonly retention: Duration
}

export interface KafkaTopicOptions {
  readonly name: string
  readonly element: number
  readonly world: BrokerWorld
  readonly settings: KafkaTopicSettings
}

interface KafkaTopicState {
  readonly logs: readonly KafkaLogState[]
  readonly partitioner: PartitionerState
  readonly groups: readonly (readonly [name: string, state: KafkaGroupState])[]
}

const CHECK_RETENTION = 1

/** log.retention.check.interval.ms */
const RETENTION_CHECK_INTERVAL = milliseconds(300_000)

export class KafkaTopic implements ConsumableChannel<KafkaConsumerSettings> {
  readonly guarantees: Guarantees = {
    reachesEveryGroup: true,
    keepsKeyOrder: true,
    redeliversAfterCrash: true,
    noticesCrash: 'afterSessionTimeout',
    replays: true,
    keepsWithoutConsumers: true,
    consumption: 'poll',
  }
  readonly #name: string
  readonly #element: number
  readonly #world: BrokerWorld
  readonly #entity: EntityIndex
  readonly #logs: KafkaLog[]
  readonly #partitioner: KafkaPartitioner
  readonly #groups = new Map<string, KafkaGroup>()
  /** Of a restored run: groups whose subscription has not come back yet. */
  readonly #savedGroups = new Map<string, KafkaGroupState>()
  #settings: KafkaTopicSettings
  #retained = 0

  constructor({ name, element, world, settings }: KafkaTopicOptions) {
    this.#name = name
    this.#element = element
    this.#world = world
    this.#settings = settings
    this.#logs = Array.from({ length: settings.partitions }, () => new KafkaLog(world.messages))
    this.#partitioner = new KafkaPartitioner(
      world.random(name, 'partition'),
      settings.partitions,
      (key) => world.keyText(key),
    )
    this.#entity = world.scheduler.register(name, this)
  }

  /** Once for a topic that is new, not for a restored one. */
  start(): void {
    this.#world.scheduler.schedule(RETENTION_CHECK_INTERVAL, this.#entity, CHECK_RETENTION, 0)
  }

  get waiting(): number {
    let waiting = 0
    for (const group of this.#groups.values()) waiting = Math.max(waiting, group.waiting)
    return waiting
  }

  get figures(): ChannelFigures {
    let inFlight = 0
    let oldestWaitingAt: number | null = null
    for (const group of this.#groups.values()) {
      inFlight += group.figures.inFlight
      const oldest = group.oldestWaitingAt
      if (oldest !== null) oldestWaitingAt = Math.min(oldest, oldestWaitingAt ?? oldest)
    }
    return { waiting: this.waiting, inFlight, retained: this.#retained, oldestWaitingAt }
  }

  get partitions(): readonly KafkaPartitionFigures[] {
    return this.#logs.map(({ startOffset, endOffset }, partition) => {
      const committed = [...this.#groups.values()].map((group) => group.committedOf(partition))
      const committedOffset = Math.min(endOffset, ...committed)
      return { startOffset, endOffset, committedOffset, lag: endOffset - committedOffset }
    })
  }

  publish({ event, routingKey, replyTo }: Publication): void {
    const { events, messages, scheduler } = this.#world
    const partition = this.#partitioner.partitionOf(events.key(event), events.origin(event))
    const message = messages.create(event, routingKey, scheduler.now)
    this.#logOf(partition).append(message)
    this.#retained += 1
    this.#world.record('accepted', this.#element, event, 0, partition)
    for (const group of this.#groups.values()) group.onAppend(partition)
    if (replyTo) scheduler.handOver(replyTo.entity, PUBLISH_ACCEPTED, replyTo.token)
  }

  subscribe(subscriber: Subscriber<KafkaConsumerSettings>): Subscription<KafkaConsumerSettings> {
    assert(!this.#groups.has(subscriber.name), 'a subscription subscribes once')
    const group = new KafkaGroup({
      subscriber,
      world: this.#world,
      logs: this.#logs,
      onClose: () => this.#groups.delete(subscriber.name),
    })
    const saved = this.#savedGroups.get(subscriber.name)
    if (saved) group.restore(saved)
    this.#savedGroups.delete(subscriber.name)
    this.#groups.set(subscriber.name, group)
    // Groups take turns by name, so that a restored run takes the same turns.
    orderById(this.#groups)
    return group
  }

  /** The number of partitions is fixed: Kafka only adds them, and that moves keys. */
  update(settings: KafkaTopicSettings): void {
    assert(settings.partitions === this.#logs.length, 'a topic keeps its partitions')
    this.#settings = settings
  }

  close(): void {
    for (const log of this.#logs) {
      while (log.size > 0) {
        const event = this.#world.messages.event(log.read(log.startOffset))
        this.#world.record('removed', this.#element, event, 0, 0)
        log.deleteOldest()
      }
    }
    this.#retained = 0
    this.#world.scheduler.unregister(this.#entity)
  }

  fire(): void {
    this.#logs.forEach((log, partition) => {
      this.#deleteExpired(log, partition)
    })
    const { scheduler } = this.#world
    scheduler.schedule(RETENTION_CHECK_INTERVAL, this.#entity, CHECK_RETENTION, 0)
  }

  save(): KafkaTopicState {
    return {
      logs: this.#logs.map((log) => log.save()),
      partitioner: this.#partitioner.save(),
      groups: [...this.#groups].map(([name, group]) => [name, group.save()] as const),
    }
  }

  restore(state: KafkaTopicState): void {
    state.logs.forEach((log, partition) => {
      this.#logOf(partition).restore(log)
    })
    this.#partitioner.restore(state.partitioner)
    for (const [name, group] of state.groups) this.#savedGroups.set(name, group)
    this.#retained = this.#logs.reduce((sum, log) => sum + log.size, 0)
  }

  #deleteExpired(log: KafkaLog, partition: number): void {
    const { scheduler, messages } = this.#world
    const keptFrom = log.keptFrom(scheduler.now, this.#settings.retention)
    if (keptFrom === log.startOffset) return
    for (const group of this.#groups.values()) group.onRetention(partition, keptFrom)
    while (log.startOffset < keptFrom) {
      const event = messages.event(log.read(log.startOffset))
      this.#world.record('expired', this.#element, event, 0, EXPIRED_FOR_GOOD)
      log.deleteOldest()
      this.#retained -= 1
    }
  }

  #logOf(partition: number): KafkaLog {
    const log = this.#logs[partition]
    assert(log, `${this.#name} has a partition ${partition}`)
    return log
  }
}

export interface KafkaPartitionFigures {
  readonly startOffset: number
  readonly endOffset: number
  /** Of the group that is farthest behind; the end offset when nobody reads. */
  readonly committedOffset: number
  readonly lag: number
}
