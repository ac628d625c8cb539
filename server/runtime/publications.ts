// What one attempt of a handling publishes: which outcomes are still to come, and for Kafka the
// transaction that holds it together.

import type { Draft } from '#shared/lib/draft.ts'
import type { ReplyTo } from '../broker/channel.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import { IMMEDIATELY } from '../engine/time.ts'
import type { Handler } from './handler.ts'
import type { Output } from './output.ts'
import { hasFailed, type PublicationTerms } from './publisher.ts'
import type { RuntimeWorld } from './world.ts'

/** More than one handling publishes: 100 outputs, 100 times each. */
const TOKENS = 16_384
/** Of what is none of the outputs: the publication of a dead letter, the commit of a transaction. */
const DEAD_LETTER = TOKENS - 1
const COMMIT = TOKENS - 2

const NO_TRANSACTION = -1
const NOTHING: readonly (Output | undefined)[] = []

export interface PublicationsPlace {
  readonly world: RuntimeWorld
  /** Who is told the outcomes. */
  readonly entity: EntityIndex
  /** Of the slot: its transactional.id. */
  readonly name: string
  /** Numbers the batches of publications, so that outcomes that come too late are known to be old. */
  nextBatch(): number
}

export interface PublicationsState {
  readonly batch: number
  readonly outputIds: readonly string[]
  readonly due: number
  readonly hasFailed: boolean
  readonly transaction: number
  readonly outsideDue: number
}

export class Publications {
  readonly #place: PublicationsPlace
  readonly #terms: Draft<PublicationTerms> = {
    replyTo: null,
    transaction: undefined,
    expectedVersion: undefined,
  }
  #batch = 0
  /** Each as often as it is published. */
  #outputs = NOTHING
  /** Outcomes that are still to come, and whether one of them said no. */
  #due = 0
  #hasFailed = false
  /** Committed once all that is published outside it is there: so many are still to come. */
  #transaction = NO_TRANSACTION
  #outsideDue = 0

  constructor(place: PublicationsPlace) {
    this.#place = place
  }

  /** Outcomes are still to come. */
  get areDue(): boolean {
    return this.#due > 0
  }

  /** What is being published is a dead letter. */
  get isDeadLetter(): boolean {
    return this.areDue && this.#outputs.length === 0
  }

  /** As if it were new. */
  reset(): void {
    if (this.#batch === 0) return
    this.#batch = 0
    this.#outputs = NOTHING
    this.#due = 0
    this.#hasFailed = false
    this.#transaction = NO_TRANSACTION
    this.#outsideDue = 0
  }

  /** To be followed by the publishing of each, with its terms, and by `close`. */
  open(outputs: readonly Output[], due: number, isTransactional: boolean): void {
    this.#expect(due, outputs)
    const { world, name } = this.#place
    const first = isTransactional ? outputs.find(isInside) : undefined
    if (!first) return
    this.#transaction = world.transactions.begin(name, first.transactionTimeout ?? IMMEDIATELY)
    this.#outsideDue = due - outputs.filter(isInside).length
    // That of the commit.
    this.#due += 1
  }

  close(): void {
    if (this.#transaction !== NO_TRANSACTION && this.#outsideDue === 0) this.#commit()
  }

  /** Good until the next are asked for. */
  termsOf(output: Output, index: number, expectedVersion: number | undefined): PublicationTerms {
    const terms = this.#terms
    terms.replyTo = this.#replyTo(index)
    terms.transaction = isOfTransaction(output) ? this.#transaction : undefined
    terms.expectedVersion = expectedVersion
    return terms
  }

  openDeadLetter(): PublicationTerms {
    this.#expect(1, NOTHING)
    return { replyTo: this.#replyTo(DEAD_LETTER) }
  }

  /** Null while others are still to come, or where nobody waits for it any more. */
  note(outcome: number, token: number): 'taken' | 'failed' | null {
    if (Math.floor(token / TOKENS) !== this.#batch) return null
    this.#due -= 1
    this.#hasFailed ||= hasFailed(outcome)
    const output = this.#outputs[token % TOKENS]
    output?.publisher.noteOutcome(outcome)
    if (this.#outsideDue > 0 && !(output && isOfTransaction(output))) this.#noteOutside()
    if (this.#due > 0) return null
    return this.#hasFailed ? 'failed' : 'taken'
  }

  /** Whatever is heard of them from now on is old. */
  forget(): void {
    this.#expect(0, NOTHING)
    this.#transaction = NO_TRANSACTION
    this.#outsideDue = 0
  }

  /** Gives up what is open, as one who can still say so. */
  abort(): void {
    if (this.#transaction !== NO_TRANSACTION)
      this.#place.world.transactions.abort(this.#transaction)
    this.forget()
  }

  /** Gives up as one who is gone: a transaction stays open until its successor or a timeout ends it. */
  forsake(): void {
    if (this.#transaction !== NO_TRANSACTION)
      this.#place.world.transactions.forsake(this.#transaction)
    this.forget()
  }

  save(): PublicationsState {
    return {
      batch: this.#batch,
      outputIds: this.#outputs.map((output) => output?.id ?? ''),
      due: this.#due,
      hasFailed: this.#hasFailed,
      transaction: this.#transaction,
      outsideDue: this.#outsideDue,
    }
  }

  /** An output that an edit has removed meanwhile counts nothing any more. */
  restore(state: PublicationsState, handler: Handler): void {
    this.#batch = state.batch
    this.#outputs = state.outputIds.map((id) => handler.output(id))
    this.#due = state.due
    this.#hasFailed = state.hasFailed
    this.#transaction = state.transaction
    this.#outsideDue = state.outsideDue
  }

  #expect(due: number, outputs: readonly (Output | undefined)[]): void {
    this.#batch = this.#place.nextBatch()
    this.#outputs = outputs
    this.#due = due
    this.#hasFailed = false
  }

  #replyTo(token: number): ReplyTo {
    return { entity: this.#place.entity, token: this.#batch * TOKENS + token }
  }

  #commit(): void {
    this.#place.world.transactions.commit(this.#transaction, this.#replyTo(COMMIT))
  }

  /** One of those outside the transaction was answered: with the last, it is committed or aborted. */
  #noteOutside(): void {
    this.#outsideDue -= 1
    if (this.#outsideDue > 0) return
    if (!this.#hasFailed) {
      this.#commit()
      return
    }
    this.abort()
    this.#hasFailed = true
  }
}

/** What is published later is published by itself. */
function isInside(output: Output): boolean {
  return output.delay === 0 && isOfTransaction(output)
}

function isOfTransaction({ transactionTimeout }: Output): boolean {
  return transactionTimeout !== null
}
