// What the channels of publishers and consumers keep for a quorum queue while it has no leader: they send
// it when one is elected, in the order in which it was said.

import type { DeliveryHandle } from './deliveries.ts'
import type { MessageHandle } from './messages.ts'
import type { RabbitConsumer } from './rabbitConsumer.ts'
import type { ConfirmTarget } from './rabbitRoute.ts'

/** What a consumer says of a delivery; `failed`: it comes back, and that counts. */
export type RabbitVerdict = 'acknowledge' | 'reject' | 'requeue' | 'failed'

export interface Arrival {
  readonly message: MessageHandle
  readonly confirm: ConfirmTarget | null
}

export interface HeldVerdict {
  /** Number of the consumer. */
  readonly consumer: number
  readonly delivery: DeliveryHandle
  readonly verdict: RabbitVerdict
}

export interface RabbitHeldState {
  readonly arrivals: readonly Arrival[]
  readonly verdicts: readonly HeldVerdict[]
}

/** The rest is refused. Long before, RabbitMQ's flow control stops the connections that publish. */
const ARRIVALS_MAX = 100_000

export class RabbitHeld {
  #arrivals: Arrival[] = []
  #verdicts: HeldVerdict[] = []

  get isFull(): boolean {
    return this.#arrivals.length >= ARRIVALS_MAX
  }

  addArrival(arrival: Arrival): void {
    this.#arrivals.push(arrival)
  }

  addVerdict(verdict: HeldVerdict): void {
    this.#verdicts.push(verdict)
  }

  /** It has left: what it said last was never heard. */
  forgetVerdictsOf({ number }: RabbitConsumer): void {
    this.#verdicts = this.#verdicts.filter(({ consumer }) => consumer !== number)
  }

  takeArrivals(): readonly Arrival[] {
    return this.#arrivals.splice(0)
  }

  takeVerdicts(): readonly HeldVerdict[] {
    return this.#verdicts.splice(0)
  }

  save(): RabbitHeldState {
    return { arrivals: [...this.#arrivals], verdicts: [...this.#verdicts] }
  }

  restore(state: RabbitHeldState): void {
    this.#arrivals = [...state.arrivals]
    this.#verdicts = [...state.verdicts]
  }
}
