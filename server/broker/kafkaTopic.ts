// An Apache Kafka topic: partitioned logs that groups of consumers read, each at its own position.

import { assert } from '#shared/lib/assert.ts'
import type { JournalKind } from '#shared/lib/journal.ts'
import type { Duration } from '../engine/time.ts'
import type {
  BrokerWorld,
  ChannelFigures,
  ConsumableChannel,
  Guarantees,
  Publication,
  Subscriber,
  Subscription,
} from './channel.ts'
import { type EventHandle, NO_EVENT } from './events.ts'
import { type KafkaBatch, NO_TRANSACTION } from './kafkaBatch.ts'
import { type CleanerHost, KafkaCleaner } from './kafkaCleaner.ts'
import type { KafkaConsumerSettings } from './kafkaConsumerSettings.ts'
import { coordinatorOf, type KafkaReaderState } from './kafkaCoordinator.ts'
import type { KafkaGroupTopic, KafkaTopicSource } from './kafkaGroupTopic.ts'
import { KafkaLog, type KafkaLogState } from './kafkaLog.ts'
import { KafkaMarkers, type KafkaMarkersState } from './kafkaMarkers.ts'
import { KafkaProducers, type KafkaProducersState, recordBytes } from './kafkaProducers.ts'
import { KafkaReplicas, type ReplicasState } from './kafkaReplicas.ts'
import { compacts, type KafkaTopicSettings } from './kafkaTopicSettings.ts'
import type { TransactionParticipant } from './transactions.ts'

export interface KafkaTopicOptions {
  readonly name: string
  readonly element: number
  readonly world: BrokerWorld
  readonly settings: KafkaTopicSettings
}

interface KafkaTopicState {
  readonly logs: readonly KafkaLogState[]
  readonly replicas: ReplicasState
  readonly producers: KafkaProducersState
  readonly markers: KafkaMarkersState
  readonly isCompacting: boolean
  readonly readers: readonly KafkaReaderState[]
}

