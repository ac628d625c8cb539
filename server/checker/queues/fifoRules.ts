// SQS FIFO: message groups and deduplication, as far as the drawing tells what a publisher says of them.

import type { Drawing } from '../drawing.ts'
import type { Moment } from '../violations.ts'
import type { RuleOptions } from './consumerRules.ts'
import type { Copy, QueueRule } from './copy.ts'

const WINDOW_NS = 300e9
/** A bound of memory: more ids are not remembered. */
const IDS_MAX = 500_000

/**
 * A message is received only together with all that stand before it in its group: so the group keeps its
 * order, and nothing of it is received while another of it is in flight from an earlier receive.
 */
export class GroupRule implements QueueRule {
  readonly #options: RuleOptions
  readonly #groups = new Map<string, Set<Copy>>()

  constructor(options: RuleOptions) {
    this.#options = options
  }

  onAccepted(copy: Copy): void {
    const id = groupOf(this.#options.drawing, copy)
    if (id === null) return
    const group = this.#groups.get(id) ?? new Set()
    this.#groups.set(id, group)
    group.add(copy)
  }

  onDelivered(copy: Copy, moment: Moment): void {
    const id = groupOf(this.#options.drawing, copy)
    const group = id === null ? undefined : this.#groups.get(id)
    if (copy.isAmbiguous || !group?.has(copy)) return
    for (const other of group) {
      if (other === copy) return
      if (other.isAmbiguous || isPartOf(other, moment)) continue
      const state = other.isOut ? 'is in flight' : 'stands before it'
      this.#options.violations.add(
        'group',
        `${other.origin} #${other.event % 2 ** 32} of the same group ${state}`,
        moment,
      )
      return
    }
  }

  onEnded(copy: Copy): void {
    const id = groupOf(this.#options.drawing, copy)
    const group = id === null ? undefined : this.#groups.get(id)
    group?.delete(copy)
    if (id !== null && group?.size === 0) this.#groups.delete(id)
  }

  /** What an origin says may not be known any more: those that are inside are left alone. */
  onEdited(): void {
    this.#groups.clear()
  }
}

/** It was received in this receive too. */
function isPartOf({ isOut, deliveredAt, consumer }: Copy, { atNs, row }: Moment): boolean {
  return isOut && deliveredAt === atNs && consumer === row.detail
}

/** Null: nothing tells. */
function groupOf(drawing: Drawing, { origin, key }: Copy): string | null {
  const producer = drawing.producer(origin)
  if (producer === undefined) return null
  const kind = producer?.kind === 'awsSender' ? producer.messageGroup : 'key'
  if (kind === 'key') return `key ${key}`
  return kind === 'one' ? 'one' : `type ${drawing.publication(origin)?.publishes.eventTypeId ?? ''}`
}

/** No id is accepted twice within five minutes. Of ids that follow from a cause, no record tells. */
export class DeduplicationRule implements QueueRule {
  readonly #options: RuleOptions
  readonly #since = new Map<string, number>()

  constructor(options: RuleOptions) {
    this.#options = options
  }

  onAccepted(copy: Copy, moment: Moment): void {
    const id = copy.wasMoved ? null : this.#idOf(copy)
    if (id === null) return
    const since = this.#since.get(id) ?? -Infinity
    if (since + WINDOW_NS > moment.atNs)
      this.#options.violations.add(
        'deduplication',
        `the same deduplication id was accepted at ${since / 1e6} ms`,
        moment,
      )
    this.#since.delete(id)
    this.#since.set(id, moment.atNs)
    this.#forgetUntil(moment.atNs)
  }

  onEdited(): void {
    this.#since.clear()
  }

  onPurge(): void {
    this.#since.clear()
  }

  #forgetUntil(atNs: number): void {
    for (const [id, since] of this.#since) {
      if (since + WINDOW_NS > atNs && this.#since.size <= IDS_MAX) return
      this.#since.delete(id)
    }
  }

  #idOf(copy: Copy): string | null {
    const { drawing, channelId } = this.#options
    const producer = drawing.producer(copy.origin)
    const queue = drawing.channelOf(channelId, 'sqsQueue')
    if (producer?.kind !== 'awsSender' || !queue) return null
    const { deduplication } = producer
    const isGrouped = queue.deduplicationScope === 'messageGroup'
    const group = isGrouped ? `${groupOf(drawing, copy)} ` : ''
    if (deduplication === 'event') return `${group}event ${copy.event}`
    if (deduplication === 'key' && copy.key >= 0) return `${group}key ${copy.key}`
    return null
  }
}
