// SQS: how long a message is hidden, and how often it may be received.

import type { Moment } from '../violations.ts'
import type { RuleOptions } from './consumerRules.ts'
import type { Copies } from './copies.ts'
import type { Copy, QueueRule } from './copy.ts'

/** Rounding of milliseconds to nanoseconds. */
const SLACK = 1

/** A lease ends exactly when it ends, and is not forgotten. */
export class LeaseRule implements QueueRule {
  readonly #options: RuleOptions
  readonly #copies: () => Copies
  readonly #until = new WeakMap<Copy, number>()

  constructor(options: RuleOptions, copies: () => Copies) {
    this.#options = options
    this.#copies = copies
  }

  onDelivered(copy: Copy, moment: Moment): void {
    this.#lease(copy, moment)
  }

  onExtended(copy: Copy, moment: Moment): void {
    this.#lease(copy, moment)
  }

  onBack(copy: Copy, moment: Moment): void {
    const until = this.#until.get(copy)
    if (moment.kind !== 'leaseExpired' || until === undefined || copy.isAmbiguous) return
    if (Math.abs(moment.atNs - until) <= SLACK) return
    this.#options.violations.add('lease', `its lease lasts until ${until / 1e6} ms`, moment)
  }

  onEnd(atNs: number): void {
    const { violations, channelId } = this.#options
    for (const copy of this.#copies().all()) {
      const until = this.#until.get(copy) ?? Infinity
      if (!copy.isOut || copy.isAmbiguous || until + SLACK >= atNs) continue
      violations.addAt(
        'lease',
        `${copy.origin} #${copy.event % 2 ** 32} in channels/${channelId} is hidden, though its lease ended at ${until / 1e6} ms`,
        atNs,
      )
    }
  }

  #lease(copy: Copy, { element, atNs }: Moment): void {
    const { drawing, channelId } = this.#options
    this.#until.delete(copy)
    if (drawing.changedAt(element) === atNs) return
    if (drawing.changedAt(`channels/${channelId}`) === atNs) return
    const queue = drawing.channelOf(channelId, 'sqsQueue')
    const id = element.slice('subscriptions/'.length)
    const own = drawing.subscriptionOf(id, 'sqsConsumer')?.visibilityTimeoutMs ?? null
    if (queue) this.#until.set(copy, atNs + Math.round((own ?? queue.visibilityTimeoutMs) * 1e6))
  }
}

/** Nothing is received before its delay is over. */
export class DelayRule implements QueueRule {
  readonly #options: RuleOptions

  constructor(options: RuleOptions) {
    this.#options = options
  }

  onDelivered(copy: Copy, moment: Moment): void {
    const { drawing, channelId, violations } = this.#options
    const queue = drawing.channelOf(channelId, 'sqsQueue')
    if (!queue || copy.isAmbiguous || copy.deliveries > 0) return
    // Of what was sent before an edit, nothing tells which delay it got.
    if (drawing.changedAt(`channels/${channelId}`) >= copy.acceptedAt) return
    const producer = drawing.producer(copy.origin)
    if (producer === undefined) return
    const said = producer?.kind === 'awsSender' ? producer.delayMs : null
    const delayMs = Math.min(queue.delayMs, said ?? Infinity)
    const from = copy.acceptedAt + Math.floor(delayMs * 1e6)
    if (moment.atNs + SLACK < from)
      violations.add('delay', `it is delayed until ${from / 1e6} ms`, moment)
  }
}

/**
 * maxReceiveCount: not one more, unless the dead-letter queue is out of reach, and not one less before it
 * becomes a dead letter.
 */
export class ReceiveCountRule implements QueueRule {
  readonly #options: RuleOptions

  constructor(options: RuleOptions) {
    this.#options = options
  }

  onDelivered(_copy: Copy, moment: Moment): void {
    const max = this.#maxAt(moment.atNs)
    if (moment.row.attempt > max && !this.#isOutOfReach)
      this.#options.violations.add('receive-count', `maxReceiveCount is ${max}`, moment)
  }

  onEnded(_copy: Copy, moment: Moment): void {
    const max = this.#maxAt(moment.atNs)
    if (moment.kind === 'deadLettered' && max < Infinity && moment.row.attempt < max)
      this.#options.violations.add('receive-count', `maxReceiveCount is ${max}`, moment)
  }

  get #isOutOfReach(): boolean {
    const { drawing, channelId } = this.#options
    const policy = drawing.channelOf(channelId, 'sqsQueue')?.redrivePolicy
    return policy !== undefined && drawing.isImpaired(policy.deadLetterQueueId)
  }

  #maxAt(atNs: number): number {
    const { drawing, channelId } = this.#options
    const policy = drawing.channelOf(channelId, 'sqsQueue')?.redrivePolicy
    if (!policy || drawing.editedAt === atNs) return Infinity
    return drawing.has('channels', policy.deadLetterQueueId) ? policy.maxReceiveCount : Infinity
  }
}
