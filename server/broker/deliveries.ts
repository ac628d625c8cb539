// The deliveries under way: each is one attempt to hand a message to a consumer. A delivery lives from
// the hand-over until its consumer settles it or leaves, whatever became of the message meanwhile.

import { Columns, type ColumnsState } from './columns.ts'
import type { MessageHandle } from './messages.ts'

export type DeliveryHandle = number & { readonly __brand: 'DeliveryHandle' }

const MESSAGE = 0
const MEMBER = 1
const ATTEMPT = 2

/** May be an offset. */
const TAG = 0

export class Deliveries {
  readonly #rows = new Columns({ integers: 3, numbers: 1 })

  get underWay(): number {
    return this.#rows.size
  }

  create(message: MessageHandle, member: number, attempt: number, tag: number): DeliveryHandle {
    const row = this.#rows.take() as DeliveryHandle
    this.#rows.setInt(MESSAGE, row, message)
    this.#rows.setInt(MEMBER, row, member)
    this.#rows.setInt(ATTEMPT, row, attempt)
    this.#rows.set(TAG, row, tag)
    return row
  }

  free(delivery: DeliveryHandle): void {
    this.#rows.give(delivery)
  }

  message(delivery: DeliveryHandle): MessageHandle {
    return this.#rows.int(MESSAGE, delivery) as MessageHandle
  }

  /** The channel's number of the member it was handed to. */
  member(delivery: DeliveryHandle): number {
    return this.#rows.int(MEMBER, delivery)
  }

  /** 1 for the first time that the channel hands this message to this group. */
  attempt(delivery: DeliveryHandle): number {
    return this.#rows.int(ATTEMPT, delivery)
  }

  /** The channel's own: partition and offset, delivery tag, receipt. */
  tag(delivery: DeliveryHandle): number {
    return this.#rows.get(TAG, delivery)
  }

  save(): ColumnsState {
    return this.#rows.save()
  }

  restore(state: ColumnsState): void {
    this.#rows.restore(state)
  }
}
