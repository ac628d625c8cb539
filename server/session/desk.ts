// Answers what the main thread asks of a session, one request after the other.

import { unreachable } from '#shared/lib/assert.ts'
import type { Control } from '#shared/protocol/protocol.ts'
import { canonicalRecipeText } from '#shared/topology/canonical.ts'
import { baselinesText } from './baselinesText.ts'
import type { Broadcast } from './broadcast.ts'
import type {
  KeptRun,
  Outcome,
  RecipeText,
  SessionRequest,
  SessionRequests,
  WishToKeep,
} from './messages.ts'
import { REPEATING } from './mode.ts'
import { RecipeWriter } from './recipeWriter.ts'
import type { Session } from './session.ts'

/** Whoever asks on meanwhile is told to come back. */
const WAITING_MAX = 1000

interface Waiting {
  readonly request: SessionRequest
  readonly reply: Reply
}

type Reply = (outcome: Outcome<unknown>) => void

export class Desk {
  readonly #session: Session
  readonly #broadcast: Broadcast
  readonly #writer = new RecipeWriter()
  #waiting: Waiting[] = []
  /** Who asked to go back is answered when the run is there. */
  #travelling: Reply[] = []

  constructor(session: Session, broadcast: Broadcast) {
    this.#session = session
    this.#broadcast = broadcast
  }

  take(request: SessionRequest, reply: Reply): void {
    if (this.#session.isRepeating && mustWait(request, this.#session)) {
      if (this.#waiting.length < WAITING_MAX) this.#waiting.push({ request, reply })
      else reply({ ok: false, reason: REPEATING })
      return
    }
    const outcome = this.#answer(request)
    const isOnItsWay = outcome.ok && isWayBack(request) && this.#session.isGoingBack
    if (isOnItsWay && this.#travelling.length < WAITING_MAX) this.#travelling.push(reply)
    else reply(outcome)
  }

  /** Answers who had to wait until the run was back where it was. True: somebody had. */
  catchUp(): boolean {
    if (this.#session.isRepeating) return false
    const travelling = this.#travelling
    const waiting = this.#waiting
    this.#travelling = []
    this.#waiting = []
    for (const reply of travelling) reply({ ok: true, value: this.#session.state() })
    // One of them may send the run back once more: then those behind it wait again.
    for (const { request, reply } of waiting) this.take(request, reply)
    return waiting.length > 0
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
      case 'breakpoints':
        return this.#session.changeBreakpoints(request.payload)
      case 'event':
        return { ok: true, value: this.#session.event(request.payload.origin, request.payload.n) }
      case 'record':
        return this.#session.record()
      case 'end':
        return this.#end(request.payload)
      case 'recipeText':
        return this.#recipeText()
      case 'keep':
        return this.#kept(request.payload)
      case 'baselines':
        return { ok: true, value: baselinesText(this.#session.baselines) }
      case 'compare':
        return this.#session.compared(request.payload.baselineId)
      default:
        return unreachable(request)
    }
  }

  #end({ reason, jumps }: SessionRequests['end']['request']): Outcome<null> {
    const now = this.#session.state()
    const isMeant = now.status === 'running' && (jumps === null || jumps === now.jumps)
    if (isMeant) this.#session.end(reason)
    return { ok: true, value: null }
  }

  #recipeText(): Outcome<RecipeText> {
    const recorded = this.#session.record()
    if (!recorded.ok) return recorded
    const { recipe, hash } = recorded.value
    const text = new TextEncoder().encode(canonicalRecipeText(recipe))
    return { ok: true, value: { text, hash } }
  }

  #kept(wish: WishToKeep): Outcome<KeptRun> {
    const kept = this.#session.kept()
    return kept.ok ? { ok: true, value: this.#writer.kept(kept.value, wish) } : kept
  }
}

/** In the middle of a repetition these would land at the wrong virtual time. */
function mustWait(request: SessionRequest, session: Session): boolean {
  switch (request.name) {
    case 'change':
    case 'record':
    case 'recipeText':
    case 'compare':
      return true
    case 'control':
      return mustControlWait(request.payload, session)
    default:
      return false
  }
}

function mustControlWait({ kind }: Control, { isGoingBack }: Session): boolean {
  // Of the moments to go back to, the newest is the one that counts.
  if (kind === 'rewind') return !isGoingBack
  return kind !== 'reset' && kind !== 'setSpeed'
}

function isWayBack({ name, payload }: SessionRequest): boolean {
  return name === 'control' && (payload.kind === 'rewind' || payload.kind === 'stepBack')
}
