// A service handles no more at once than it has slots. A record tells that an attempt began, and most
// often how it went; where nothing tells that it has ended (silence, a void delivery), nothing is asked.

import type { Drawing } from './drawing.ts'
import type { Moment, Violations } from './violations.ts'

interface Span {
  readonly from: number
  readonly to: number
}

/** Of one service, those that ended last: more than that at once is not asked for. */
const SPANS_KEPT = 256
const OPEN_MAX = 10_000

export class SlotsRule {
  readonly #drawing: Drawing
  readonly #violations: Violations
  /** When the attempts began of which no end is told yet, by subscription, event and attempt. */
  readonly #begun = new Map<string, number[]>()
  #open = 0
  readonly #spans = new Map<string, Span[]>()
  /** The most that a service ever had. */
  readonly #slots = new Map<string, number>()

  constructor(drawing: Drawing, violations: Violations) {
    this.#drawing = drawing
    this.#violations = violations
    this.become()
  }

  become(): void {
    for (const [id, { replicas, concurrency }] of Object.entries(this.#drawing.topology.services))
      this.#slots.set(id, Math.max(replicas * concurrency, this.#slots.get(id) ?? 0))
  }

  take(moment: Moment, subscriptionId: string): void {
    const { kind, event, row, atNs } = moment
    if (kind !== 'started' && kind !== 'failed') return
    const work = `${subscriptionId} ${event} ${row.attempt}`
    if (kind === 'started') {
      if (row.attempt < 1) this.#violations.add('attempts', 'attempts count from 1', moment)
      this.#begin(work, atNs)
      return
    }
    const from = this.#end(work)
    if (from !== null) this.#note(moment, subscriptionId, { from, to: atNs })
    else if (this.#open < OPEN_MAX)
      this.#violations.add('attempts', `attempt ${row.attempt} has not begun`, moment)
  }

  #begin(work: string, atNs: number): void {
    if (this.#open >= OPEN_MAX) return
    this.#open += 1
    const begun = this.#begun.get(work)
    if (begun) begun.push(atNs)
    else this.#begun.set(work, [atNs])
  }

  /** Of several, the last is taken: so it lasted at least as long as that. Null: none has begun. */
  #end(work: string): number | null {
    const begun = this.#begun.get(work)
    const from = begun?.pop()
    if (from === undefined) return null
    this.#open -= 1
    if (begun?.length === 0) this.#begun.delete(work)
    return from
  }

  #note(moment: Moment, subscriptionId: string, span: Span): void {
    const serviceId = this.#drawing.subscription(subscriptionId)?.serviceId
    if (serviceId === undefined || span.from === span.to) return
    const spans = this.#spans.get(serviceId) ?? []
    this.#spans.set(serviceId, spans)
    spans.push(span)
    if (spans.length > SPANS_KEPT) spans.shift()
    const slots = this.#slots.get(serviceId) ?? 0
    const atOnce = spans.filter(({ from, to }) => from <= span.from && to > span.from).length
    if (atOnce > slots)
      this.#violations.add(
        'slots',
        `${atOnce} handlings were under way at ${span.from / 1e6} ms in ${slots} slots`,
        moment,
      )
  }
}
