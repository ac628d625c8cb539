// A topic as one group sees it: a cursor for each partition, shared by the group's subscriptions of it.

import type { EntityIndex } from '../engine/kernel.ts'
import type { Duration } from '../engine/time.ts'
import type { BrokerWorld, LogPosition } from './channel.ts'
import type { KafkaConsumerSettings } from './kafkaConsumerSettings.ts'
import {
  type CursorReader,
  type CursorTopic,
  KafkaCursor,
  type KafkaCursorState,
} from './kafkaCursor.ts'
import type { Isolation, KafkaLog } from './kafkaLog.ts'

/** What a topic gives the groups that read it, and gets from them. */
export interface KafkaTopicSource {
  readonly name: string
  /** Grows when partitions are added. */
  readonly logs: readonly KafkaLog[]
  /** group.initial.rebalance.delay.ms */
  readonly initialRebalanceDelay: Duration
  /** Whom the topic tells what happens to its logs; by group.id. */
  readonly readers: KafkaGroupTopic[]
  /** So many records wait for one of them, which is a change of so many. */
  noteWaiting(waiting: number, change: number): void
}

/** The group that reads the topic. */
export interface TopicGroup {
  readonly id: string
  readonly world: BrokerWorld
  /** The partition may have records for its owner, who waits for some. */
  readOn(cursor: KafkaCursor): void
  /** Retention takes records that the group has not read. */
  loseBefore(cursor: KafkaCursor, keptFrom: number): void
  /** The topic has partitions that the group does not know of yet. */
  noticePartitions(topic: KafkaGroupTopic): void
}

/** A subscription of the group that reads the topic. */
export interface TopicSubscription {
  readonly element: number
  /** Handed to its consumers and not settled. */
  readonly inFlight: number
}

export interface KafkaGroupTopicState {
  readonly known: number
  readonly cursors: readonly KafkaCursorState[]
}

const WAKE = 1

export class KafkaGroupTopic implements CursorTopic {
  readonly source: KafkaTopicSource
  readonly group: TopicGroup
  readonly cursors: KafkaCursor[] = []
  /** Those of this topic in the group. */
  readonly subscriptions: TopicSubscription[] = []
  /** Partitions that the group has heard of: metadata is up to metadata.max.age.ms old. */
  known: number
  /** Records that the group has not fetched and might. */
  waiting = 0
  #settings: KafkaConsumerSettings
  readonly #entity: EntityIndex

  constructor(source: KafkaTopicSource, group: TopicGroup, settings: KafkaConsumerSettings) {
    this.source = source
    this.group = group
    this.#settings = settings
    this.known = source.logs.length
    this.#entity = group.world.scheduler.register(`${source.name}/groups/${group.id}`, this)
    source.logs.forEach((log, partition) => {
      const isAtStart = settings.autoOffsetReset === 'earliest'
      const start = isAtStart ? log.startOffset : log.readableEnd(settings.isolation)
      this.cursors.push(new KafkaCursor(this, partition, start))
    })
  }

  get name(): string {
    return this.source.name
  }

  /** Of the subscription that came first. */
  get settings(): KafkaConsumerSettings {
    return this.#settings
  }

  set settings(settings: KafkaConsumerSettings) {
    this.#settings = settings
    for (const cursor of this.cursors) cursor.recount()
  }

  get isolation(): Isolation {
    return this.#settings.isolation
  }

  get lag(): number {
    let lag = 0
    for (const cursor of this.cursors) lag += cursor.lag
    return lag
  }

  /** Handed to members and not settled. */
  get inFlight(): number {
    return this.subscriptions.reduce((sum, { inFlight }) => sum + inFlight, 0)
  }

  get element(): number {
    return this.subscriptions[0]?.element ?? 0
  }

  get oldestWaitingAt(): number | null {
    const { messages } = this.group.world
    let oldest: number | null = null
    for (const { log, position } of this.cursors) {
      const offset = log.nextVisible(position, this.isolation)
      if (offset < 0) continue
      const at = messages.enqueuedAt(log.read(offset))
      oldest = oldest === null ? at : Math.min(oldest, at)
    }
    return oldest
  }

  logOf(partition: number): KafkaLog {
    return this.source.logs[partition] as KafkaLog
  }

  cursorOf(partition: number): KafkaCursor {
    return this.cursors[partition] as KafkaCursor
  }

  committedOf(partition: number): number {
    return this.cursors[partition]?.committed ?? 0
  }

  noteWaiting(change: number): void {
    this.waiting += change
    this.source.noteWaiting(this.waiting, change)
  }

  /** The partition may have records that could not be read before. */
  onReadable(partition: number): void {
    const cursor = this.cursors[partition]
    if (cursor === undefined) return
    cursor.recount()
    if (cursor.owner?.isPolling) this.group.readOn(cursor)
  }

  /** The partition has lost records. */
  onGone(partition: number): void {
    this.cursors[partition]?.recount()
  }

  /** The records before `keptFrom` are about to be deleted: what the group has not read, it loses. */
  onRetention(partition: number, keptFrom: number): void {
    const cursor = this.cursorOf(partition)
    if (cursor.position < keptFrom) this.group.loseBefore(cursor, keptFrom)
  }

  /** The log has lost what it had from `end` on: an unclean election. */
  onTruncation(partition: number, end: number): void {
    this.cursorOf(partition).truncate(end)
  }

  /** The topic has more partitions. They begin with their first record, whoever reads them when. */
  onPartitionsAdded(): void {
    for (let partition = this.cursors.length; partition < this.source.logs.length; partition += 1) {
      const cursor = new KafkaCursor(this, partition, this.logOf(partition).startOffset)
      cursor.isNew = false
      this.cursors.push(cursor)
    }
    this.group.noticePartitions(this)
  }

  wakeAfter(cursor: KafkaCursor, delay: Duration): void {
    if (cursor.isWakeDue) return
    cursor.isWakeDue = true
    this.group.world.scheduler.schedule(delay, this.#entity, WAKE, cursor.partition)
  }

  fire(_kind: number, partition: number): void {
    this.cursorOf(partition).isWakeDue = false
    this.onReadable(partition)
  }

  /** Where all partitions are read on from. */
  offsetsOf(to: LogPosition): readonly number[] {
    return this.source.logs.map((log) => {
      if (to.kind === 'earliest') return log.startOffset
      const end = log.readableEnd(this.isolation)
      return to.kind === 'latest' ? end : Math.min(end, log.offsetAt(to.at))
    })
  }

  close(): void {
    for (const cursor of this.cursors) cursor.owner?.giveUp(cursor)
    const { readers } = this.source
    readers.splice(readers.indexOf(this), 1)
    this.source.noteWaiting(0, -this.waiting)
    this.group.world.scheduler.unregister(this.#entity)
  }

  save(): KafkaGroupTopicState {
    return { known: this.known, cursors: this.cursors.map((cursor) => cursor.save()) }
  }

  restore(state: KafkaGroupTopicState, memberOf: (number: number) => CursorReader | null): void {
    this.known = state.known
    this.cursors.forEach((cursor, partition) => {
      const saved = state.cursors[partition]
      if (saved) cursor.restore(saved, memberOf)
    })
  }
}
