// What becomes of the messages of one queue, record by record. Here is what holds for every queue: handed
// out is only what waits, each copy ends once, and its deliveries are counted without a gap.

import type { Moment, Violations } from '../violations.ts'
import { Copies } from './copies.ts'
import type { Copy, QueueRule } from './copy.ts'

export interface QueueTraits {
  /** SQS: what a consumer has is leased, and who leaves gives nothing back. */
  readonly isLeased: boolean
  /** SQS: only the lease that holds can delete. */
  readonly isFifo: boolean
  /** Dead letters at least once: nothing tells of a rejection before its dead letter has arrived. */
  readonly endsLate: boolean
}

export class QueueBook {
  readonly kind = 'queue'
  readonly element: string
  readonly copies = new Copies()
  readonly #traits: QueueTraits
  readonly #violations: Violations
  readonly #rules: readonly QueueRule[]
  #now = 0

  constructor(
    element: string,
    options: { traits: QueueTraits; violations: Violations; rules: readonly QueueRule[] },
  ) {
    this.element = element
    this.#traits = options.traits
    this.#violations = options.violations
    this.#rules = options.rules
  }

  get traits(): QueueTraits {
    return this.#traits
  }

  passTime(atNs: number): void {
    if (atNs <= this.#now) return
    for (const rule of this.#rules) rule.onInstantEnded?.(this.#now)
    this.#now = atNs
  }

  edited(): void {
    for (const rule of this.#rules) rule.onEdited?.()
  }

  purge(): void {
    for (const rule of this.#rules) rule.onPurge?.()
  }

  disturb(): void {
    for (const rule of this.#rules) rule.onDisturbed?.()
  }

  end(atNs: number): void {
    for (const rule of this.#rules) rule.onInstantEnded?.(this.#now)
    for (const rule of this.#rules) rule.onEnd?.(atNs)
  }

  /** A record of the queue itself. */
  take(moment: Moment): void {
    switch (moment.kind) {
      case 'accepted':
        this.#accept(moment)
        break
      case 'nodeDown':
        this.disturb()
        break
      case 'leaseExpired':
        this.#giveBack(moment, (copy) => copy.isOut && copy.deliveries === moment.row.attempt)
        break
      case 'expired':
        // What goes on as a dead letter ends with its next record.
        this.#expire(moment)
        if (moment.row.detail === 0) this.#finish(moment, () => true)
        break
      case 'removed':
        this.#finish(moment, () => true)
        break
      case 'purged':
      case 'redriven':
      case 'deadLettered':
      case 'dropped':
        this.#giveUp(moment)
        break
      default:
    }
  }

  /** A record of one of its subscriptions. */
  takeFrom(moment: Moment, subscription: string): void {
    const { attempt, detail } = moment.row
    const has = (copy: Copy) =>
      copy.isOut && copy.deliveries === attempt && copy.by === subscription
    switch (moment.kind) {
      case 'delivered':
        this.#deliver(moment, subscription)
        break
      case 'started':
        this.#start(moment, subscription)
        break
      case 'evicted':
        this.disturb()
        break
      case 'acknowledged':
        this.#finish(moment, this.#traits.isLeased ? this.#canDelete(attempt) : has)
        break
      case 'requeued':
        this.#giveBack(
          moment,
          this.#traits.isLeased ? (copy) => copy.isOut && this.#canDelete(attempt)(copy) : has,
        )
        break
      case 'abandoned':
        if (!this.#traits.isLeased && detail === 0) this.#giveBack(moment, has)
        break
      case 'leaseExtended':
        this.#extend(moment, subscription)
        break
      default:
    }
  }

  #canDelete(attempt: number): (copy: Copy) => boolean {
    return this.#traits.isFifo
      ? (copy) => copy.isOut && copy.deliveries === attempt
      : (copy) => copy.deliveries >= attempt
  }

  #accept(moment: Moment): void {
    const { event, row, atNs, nameOf, isMoved } = moment
    const copy: Copy = {
      event,
      key: row.key,
      origin: nameOf(row.origin),
      acceptedAt: atNs,
      wasMoved: isMoved,
      deliveries: row.attempt,
      isOut: false,
      waitsSince: atNs,
      consumer: 0,
      by: '',
      deliveredAt: 0,
      isOver: false,
      hasExpired: false,
      isAmbiguous: false,
    }
    this.copies.add(copy)
    for (const rule of this.#rules) rule.onAccepted?.(copy, moment)
  }

  #deliver(moment: Moment, subscription: string): void {
    const { event, row, atNs } = moment
    const copies = this.copies.of(event)
    const right = copies.find(
      (copy) => !copy.isOut && !copy.hasExpired && copy.deliveries === row.attempt - 1,
    )
    if (!right) this.#explain(moment, copies)
    const copy = right ?? copies.find(({ isOut }) => !isOut) ?? copies[0]
    if (!copy) return
    for (const rule of this.#rules) rule.onDelivered?.(copy, moment)
    this.copies.handOut(copy, moment.atNs)
    copy.deliveries = row.attempt
    copy.consumer = row.detail
    copy.by = subscription
    copy.deliveredAt = atNs
  }

  #start(moment: Moment, subscription: string): void {
    const { event, row } = moment
    const copies = this.copies.of(event)
    const [copy] = copies
    if (!copy?.isOut || copies.length > 1 || copy.by !== subscription || row.attempt > 1) return
    for (const rule of this.#rules) rule.onStarted?.(copy, moment)
  }

  #explain(moment: Moment, copies: readonly Copy[]): void {
    const waiting = copies.find(({ isOut }) => !isOut)
    const [out] = copies
    if (waiting)
      this.#violations.add(
        'attempts',
        `delivery ${moment.row.attempt} follows upon ${waiting.deliveries}`,
        moment,
      )
    else if (out)
      this.#violations.add('phantom', `consumer ${out.consumer} of ${out.by} has it`, moment)
    else this.#violations.add('phantom', `${this.element} does not have it`, moment)
  }

  #extend(moment: Moment, subscription: string): void {
    const copy = this.#find(moment, this.#canDelete(moment.row.attempt))
    if (!copy) return
    for (const rule of this.#rules) rule.onExtended?.(copy, moment)
    this.copies.handOut(copy, moment.atNs)
    copy.by = subscription
  }

  #expire(moment: Moment): void {
    const { isLeased } = this.#traits
    const copy = this.#find(moment, ({ isOut, hasExpired }) => isLeased || !(isOut || hasExpired))
    if (!copy) return
    for (const rule of this.#rules) rule.onExpired?.(copy, moment)
    copy.hasExpired = true
  }

  #giveBack(moment: Moment, isMeant: (copy: Copy) => boolean): void {
    const copy = this.#find(moment, isMeant)
    if (!copy) return
    for (const rule of this.#rules) rule.onBack?.(copy, moment)
    this.copies.takeBack(copy, moment.atNs)
  }

  /** Nobody has it any more, or its consumer rejects it. */
  #giveUp(moment: Moment): void {
    const { kind, row, nameOf } = moment
    const { isLeased, endsLate } = this.#traits
    const by = nameOf(row.detail)
    const isRejected = !isLeased && kind !== 'purged' && by.startsWith('subscriptions/')
    const subscription = by.slice('subscriptions/'.length)
    const isFree = (copy: Copy) =>
      endsLate ||
      (isLeased && kind === 'purged') ||
      (isRejected ? copy.isOut && copy.by === subscription : !copy.isOut)
    this.#finish(moment, (copy) => copy.deliveries === row.attempt && isFree(copy))
  }

  #finish(moment: Moment, isMeant: (copy: Copy) => boolean): void {
    const copy = this.#find(moment, isMeant)
    if (!copy) return
    for (const rule of this.#rules) rule.onEnded?.(copy, moment)
    this.copies.end(copy, moment.atNs)
  }

  #find(moment: Moment, isMeant: (copy: Copy) => boolean): Copy | null {
    const copies = this.copies.of(moment.event)
    const meant = copies.find(isMeant)
    if (meant) return meant
    const [copy] = copies
    if (!copy) this.#violations.add('endings', `${this.element} does not have it`, moment)
    else this.#violations.add('endings', `it ${stateOf(copy)}`, moment)
    return copy ?? null
  }
}

function stateOf({ isOut, consumer, by, deliveries }: Copy): string {
  const times = `after ${deliveries} deliveries`
  return isOut ? `is with consumer ${consumer} of ${by} ${times}` : `waits ${times}`
}
