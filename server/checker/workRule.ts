// How long the slots of a service were at work: from the start of each handling to its end, as the records
// tell it. Where a record does not tell when a handling ended, nothing is said of its service any more.

import type { Agreement, EngineFacts } from './agreement.ts'
import type { Drawing } from './drawing.ts'
import type { Moment } from './violations.ts'

interface Work {
  /** Beginnings of handlings that go on, by subscription and event. */
  readonly begun: Map<string, number[]>
  /** Of those that are over, in nanoseconds. */
  ended: number
  /** Something was handed to it, and may be in its hands still. */
  hasBegun: boolean
  isTold: boolean
}

export class WorkRule {
  readonly #drawing: Drawing
  readonly #works = new Map<string, Work>()

  constructor(drawing: Drawing) {
    this.#drawing = drawing
  }

  /** A record of a subscription. */
  take(moment: Moment, subscriptionId: string): void {
    const spec = this.#drawing.subscription(subscriptionId)
    if (!spec) return
    const work = this.#workOf(spec.serviceId)
    const handling = `${subscriptionId} ${moment.event}`
    switch (moment.kind) {
      case 'started':
        if (moment.row.attempt === 1) begin(work, handling, moment.atNs)
        if (this.#isSilent(subscriptionId)) work.isTold = false
        break
      case 'failed':
        if (this.#isLast(moment, subscriptionId)) end(work, handling, moment.atNs)
        break
      case 'acknowledged':
      case 'deadLettered':
        end(work, handling, moment.atNs)
        break
      case 'delivered':
        work.hasBegun = true
        break
      case 'rebalanced':
      case 'revoked':
      case 'evicted':
      case 'stopped':
        if (work.hasBegun) work.isTold = false
        break
      case 'abandoned':
      case 'ignored':
        if (work.begun.size > 0) work.isTold = false
        break
      default:
    }
  }

  /** What consumers of this channel have may be void: they may begin and end it without a word. */
  disturb(channelId: string): void {
    for (const { channelId: read, serviceId } of Object.values(
      this.#drawing.topology.subscriptions,
    ))
      if (read === channelId) this.#workOf(serviceId).isTold = false
  }

  /** Its process is gone, and all that it had in hand with it. */
  crash(serviceId: string, atNs: number): void {
    const work = this.#workOf(serviceId)
    for (const handling of [...work.begun.keys()])
      while (work.begun.has(handling)) end(work, handling, atNs)
  }

  /** Handlings of it may end without a word. */
  doubt(serviceId: string): void {
    const work = this.#workOf(serviceId)
    if (work.begun.size > 0) work.isTold = false
  }

  doubtAll(): void {
    for (const serviceId of this.#works.keys()) this.doubt(serviceId)
  }

  agree(agreement: Agreement, atNs: number, facts: EngineFacts): void {
    for (const [serviceId, work] of this.#works) {
      if (!work.isTold) continue
      let worked = work.ended
      for (const begun of work.begun.values()) for (const from of begun) worked += atNs - from
      agreement.work(serviceId, worked, facts)
    }
  }

  #workOf(serviceId: string): Work {
    const known = this.#works.get(serviceId)
    if (known) return known
    const work = { begun: new Map<string, number[]>(), ended: 0, hasBegun: false, isTold: true }
    this.#works.set(serviceId, work)
    return work
  }

  /** The message is settled at another time than its handling ends. */
  #isSilent(subscriptionId: string): boolean {
    const spec = this.#drawing.subscription(subscriptionId)
    switch (spec?.kind) {
      case 'rabbitConsumer':
        return spec.noAck
      case 'sqsConsumer':
        return spec.deletes === 'batch'
      case 'lambdaConsumer':
        return true
      default:
        return false
    }
  }

  /** No attempt is left, and nothing is published that would have to be waited for. */
  #isLast({ row }: Moment, subscriptionId: string): boolean {
    const spec = this.#drawing.subscription(subscriptionId)
    if (!spec || row.attempt < spec.retry.attempts) return false
    return spec.kind !== 'kafkaConsumer' || spec.deadLetterChannelId === undefined
  }
}

function begin(work: Work, handling: string, atNs: number): void {
  const begun = work.begun.get(handling)
  if (begun) begun.push(atNs)
  else work.begun.set(handling, [atNs])
}

/** Of several of the same event it does not matter which: their sum is the same. */
function end(work: Work, handling: string, atNs: number): void {
  const begun = work.begun.get(handling)
  const from = begun?.pop()
  if (from === undefined) return
  work.ended += atNs - from
  if (begun?.length === 0) work.begun.delete(handling)
}
