// Answers what the main thread asks of a session, one request after the other.

import { unreachable } from '#shared/lib/assert.ts'
import type { Broadcast } from './broadcast.ts'
import type { Outcome, SessionRequest } from './messages.ts'
import type { Session } from './session.ts'

/** Whoever asks on meanwhile is told to come back. */
const WAITING_MAX = 1000

interface Waiting {
  readonly request: SessionRequest
  readonly reply: (outcome: Outcome<unknown>) => void
}

export class Desk {
  readonly #session: Session
  readonly #broadcast: Broadcast
  #waiting: Waiting[] = []

  constructor(session: Session, broadcast: Broadcast) {
    this.#session = session
    this.#broadcast = broadcast
  }

  take(request: SessionRequest, reply: (outcome: Outcome<unknown>) => void): void {
    if (!this.#session.isRepeating || !mustWait(request)) reply(this.#answer(request))
    else if (this.#waiting.length < WAITING_MAX) this.#waiting.push({ request, reply })
    else reply({ ok: false, reason: 'The run is being repeated up to where it was.' })
  }

  /** What had to wait until the run was back where it was. */
  catchUp(): void {
    if (this.#session.isRepeating) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const { request, reply } of waiting) reply(this.#answer(request))
  }

  #answer(request: SessionRequest): Outcome<unknown> {
    switch (request.name) {
      case 'look':
        return { ok: true, value: this.#broadcast.look() }
      case 'control':
        return this.#session.control(request.payload)
      case 'edit':
        this.#session.edit(request.payload)
        return { ok: true, value: null }
      case 'replace':
        this.#session.replace(request.payload)
        return { ok: true, value: null }
      case 'change':
        return this.#session.change(request.payload)
      case 'event':
        return { ok: true, value: this.#session.event(request.payload.origin, request.payload.n) }
      case 'record':
        return this.#session.record()
      default:
        return unreachable(request)
    }
  }
}

/** In the middle of a repetition these would land at the wrong virtual time. */
function mustWait(request: SessionRequest): boolean {
  switch (request.name) {
    case 'change':
    case 'record':
      return true
    case 'control':
      return request.payload.kind !== 'reset' && request.payload.kind !== 'setSpeed'
    default:
      return false
  }
}
