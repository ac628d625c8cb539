// The deliveries under way: each is one attempt to hand a message to a consumer. A delivery lives from
// the hand-over until its consumer settles it or leaves, whatever became of the message meanwhile.

import type { Clock, SimTime } from '../engine/time.ts'
import { Columns, type ColumnsState } from './columns.ts'
import type { MessageHandle } from './messages.ts'

export type DeliveryHandle = number & { readonly __brand: 'DeliveryHandle' }

const MESSAGE = 0
const MEMBER = 1
const ATTEMPT = 2
const INTEGERS = 3

/** A tag may be an offset. */
const TAG = 0
const HANDED_OUT = 1
const NUMBERS = 2

export class Deliveries {
  readonly #rows = new Columns({ integers: INTEGERS, numbers: NUMBERS })
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get underWay(): number {
    return this.#rows.size
  }

  create(message: MessageHandle, member: number, attempt: number, tag: number): DeliveryHandle {
    const rows = this.#rows
    const row = rows.takeAsItIs() as DeliveryHandle
    const at = row * INTEGERS
    const { integers, cells } = rows
    integers[at + MESSAGE] = message
    integers[at + MEMBER] = member
    integers[at + ATTEMPT] = attempt
    cells[row * NUMBERS + TAG] = tag
    cells[row * NUMBERS + HANDED_OUT] = this.#clock.now
    return row
  }

  free(delivery: DeliveryHandle): void {
    this.#rows.give(delivery)
  }

  message(delivery: DeliveryHandle): MessageHandle {
    return this.#rows.integers[delivery * INTEGERS + MESSAGE] as MessageHandle
  }

  /** The channel's number of the member it was handed to. */
  member(delivery: DeliveryHandle): number {
    return this.#rows.integers[delivery * INTEGERS + MEMBER] as number
  }

  /** 1 for the first time that the channel hands this message to this group. */
  attempt(delivery: DeliveryHandle): number {
    return this.#rows.integers[delivery * INTEGERS + ATTEMPT] as number
  }

  /** The channel's own: partition and offset, delivery tag, receipt. */
  tag(delivery: DeliveryHandle): number {
    return this.#rows.cells[delivery * NUMBERS + TAG] as number
  }

  handedOutAt(delivery: DeliveryHandle): SimTime {
    return this.#rows.cells[delivery * NUMBERS + HANDED_OUT] as SimTime
  }

  save(): ColumnsState {
    return this.#rows.save()
  }

  restore(state: ColumnsState): void {
    this.#rows.restore(state)
  }
}
