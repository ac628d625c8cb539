// RabbitMQ: how many may wait, for how long, and in which order they go.

import type { Moment } from '../violations.ts'
import type { RuleOptions } from './consumerRules.ts'
import type { Copies } from './copies.ts'
import type { Copy, QueueRule } from './copy.ts'

/**
 * x-max-length of a classic queue. With drop-head, no more wait when an instant is over; otherwise none
 * is accepted beyond it, though what comes back may be.
 */
export class LengthRule implements QueueRule {
  readonly #options: RuleOptions
  readonly #waiting: () => number

  constructor(options: RuleOptions, copies: () => Copies) {
    this.#options = options
    this.#waiting = () => copies().waiting
  }

  onAccepted(_copy: Copy, moment: Moment): void {
    const { violations } = this.#options
    const limit = this.#limitAt(moment.atNs)
    if (limit === null || limit.dropsHead || this.#waiting() <= limit.maxLength) return
    violations.add(
      'length',
      `${this.#waiting() - 1} wait already, and the limit is ${limit.maxLength}`,
      moment,
    )
  }

  onInstantEnded(atNs: number): void {
    const { violations, channelId } = this.#options
    const limit = this.#limitAt(atNs)
    if (!limit?.dropsHead || this.#waiting() <= limit.maxLength) return
    violations.addAt(
      'length',
      `${this.#waiting()} wait in channels/${channelId}, and the limit is ${limit.maxLength}`,
      atNs,
    )
  }

  #limitAt(atNs: number) {
    const { drawing, channelId } = this.#options
    const spec = drawing.channelOf(channelId, 'rabbitQueue')
    if (spec?.queueType !== 'classic' || spec.maxLength === null) return null
    if (drawing.changedAt(`channels/${channelId}`) === atNs) return null
    return { maxLength: spec.maxLength, dropsHead: spec.overflow === 'drop-head' }
  }
}

/** x-message-ttl: nothing is handed out after its time, and nothing expires before. */
export class TtlRule implements QueueRule {
  readonly #options: RuleOptions
  readonly #deadlines = new WeakMap<Copy, number>()

  constructor(options: RuleOptions) {
    this.#options = options
  }

  onAccepted(copy: Copy, { atNs }: Moment): void {
    const { drawing, channelId } = this.#options
    const spec = drawing.channelOf(channelId, 'rabbitQueue')
    if (!spec || spec.messageTtlMs === null) return
    if (drawing.changedAt(`channels/${channelId}`) === atNs) return
    const ttlMs = spec.queueType === 'quorum' ? Math.max(spec.messageTtlMs, 1) : spec.messageTtlMs
    this.#deadlines.set(copy, atNs + ttlMs * 1e6 + 1)
  }

  onDelivered(copy: Copy, moment: Moment): void {
    const deadline = this.#deadlines.get(copy)
    if (deadline === undefined || copy.isAmbiguous || moment.atNs <= deadline) return
    this.#options.violations.add('ttl', `its time was over at ${deadline / 1e6} ms`, moment)
  }

  onExpired(copy: Copy, moment: Moment): void {
    const deadline = this.#deadlines.get(copy)
    if (copy.isAmbiguous || deadline === undefined) return
    if (moment.atNs >= deadline - 2 || this.#maySayItsOwn()) return
    this.#options.violations.add('ttl', `it had time until ${deadline / 1e6} ms`, moment)
  }

  #maySayItsOwn(): boolean {
    return this.#options.drawing.somePublisher(
      ({ publishes }) =>
        publishes.producer?.kind === 'rabbitPublisher' &&
        publishes.producer.expirationMs !== undefined,
    )
  }
}

/** Without priorities a queue hands out for the first time in the order of acceptance. */
export class OrderRule implements QueueRule {
  readonly #options: RuleOptions
  #line: Copy[] = []
  #head = 0

  constructor(options: RuleOptions) {
    this.#options = options
  }

  onAccepted(copy: Copy): void {
    if (copy.deliveries === 0) this.#line.push(copy)
  }

  onDelivered(copy: Copy, moment: Moment): void {
    if (copy.deliveries > 0) return
    const first = this.#first
    if (!first || first === copy || first.isAmbiguous || copy.isAmbiguous) return
    this.#options.violations.add(
      'order',
      `${first.origin} #${first.event % 2 ** 32} has waited for longer`,
      moment,
    )
  }

  get #first(): Copy | undefined {
    for (;;) {
      const copy = this.#line[this.#head]
      if (copy === undefined || (!copy.isOver && copy.deliveries === 0)) return copy
      this.#head += 1
      if (this.#head < 1024 || this.#head * 2 < this.#line.length) continue
      this.#line = this.#line.slice(this.#head)
      this.#head = 0
    }
  }
}
