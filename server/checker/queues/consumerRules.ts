// RabbitMQ: what one consumer may have at once, and that an active one is the only one.

import type { Drawing } from '../drawing.ts'
import type { Moment, Violations } from '../violations.ts'
import type { Copy, QueueRule } from './copy.ts'

export interface RuleOptions {
  readonly channelId: string
  readonly drawing: Drawing
  readonly violations: Violations
}

/** prefetch_count: unacknowledged at once for each consumer. */
export class PrefetchRule implements QueueRule {
  readonly #options: RuleOptions
  /** By consumer number. */
  readonly #inHand = new Map<number, number>()

  constructor(options: RuleOptions) {
    this.#options = options
  }

  onDelivered(_copy: Copy, moment: Moment): void {
    const { drawing, violations } = this.#options
    const { detail } = moment.row
    const inHand = (this.#inHand.get(detail) ?? 0) + 1
    this.#inHand.set(detail, inHand)
    const id = moment.element.slice('subscriptions/'.length)
    const spec = drawing.subscriptionOf(id, 'rabbitConsumer')
    if (!spec || spec.noAck || spec.prefetchCount === 0) return
    // Between two revisions nothing tells which one holds.
    if (drawing.changedAt(moment.element) === moment.atNs) return
    if (inHand > spec.prefetchCount)
      violations.add(
        'prefetch',
        `consumer ${detail} has ${inHand} unacknowledged, and its prefetch is ${spec.prefetchCount}`,
        moment,
      )
  }

  onBack(copy: Copy): void {
    this.#giveBack(copy)
  }

  onEnded(copy: Copy): void {
    this.#giveBack(copy)
  }

  #giveBack({ isOut, consumer }: Copy): void {
    if (isOut) this.#inHand.set(consumer, (this.#inHand.get(consumer) ?? 1) - 1)
  }
}

/** x-single-active-consumer: who gets messages while another still has some is not the only one. */
export class SingleActiveRule implements QueueRule {
  readonly #options: RuleOptions
  readonly #holders = new Map<number, number>()

  constructor(options: RuleOptions) {
    this.#options = options
  }

  onDelivered(_copy: Copy, moment: Moment): void {
    const { violations } = this.#options
    const { detail } = moment.row
    const other = [...this.#holders.keys()].find((consumer) => consumer !== detail)
    if (other !== undefined)
      violations.add('single-active', `consumer ${other} is still active`, moment)
    this.#holders.set(detail, (this.#holders.get(detail) ?? 0) + 1)
  }

  onBack(copy: Copy): void {
    this.#giveBack(copy)
  }

  onEnded(copy: Copy): void {
    this.#giveBack(copy)
  }

  /** Another priority may have made another consumer the active one. */
  onEdited(): void {
    this.#holders.clear()
  }

  #giveBack({ isOut, consumer }: Copy): void {
    const held = this.#holders.get(consumer)
    if (!isOut || held === undefined) return
    if (held > 1) this.#holders.set(consumer, held - 1)
    else this.#holders.delete(consumer)
  }
}

/**
 * A consumer handles one message after the other, as they come, and settles each before it begins the
 * next. Once somebody was cut off or a node was down, nothing tells who works on what.
 */
export class SettlementRule implements QueueRule {
  readonly #options: RuleOptions
  readonly #inHand = new Map<number, Set<Copy>>()
  #isDisturbed = false

  constructor(options: RuleOptions) {
    this.#options = options
  }

  onDelivered(copy: Copy, { row }: Moment): void {
    if (this.#isDisturbed) return
    const copies = this.#inHand.get(row.detail) ?? new Set()
    this.#inHand.set(row.detail, copies)
    copies.add(copy)
  }

  onStarted(copy: Copy, moment: Moment): void {
    const [oldest] = this.#inHand.get(copy.consumer) ?? []
    if (this.#isDisturbed || !oldest || oldest === copy || oldest.isAmbiguous) return
    this.#options.violations.add(
      'settlement',
      `consumer ${copy.consumer} has not settled ${oldest.origin} #${oldest.event % 2 ** 32}`,
      moment,
    )
  }

  onBack(copy: Copy): void {
    this.#inHand.get(copy.consumer)?.delete(copy)
  }

  onEnded(copy: Copy): void {
    this.#inHand.get(copy.consumer)?.delete(copy)
  }

  onDisturbed(): void {
    this.#isDisturbed = true
    this.#inHand.clear()
  }
}
