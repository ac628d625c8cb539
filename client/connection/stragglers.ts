// Edits that were kept in this browser of topologies that nobody has open here: the person went on to
// another topology, or the page has died. They are sent as soon as the server hears us, in their order.

import type { PendingEdit } from '../store/pendingEdits.ts'
import type { LeftEdits, WriteAhead } from '../store/writeAhead.ts'
import type { Result } from './result.ts'

export interface StragglersOptions {
  readonly writeAhead: WriteAhead
  /** Of the topology on show, whose edits the outbox sends. */
  readonly openId: () => string | null
  readonly send: (topologyId: string, pending: PendingEdit) => Promise<Result<unknown>>
  /** The sentence for the person, where the server will never take them. */
  readonly lost: (sentence: string) => void
}

export class Stragglers {
  readonly #options: StragglersOptions
  #sending = false

  constructor(options: StragglersOptions) {
    this.#options = options
  }

  async send(): Promise<void> {
    if (this.#sending) return
    this.#sending = true
    try {
      const { writeAhead, openId } = this.#options
      for (const left of writeAhead.left(openId())) if (!(await this.#sendAll(left))) return
    } finally {
      this.#sending = false
    }
  }

  /** False: the server cannot take them now, and they stay where they are. */
  async #sendAll({ topologyId, pending, forget }: LeftEdits): Promise<boolean> {
    const refusals: string[] = []
    for (const each of pending) {
      // Somebody has opened it meanwhile: the outbox goes on.
      if (this.#options.openId() === topologyId) return true
      const result = await this.#options.send(topologyId, each)
      if (!result.ok && result.retryable) return false
      if (!result.ok) refusals.push(result.message)
    }
    forget()
    const [reason] = refusals
    if (reason !== undefined)
      this.#options.lost(
        `Edits to ${topologyId} that this browser had kept were not made: ${reason}`,
      )
    return true
  }
}
