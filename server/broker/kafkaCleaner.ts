// What a topic does with its logs from time to time: retention every five minutes, compaction every
// fifteen seconds, preferred leaders every five minutes.

import type { EntityIndex } from '../engine/kernel.ts'
import { milliseconds } from '../engine/time.ts'
import { EXPIRED_FOR_GOOD } from './accounting.ts'
import type { BrokerWorld } from './channel.ts'
import { cleanableRange, cleanedSegments, superfluousIn } from './kafkaCompaction.ts'
import type { KafkaLog } from './kafkaLog.ts'
import { compacts, deletes, type KafkaTopicSettings } from './kafkaTopicSettings.ts'

export interface CleanerHost {
  readonly name: string
  readonly element: number
  readonly world: BrokerWorld
  readonly logs: readonly KafkaLog[]
  readonly settings: KafkaTopicSettings
  /** The records before `keptFrom` are about to be deleted. */
  onRetention(partition: number, keptFrom: number): void
  /** So many records of the partition are gone. */
  onGone(partition: number, count: number): void
  /** Every five minutes. */
  preferLeaders(): void
  bytesOf(log: KafkaLog, offset: number): number
}

const CHECK_RETENTION = 1
const COMPACT = 2

/** log.retention.check.interval.ms, and leader.imbalance.check.interval.seconds */
const RETENTION_CHECK_INTERVAL = milliseconds(300_000)
/** log.cleaner.backoff.ms */
const CLEANER_BACKOFF = milliseconds(15_000)

export class KafkaCleaner {
  readonly #host: CleanerHost
  readonly #entity: EntityIndex
  /** The timer of compaction is set. */
  #isCompacting = false

  constructor(host: CleanerHost) {
    this.#host = host
    this.#entity = host.world.scheduler.register(`${host.name} cleaner`, this)
  }

  start(): void {
    const { scheduler } = this.#host.world
    scheduler.schedule(RETENTION_CHECK_INTERVAL, this.#entity, CHECK_RETENTION, 0)
    this.noteSettings()
  }

  /** A topic that is compacted from now on. */
  noteSettings(): void {
    if (this.#isCompacting || !compacts(this.#host.settings)) return
    this.#isCompacting = true
    this.#host.world.scheduler.schedule(CLEANER_BACKOFF, this.#entity, COMPACT, 0)
  }

  fire(kind: number): void {
    if (kind === COMPACT) {
      this.#isCompacting = false
      if (compacts(this.#host.settings)) this.#compactAll()
      this.noteSettings()
      return
    }
    if (deletes(this.#host.settings)) this.#deleteExpired()
    this.#host.preferLeaders()
    const { scheduler } = this.#host.world
    scheduler.schedule(RETENTION_CHECK_INTERVAL, this.#entity, CHECK_RETENTION, 0)
  }

  close(): void {
    this.#host.world.scheduler.unregister(this.#entity)
  }

  save(): boolean {
    return this.#isCompacting
  }

  restore(isCompacting: boolean): void {
    this.#isCompacting = isCompacting
  }

  #deleteExpired(): void {
    const { logs, world, settings } = this.#host
    const terms = { age: settings.retention, bytesMax: settings.retentionBytes }
    logs.forEach((log, partition) => {
      const keptFrom = log.keptFrom(world.scheduler.now, terms)
      this.#deleteBefore(partition, keptFrom)
    })
  }

  #deleteBefore(partition: number, keptFrom: number): void {
    const { world, element } = this.#host
    const log = this.#host.logs[partition] as KafkaLog
    if (keptFrom <= log.startOffset) return
    this.#host.onRetention(partition, keptFrom)
    let gone = 0
    for (let at = log.nextRecord(0); at >= 0 && at < keptFrom; at = log.nextRecord(at + 1)) {
      const event = world.messages.event(log.read(at))
      world.record('expired', element, event, 0, EXPIRED_FOR_GOOD)
      log.deleteOldest()
      gone += 1
    }
    log.startAt(keptFrom)
    this.#host.onGone(partition, gone)
  }

  #compactAll(): void {
    const { logs, settings } = this.#host
    logs.forEach((log, partition) => {
      const { endOffset, dirtyRatio } = cleanableRange(log)
      if (dirtyRatio > settings.minCleanableDirtyRatio) this.#compact(partition, endOffset)
    })
  }

  #compact(partition: number, endOffset: number): void {
    const { world, element, settings } = this.#host
    const log = this.#host.logs[partition] as KafkaLog
    const superfluous = superfluousIn(log, endOffset, world)
    for (const at of superfluous)
      world.record('compacted', element, world.messages.event(log.read(at)), 0, partition)
    log.removeAll(new Set(superfluous))
    const bytesAt = (offset: number) => this.#host.bytesOf(log, offset)
    const terms = { bytesMax: settings.segmentBytes, bytesAt }
    log.segments.replaceBefore(endOffset, cleanedSegments(log, endOffset, terms))
    log.cleanedTo = endOffset
    this.#host.onGone(partition, superfluous.length)
  }
}