export class KafkaTopic
  implements
    ConsumableChannel<KafkaConsumerSettings>,
    KafkaTopicSource,
    CleanerHost,
    TransactionParticipant
{
  readonly guarantees: Guarantees = {
    reachesEveryGroup: true,
    keepsKeyOrder: true,
    redeliversAfterCrash: true,
    noticesCrash: 'afterSessionTimeout',
    replays: true,
    keepsWithoutConsumers: true,
    consumption: 'poll',
  }
  readonly name: string
  readonly element: number
  readonly world: BrokerWorld
  readonly logs: KafkaLog[]
  readonly readers: KafkaGroupTopic[] = []
  readonly replicas: KafkaReplicas
  readonly #producers: KafkaProducers
  readonly #markers: KafkaMarkers
  readonly #cleaner: KafkaCleaner
  needsKeys: boolean
  #settings: KafkaTopicSettings
  #retained = 0
  /** For the group that is farthest behind, unless it has to be looked for. */
  #waiting = 0
  #isWaitingKnown = true

  constructor({ name, element, world, settings }: KafkaTopicOptions) {
    this.name = name
    this.element = element
    this.world = world
    this.#settings = settings
    this.needsKeys = compacts(settings)
    this.logs = Array.from({ length: settings.partitions }, () => new KafkaLog(world.messages))
    this.replicas = new KafkaReplicas(name, world.scheduler, this)
    this.#producers = new KafkaProducers(this)
    this.#markers = new KafkaMarkers(this)
    this.#cleaner = new KafkaCleaner(this)
    world.transactions?.join(name, this)
  }

  /** Once for a topic that is new, not for a restored one. */
  start(): void {
    this.#cleaner.start()
  }

  get settings(): KafkaTopicSettings {
    return this.#settings
  }

  get initialRebalanceDelay(): Duration {
    return this.#settings.initialRebalanceDelay
  }

  get minInsyncReplicas(): number {
    return this.#settings.minInsyncReplicas
  }

  get waiting(): number {
    if (!this.#isWaitingKnown) this.#findFarthestBehind()
    return this.#waiting
  }

  /** What lingers in the batches of producers is in none of them: it is neither accepted nor lost yet. */
  get figures(): ChannelFigures {
    let inFlight = 0
    let oldestWaitingAt: number | null = null
    for (const reader of this.readers) {
      inFlight += reader.inFlight
      const oldest = reader.oldestWaitingAt
      if (oldest !== null) oldestWaitingAt = Math.min(oldest, oldestWaitingAt ?? oldest)
    }
    const { brokerCount, brokersUp } = this.replicas
    return {
      waiting: this.waiting,
      inFlight,
      retained: this.#retained,
      oldestWaitingAt,
      nodes: brokerCount,
      nodesUp: brokersUp,
    }
  }

  get partitions(): readonly KafkaPartitionFigures[] {
    return this.logs.map(({ startOffset, endOffset, highWatermark }, partition) => {
      const committed = this.readers.map((reader) => reader.committedOf(partition))
      const committedOffset = Math.min(highWatermark, ...committed)
      return {
        startOffset,
        endOffset,
        committedOffset,
        lag: highWatermark - committedOffset,
        highWatermark,
        leader: this.replicas.leaderOf(partition),
        inSyncReplicas: this.replicas.inSyncCount(partition),
        isUnderReplicated: this.replicas.inSyncCount(partition) < this.replicas.brokerCount,
      }
    })
  }

  publish(publication: Publication): void {
    this.#producers.publish(publication)
  }

  noteCrash(publisher: number): void {
    this.#producers.noteCrash(publisher)
  }

  subscribe(subscriber: Subscriber<KafkaConsumerSettings>): Subscription<KafkaConsumerSettings> {
    return coordinatorOf(this.world).subscribe(subscriber, this)
  }

  setNodeUp(node: number, isUp: boolean): void {
    this.replicas.setUp(node, isUp)
  }

  /** Partitions are only added. Keys move by it, and what is stored stays where it is. */
  update(settings: KafkaTopicSettings): void {
    assert(settings.partitions >= this.logs.length, 'a topic keeps its partitions')
    assert(
      settings.replicationFactor === this.replicas.brokerCount,
      'a topic keeps its replication factor',
    )
    this.#settings = settings
    this.needsKeys = compacts(settings)
    this.#cleaner.noteSettings()
    if (settings.partitions === this.logs.length) return
    while (this.logs.length < settings.partitions) this.logs.push(new KafkaLog(this.world.messages))
    this.replicas.addPlaces()
    this.#producers.onPartitionsAdded()
    for (const reader of this.readers) reader.onPartitionsAdded()
  }

  close(): void {
    this.#producers.close()
    this.logs.forEach((log, partition) => {
      for (let at = log.nextRecord(0); at >= 0; at = log.nextRecord(at + 1)) {
        this.world.record('removed', this.element, this.#eventAt(log, at), 0, 0)
        log.deleteOldest()
      }
      for (const reader of this.readers) reader.onGone(partition)
    })
    this.#retained = 0
    this.replicas.close()
    this.#cleaner.close()
    this.world.transactions?.leave(this.name)
  }

  save(): KafkaTopicState {
    return {
      logs: this.logs.map((log) => log.save()),
      replicas: this.replicas.save(),
      producers: this.#producers.save(),
      markers: this.#markers.save(),
      isCompacting: this.#cleaner.save(),
      readers: coordinatorOf(this.world).save(this),
    }
  }

  restore(state: KafkaTopicState): void {
    state.logs.forEach((log, partition) => {
      this.#logOf(partition).restore(log)
    })
    this.replicas.restore(state.replicas)
    this.#producers.restore(state.producers)
    this.#markers.restore(state.markers)
    this.#cleaner.restore(state.isCompacting)
    coordinatorOf(this.world).restore(this, state.readers)
    this.#retained = this.logs.reduce((sum, log) => sum + log.size, 0)
  }

  /** Of the producers: the leader stores a batch. */
  append(partition: number, batch: KafkaBatch): void {
    const { messages, scheduler } = this.world
    const log = this.logs[partition] as KafkaLog
    log.makeRoom(batch.bytes, scheduler.now, this.#settings)
    for (let index = 0; index < batch.messages.length; index += 1) {
      const message = batch.messages[index] as KafkaBatch['messages'][number]
      batch.lastOffset = log.append(message, batch.sizes[index] as number)
      if (batch.transaction !== NO_TRANSACTION) log.noteTransaction(batch.transaction)
      this.world.record('accepted', this.element, messages.event(message), 0, partition)
    }
    this.#retained += batch.messages.length
    this.replicas.noteAppend(partition)
  }

  /** Of the replicas: consumers may read on. */
  onCommitted(partition: number): void {
    for (const reader of this.readers) reader.onReadable(partition)
    this.#producers.onCommitted(partition)
  }

  onDisconnected(partition: number): void {
    this.#producers.onDisconnected(partition)
  }

  /** The new leader does not have what comes from `endOffset` on. */
  onShortened(partition: number, endOffset: number): void {
    const log = this.#logOf(partition)
    const { highWatermark } = log
    let bytes = 0
    for (let at = log.nextRecord(endOffset); at >= 0; at = log.nextRecord(at + 1)) {
      this.world.record('lost', this.element, this.#eventAt(log, at), 0, partition)
      bytes += this.bytesOf(log, at)
    }
    while (log.nextRecord(endOffset) >= 0) {
      log.deleteNewest()
      this.#retained -= 1
    }
    for (const { transaction, isCommitted } of log.endAt(endOffset, bytes))
      this.#markers.noteLost(partition, transaction, isCommitted)
    if (endOffset >= highWatermark) return
    for (const reader of this.readers) reader.onTruncation(partition, endOffset)
  }

  onLeader(partition: number): void {
    this.#markers.onLeader(partition)
    for (const reader of this.readers) reader.onReadable(partition)
  }

  /** Of the replicas: elections, nodes. */
  record(kind: JournalKind, attempt: number, detail: number): void {
    this.world.record(kind, this.element, NO_EVENT, attempt, detail)
  }

  /** Of the cleaner: the records before `keptFrom` are about to be deleted. */
  onRetention(partition: number, keptFrom: number): void {
    for (const reader of this.readers) reader.onRetention(partition, keptFrom)
  }

  onGone(partition: number, count: number): void {
    this.#retained -= count
    for (const reader of this.readers) reader.onGone(partition)
  }

  noteWaiting(waiting: number, change: number): void {
    if (waiting > this.#waiting) this.#waiting = waiting
    else if (waiting - change === this.#waiting) this.#isWaitingKnown = false
  }

  preferLeaders(): void {
    this.replicas.preferLeaders()
  }

  bytesOf(log: KafkaLog, offset: number): number {
    return recordBytes(this.world, this.#eventAt(log, offset))
  }

  /** Of the coordinator: the transaction is to be committed. */
  flush(transaction: number): void {
    this.#producers.flush(transaction)
  }

  endTransaction(transaction: number, isCommitted: boolean): void {
    this.#producers.discard(transaction)
    this.#markers.endTransaction(transaction, isCommitted)
  }

  #findFarthestBehind(): void {
    this.#waiting = 0
    for (const { waiting } of this.readers) if (waiting > this.#waiting) this.#waiting = waiting
    this.#isWaitingKnown = true
  }

  #eventAt(log: KafkaLog, offset: number): EventHandle {
    return this.world.messages.event(log.read(offset))
  }

  #logOf(partition: number): KafkaLog {
    const log = this.logs[partition]
    assert(log, `${this.name} has a partition ${partition}`)
    return log
  }
}

export interface KafkaPartitionFigures {
  readonly startOffset: number
  readonly endOffset: number
  /** Of the group that is farthest behind; what can be read when nobody reads. */
  readonly committedOffset: number
  readonly lag: number
  readonly highWatermark: number
  /** -1: none. */
  readonly leader: number
  readonly inSyncReplicas: number
  readonly isUnderReplicated: boolean
}
