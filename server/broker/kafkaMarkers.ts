// A topic's part in transactions: their end markers, written when a transaction ends, or, where the
// leader is away just then, when there is one again.

import type { JournalKind } from '#shared/lib/journal.ts'
import type { BrokerWorld } from './channel.ts'
import type { KafkaLog } from './kafkaLog.ts'
import type { KafkaReplicas } from './kafkaReplicas.ts'

export interface MarkersHost {
  readonly element: number
  readonly world: BrokerWorld
  readonly logs: readonly KafkaLog[]
  readonly replicas: KafkaReplicas
}

/** `isAgain`: it was written before, and the journal knows of it. */
interface DueMarker {
  readonly partition: number
  readonly transaction: number
  readonly isCommitted: boolean
  readonly isAgain: boolean
}

export type KafkaMarkersState = readonly DueMarker[]

export class KafkaMarkers {
  readonly #host: MarkersHost
  #due: DueMarker[] = []

  constructor(host: MarkersHost) {
    this.#host = host
  }

  endTransaction(transaction: number, isCommitted: boolean): void {
    this.#host.logs.forEach((log, partition) => {
      if (log.hasOpen(transaction))
        this.#writeOrKeep({ partition, transaction, isCommitted, isAgain: false })
    })
  }

  /** A marker went with the node that had it. */
  noteLost(partition: number, transaction: number, isCommitted: boolean): void {
    this.#due.push({ partition, transaction, isCommitted, isAgain: true })
  }

  onLeader(partition: number): void {
    const due = this.#due.filter((marker) => marker.partition === partition)
    this.#due = this.#due.filter((marker) => marker.partition !== partition)
    for (const marker of due) this.#writeOrKeep(marker)
  }

  save(): KafkaMarkersState {
    return [...this.#due]
  }

  restore(state: KafkaMarkersState): void {
    this.#due = [...state]
  }

  #writeOrKeep(marker: DueMarker): void {
    const { logs, replicas } = this.#host
    const { partition, transaction, isCommitted, isAgain } = marker
    if (replicas.servingLeaderOf(partition) < 0) {
      this.#due.push(marker)
      return
    }
    const log = logs[partition] as KafkaLog
    const offsets = log.endTransaction(transaction, isCommitted)
    if (!isAgain) this.#record(isCommitted ? 'committed' : 'aborted', partition, offsets)
    replicas.noteAppend(partition)
  }

  #record(kind: JournalKind, partition: number, offsets: readonly number[]): void {
    const { logs, world, element } = this.#host
    const log = logs[partition] as KafkaLog
    for (const offset of offsets) {
      if (offset < log.startOffset) continue
      const event = world.messages.event(log.read(offset))
      world.record(kind, element, event, 0, partition)
    }
  }
}
