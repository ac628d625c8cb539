// The messages of one channel on their way through one subscription.

import type { JournalKind } from '#shared/lib/journal.ts'
import type { Timing } from './theoryCase.ts'
import type { Window } from './window.ts'

interface Message {
  readonly acceptedAt: number
  readonly isMeasured: boolean
  startedAt: number
  attempts: number
  deliveries: number
}

/** Ends of a message that its channel tells of. */
const LOSSES: ReadonlySet<JournalKind> = new Set(['expired', 'dropped', 'deadLettered', 'removed'])

export class Station {
  readonly id: string
  readonly channelId: string
  /** Who has published its messages; undefined: whoever. */
  readonly from: string | undefined
  /** Message times within the window, in nanoseconds. */
  insideArea = 0
  busyArea = 0
  readonly #window: Window
  readonly #messages = new Map<number, Message>()
  readonly #samples: { readonly [Of in Timing]: number[] } = {
    wait: [],
    service: [],
    sojourn: [],
    attempts: [],
    deliveries: [],
  }

  constructor(
    place: {
      readonly id: string
      readonly channelId: string
      readonly from: string | undefined
    },
    window: Window,
  ) {
    this.id = place.id
    this.channelId = place.channelId
    this.from = place.from
    this.#window = window
  }

  /** Messages that came before the window closed, and are inside still. */
  get open(): number {
    return this.#messages.size
  }

  samples(of: Timing): readonly number[] {
    return this.#samples[of]
  }

  takeOfChannel(kind: JournalKind, event: number, atNs: number): void {
    if (kind === 'accepted') this.#accept(event, atNs)
    else if (LOSSES.has(kind)) this.#end(event, atNs)
  }

  takeOfSubscription(kind: JournalKind, event: number, atNs: number): void {
    const message = this.#messages.get(event)
    if (!message) return
    switch (kind) {
      case 'delivered':
        message.deliveries += 1
        break
      case 'started':
        this.#start(message, atNs)
        break
      case 'failed':
        this.#endAttempt(message, atNs)
        break
      case 'acknowledged':
        this.#endAttempt(message, atNs)
        if (message.isMeasured) this.#samples.sojourn.push(atNs - message.acceptedAt)
        this.#end(event, atNs)
        break
      case 'dropped':
        this.#end(event, atNs)
        break
      default:
    }
  }

  #accept(event: number, atNs: number): void {
    if (this.#window.isOver) return
    const isMeasured = this.#window.isOpen
    this.#messages.set(event, {
      acceptedAt: atNs,
      isMeasured,
      startedAt: 0,
      attempts: 0,
      deliveries: 0,
    })
  }

  #start(message: Message, atNs: number): void {
    message.attempts += 1
    message.startedAt = atNs
    if (message.attempts === 1 && message.isMeasured)
      this.#samples.wait.push(atNs - message.acceptedAt)
  }

  #endAttempt(message: Message, atNs: number): void {
    this.busyArea += this.#window.overlap(message.startedAt, atNs)
    if (message.isMeasured) this.#samples.service.push(atNs - message.startedAt)
  }

  #end(event: number, atNs: number): void {
    const message = this.#messages.get(event)
    if (!message) return
    this.insideArea += this.#window.overlap(message.acceptedAt, atNs)
    if (message.isMeasured && message.attempts > 0) {
      this.#samples.attempts.push(message.attempts)
      this.#samples.deliveries.push(message.deliveries)
    }
    this.#messages.delete(event)
  }
}
