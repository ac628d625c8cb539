// The transaction coordinator of a run: which transactions are open, and who is to be told how they end.
// A transaction may write to several topics; each topic joins by name and writes the end markers.
//
// How a service uses it, once for each handling whose outputs are transactional:
//
//   1. `begin(name of the slot, transaction.timeout.ms)` when the handling begins. An open transaction of
//      the same name is fenced: it is aborted, and its late publications are refused.
//   2. Outputs are published with `transaction: handle`. Their outcomes come as always; there is no need
//      to wait for them, since a commit sends what lingers and waits for it.
//   3. `commit(handle, replyTo)`: one more outcome comes, PUBLISH_ACCEPTED when it is committed, else
//      PUBLISH_REFUSED. Settle the delivery in the hand-off of that outcome, so that the offset is stored
//      in the instant of the commit; the consumer commits after each record.
//   4. `abort(handle)` when the handling fails. After a crash of the process nobody aborts: call
//      `forsake(handle)`, and the transaction stays open until its successor fences it or it times out.

import type { Entity, EntityIndex, Scheduler } from '../engine/kernel.ts'
import { after, type Duration } from '../engine/time.ts'
import { PUBLISH_ACCEPTED, PUBLISH_REFUSED, type Publication } from './channel.ts'
import { EarliestTimer, type EarliestTimerState } from './earliestTimer.ts'
import type { TransactionParticipant, Transactions } from './transactions.ts'

interface OpenTransaction {
  readonly number: number
  readonly producer: string
  readonly timeout: Duration
  /** When it is aborted; Infinity until its first record. */
  deadline: number
  readonly participants: string[]
  /** Publications without an answer. */
  pending: number
  hasFailed: boolean
  isCommitting: boolean
  /** Nobody ends it any more. */
  isForsaken: boolean
  replyTo: Publication['replyTo']
}

export interface KafkaTransactionsState {
  readonly isRegistered: boolean
  readonly next: number
  readonly timer: EarliestTimerState
  readonly open: readonly (Omit<OpenTransaction, 'deadline'> & {
    readonly deadline: number | null
  })[]
}

const WATCH = 1

export class KafkaTransactions implements Entity, Transactions {
  readonly #scheduler: Scheduler
  /** From the first transaction on. */
  #entity: EntityIndex | null = null
  readonly #participants = new Map<string, TransactionParticipant>()
  /** By number, in the order of their beginning. */
  readonly #open = new Map<number, OpenTransaction>()
  readonly #byProducer = new Map<string, OpenTransaction>()
  #next = 1
  /** Looks for those that took too long. */
  readonly #timer = new EarliestTimer()

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler
  }

  /** `producer` is the transactional.id. */
  begin(producer: string, timeout: Duration): number {
    this.#register()
    const older = this.#byProducer.get(producer)
    if (older) this.#end(older, false)
    const transaction: OpenTransaction = {
      number: this.#next,
      producer,
      timeout,
      deadline: Infinity,
      participants: [],
      pending: 0,
      hasFailed: false,
      isCommitting: false,
      isForsaken: false,
      replyTo: null,
    }
    this.#next += 1
    this.#open.set(transaction.number, transaction)
    this.#byProducer.set(producer, transaction)
    return transaction.number
  }

  /** The outcome comes when all that was published is in the logs. */
  commit(number: number, replyTo: Publication['replyTo']): void {
    const transaction = this.#open.get(number)
    if (!transaction || transaction.isCommitting || transaction.isForsaken) {
      this.#answer(replyTo, false)
      return
    }
    transaction.isCommitting = true
    transaction.replyTo = replyTo
    for (const name of transaction.participants) this.#participants.get(name)?.flush(number)
    this.#completeWhenDone(transaction)
  }

  /** One that has ended already is left as it is. */
  abort(number: number): void {
    const transaction = this.#open.get(number)
    if (transaction) this.#end(transaction, false)
  }

  /** Its process has crashed: a commit that waits for answers never gets to the coordinator. */
  forsake(number: number): void {
    const transaction = this.#open.get(number)
    if (!transaction) return
    transaction.isCommitting = false
    transaction.isForsaken = true
    transaction.replyTo = null
  }

  isOpen(number: number): boolean {
    return this.#open.has(number)
  }

  join(name: string, participant: TransactionParticipant): void {
    this.#participants.set(name, participant)
  }

  leave(name: string): void {
    this.#participants.delete(name)
  }

  take(number: number, participant: string): boolean {
    const transaction = this.#open.get(number)
    if (!transaction || transaction.isCommitting || transaction.isForsaken) return false
    if (!transaction.participants.includes(participant)) transaction.participants.push(participant)
    if (transaction.deadline === Infinity) {
      transaction.deadline = after(this.#scheduler.now, transaction.timeout)
      this.#watch()
    }
    transaction.pending += 1
    return true
  }

  spoil(number: number): void {
    const transaction = this.#open.get(number)
    if (transaction) transaction.hasFailed = true
  }

  noteAnswers(number: number, count: number, wasTaken: boolean): void {
    const transaction = this.#open.get(number)
    if (!transaction) return
    transaction.pending -= count
    transaction.hasFailed ||= !wasTaken
    this.#completeWhenDone(transaction)
  }

  fire(): void {
    this.#timer.noteFired()
    const { now } = this.#scheduler
    for (const transaction of [...this.#open.values()])
      if (transaction.deadline <= now) this.#end(transaction, false)
    this.#watch()
  }

  save(): KafkaTransactionsState {
    return {
      isRegistered: this.#entity !== null,
      next: this.#next,
      timer: this.#timer.save(),
      open: [...this.#open.values()].map((transaction) => ({
        ...transaction,
        participants: [...transaction.participants],
        deadline: transaction.deadline === Infinity ? null : transaction.deadline,
      })),
    }
  }

  /** Topics join again by name. */
  restore(state: KafkaTransactionsState): void {
    if (state.isRegistered) this.#register()
    this.#next = state.next
    this.#timer.restore(state.timer)
    for (const saved of state.open) {
      const deadline = saved.deadline ?? Infinity
      const transaction = { ...saved, deadline, participants: [...saved.participants] }
      this.#open.set(transaction.number, transaction)
      this.#byProducer.set(transaction.producer, transaction)
    }
  }

  #register(): void {
    this.#entity ??= this.#scheduler.register('kafka transactions', this)
  }

  #completeWhenDone(transaction: OpenTransaction): void {
    const isDone = transaction.isCommitting && transaction.pending === 0
    if (isDone && this.#open.has(transaction.number)) this.#end(transaction, !transaction.hasFailed)
  }

  #end(transaction: OpenTransaction, isCommitted: boolean): void {
    this.#open.delete(transaction.number)
    this.#byProducer.delete(transaction.producer)
    for (const name of transaction.participants)
      this.#participants.get(name)?.endTransaction(transaction.number, isCommitted)
    if (transaction.isCommitting) this.#answer(transaction.replyTo, isCommitted)
  }

  #answer(replyTo: Publication['replyTo'], isCommitted: boolean): void {
    if (!replyTo) return
    const outcome = isCommitted ? PUBLISH_ACCEPTED : PUBLISH_REFUSED
    this.#scheduler.handOver(replyTo.entity, outcome, replyTo.token)
  }

  #watch(): void {
    if (this.#entity === null) return
    let earliest = Infinity
    for (const { deadline } of this.#open.values()) earliest = Math.min(earliest, deadline)
    const target = { scheduler: this.#scheduler, entity: this.#entity, kind: WATCH, argument: 0 }
    this.#timer.setBy(earliest, target)
  }
}
