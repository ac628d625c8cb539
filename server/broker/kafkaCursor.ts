// How far a group has come in one partition, and who reads it.

import type { Duration } from '../engine/time.ts'
import type { KafkaConsumerSettings, OffsetReset } from './kafkaConsumerSettings.ts'
import type { Isolation, KafkaLog } from './kafkaLog.ts'

/** The topic of a cursor, as its group sees it. */
export interface CursorTopic {
  readonly name: string
  /** Of a subscription that reads it: where no member is concerned. */
  readonly element: number
  readonly settings: KafkaConsumerSettings
  readonly isolation: Isolation
  /** So many records more wait for the group, or fewer. */
  noteWaiting(change: number): void
  logOf(partition: number): KafkaLog
  /** So long after now, the next record of the partition is old enough. */
  wakeAfter(cursor: KafkaCursor, delay: Duration): void
}

/** A member of the group, as far as cursors know it. */
export interface CursorReader {
  readonly number: number
  readonly isAlive: boolean
  /** It waits for records. */
  readonly isPolling: boolean
  /** Of the subscription by which it reads the topic. */
  elementAt(topic: CursorTopic): number
  /** Makes the cursor its own. */
  take(cursor: KafkaCursor): void
  giveUp(cursor: KafkaCursor): void
}

export interface KafkaCursorState {
  readonly position: number
  readonly handled: number
  readonly committed: number
  readonly furthest: number
  readonly isNew: boolean
  readonly isWakeDue: boolean
  /** Numbers of members. */
  readonly owner: number
  readonly target: number
  readonly lastOwner: number
}

/** Nothing was committed yet. */
const NONE = -1
const NOBODY = -1

export class KafkaCursor {
  readonly topic: CursorTopic
  readonly partition: number
  readonly log: KafkaLog
  /** The member that reads it; one that died keeps it until its session times out. */
  owner: CursorReader | null = null
  /** The member that shall read it. */
  target: CursorReader | null = null
  /** The member that read it last: what a sticky assignor keeps. */
  lastOwner: CursorReader | null = null
  /** Nobody has read it yet: what came before the first reader, the group never had to read. */
  isNew = true
  /** A timer is set for when its next record is old enough. */
  isWakeDue = false
  #position: number
  #handled: number
  #committed = NONE
  /** One more than the highest offset ever handed out. */
  #furthest = 0
  /** Records that the group has not fetched and might. */
  #waiting = 0

  constructor(topic: CursorTopic, partition: number, start: number) {
    this.topic = topic
    this.partition = partition
    this.log = topic.logOf(partition)
    this.#position = start
    this.#handled = start
    this.recount()
  }

  /** The offset to fetch next. */
  get position(): number {
    return this.#position
  }

  /** Where a restart would read on; while nothing was committed, what was handled. */
  get committed(): number {
    return this.#committed === NONE ? this.#handled : this.#committed
  }

  /** As kafka-consumer-groups shows it: offsets up to the end that are not committed. */
  get lag(): number {
    return Math.max(0, this.log.readableEnd('read_uncommitted') - this.committed)
  }

  /** The group had the record at this offset before. */
  hadBefore(offset: number): boolean {
    return offset < this.#furthest
  }

  /** The next record that can be read, at this offset, was handed out. */
  advance(offset: number): void {
    this.#position = offset + 1
    if (offset >= this.#furthest) this.#furthest = offset + 1
    this.#waiting -= 1
    this.topic.noteWaiting(-1)
  }

  /** Something else than `advance` has changed what there is to read. */
  recount(): void {
    const waiting = this.log.readableFrom(this.#position, this.topic.isolation)
    if (waiting === this.#waiting) return
    const change = waiting - this.#waiting
    this.#waiting = waiting
    this.topic.noteWaiting(change)
  }

  /** Nothing can be read before `offset`: end markers, aborted and compacted records. */
  passOver(offset: number): void {
    if (offset <= this.#position) return
    if (this.#handled === this.#position) this.#handled = offset
    this.#position = offset
  }

  /** Records are handled in their order, except for those that a reset has left behind. */
  noteHandled(offset: number): void {
    if (offset >= this.#handled && offset < this.#position) this.#handled = offset + 1
  }

  /** Whether that changes anything. `upTo`: what was handled, or all that was handed out. */
  commit(upTo: 'handled' | 'position'): boolean {
    const offset = upTo === 'handled' ? this.#handled : this.#position
    if (offset === this.#committed) return false
    // What was committed before it was handled stays committed, unless the log has lost it.
    const goesBack = upTo === 'handled' && offset < this.#committed
    if (goesBack && this.#committed <= this.log.endOffset) return false
    this.#committed = offset
    return true
  }

  /** Where a new owner begins; null: nowhere, since it wants to be told (auto.offset.reset=none). */
  startFor(reset: OffsetReset): number | null {
    const { startOffset, endOffset } = this.log
    const committed = this.#committed
    const isValid = committed !== NONE && committed >= startOffset && committed <= endOffset
    return isValid ? committed : this.resetOffset(reset)
  }

  resetOffset(reset: OffsetReset): number | null {
    if (reset === 'none') return null
    return reset === 'earliest' ? this.log.startOffset : this.log.readableEnd(this.topic.isolation)
  }

  /** Back to what is committed, or to the oldest record where that is deleted. */
  rewind(): void {
    this.moveTo(Math.max(this.committed, this.log.startOffset))
  }

  moveTo(offset: number): void {
    this.#position = offset
    this.#handled = offset
    this.recount()
  }

  /** The log lost its end: what the group had of it counts no more. */
  truncate(end: number): void {
    this.#position = Math.min(this.#position, end)
    this.#handled = Math.min(this.#handled, end)
    this.#furthest = Math.min(this.#furthest, end)
    this.recount()
  }

  save(): KafkaCursorState {
    return {
      position: this.#position,
      handled: this.#handled,
      committed: this.#committed,
      furthest: this.#furthest,
      isNew: this.isNew,
      isWakeDue: this.isWakeDue,
      owner: this.owner?.number ?? NOBODY,
      target: this.target?.number ?? NOBODY,
      lastOwner: this.lastOwner?.number ?? NOBODY,
    }
  }

  restore(state: KafkaCursorState, memberOf: (number: number) => CursorReader | null): void {
    this.#position = state.position
    this.#handled = state.handled
    this.#committed = state.committed
    this.#furthest = state.furthest
    this.recount()
    this.isNew = state.isNew
    this.isWakeDue = state.isWakeDue
    this.owner = memberOf(state.owner)
    this.target = memberOf(state.target)
    this.lastOwner = memberOf(state.lastOwner)
    this.owner?.take(this)
  }
}
