// Publications whose queues have not all answered. A publisher hears of the first refusal at once, and of
// success when the last queue has taken its copy; what comes after that is of no interest.

import type { Entity, EntityIndex, Scheduler } from '../engine/kernel.ts'
import { PUBLISH_ACCEPTED, PUBLISH_REFUSED, PUBLISH_UNKNOWN } from './channel.ts'
import type { ConfirmTarget, IncomingMessage, QueueAnswer, RouteQueue } from './rabbitRoute.ts'

interface Awaited {
  readonly target: ConfirmTarget
  /** Queues that have not answered. */
  due: number
}

export interface RabbitConfirmsState {
  readonly tokens: number
  readonly awaited: readonly (readonly [
    token: number,
    entity: number,
    targetToken: number,
    due: number,
  ])[]
}

export class RabbitConfirms implements Entity {
  readonly #scheduler: Scheduler
  readonly #entity: EntityIndex
  readonly #awaited = new Map<number, Awaited>()
  #tokens = 0

  constructor(name: string, scheduler: Scheduler) {
    this.#scheduler = scheduler
    this.#entity = scheduler.register(name, this)
  }

  /** `later`: the answers of all queues reach `message.confirm` as one. There is at least one queue. */
  enqueueAll(queues: readonly RouteQueue[], message: IncomingMessage): QueueAnswer {
    // A single queue answers for itself.
    const [only] = queues
    if (only && queues.length === 1) return only.enqueue(message)
    const { confirm: target } = message
    return target ? this.#enqueueEach(queues, message, target) : enqueuedAny(queues, message)
  }

  /** A queue answers. */
  fire(outcome: number, token: number): void {
    const awaited = this.#awaited.get(token)
    if (!awaited) return
    awaited.due -= 1
    if (outcome === PUBLISH_ACCEPTED && awaited.due > 0) return
    this.#awaited.delete(token)
    const { entity, token: targetToken } = awaited.target
    const told = outcome === PUBLISH_ACCEPTED ? PUBLISH_ACCEPTED : PUBLISH_REFUSED
    this.#scheduler.handOver(entity, told, targetToken)
  }

  /** At least once: it is taken when all queues have it. */
  #enqueueEach(
    queues: readonly RouteQueue[],
    message: IncomingMessage,
    target: ConfirmTarget,
  ): QueueAnswer {
    // Counted first: what the queues do with the message may lead to another one by this exchange.
    const token = this.#tokens
    this.#tokens += 1
    const incoming = { ...message, confirm: { entity: this.#entity, token } }
    let due = 0
    let isRefused = false
    for (const queue of queues) {
      const answer = queue.enqueue(incoming)
      if (answer === 'later') due += 1
      else if (answer === 'refused') isRefused = true
    }
    if (isRefused) return 'refused'
    if (due === 0) return 'taken'
    this.#awaited.set(token, { target, due })
    return 'later'
  }

  /** Who still waits hears that nobody will tell. */
  close(): void {
    for (const { target } of this.#awaited.values())
      this.#scheduler.handOver(target.entity, PUBLISH_UNKNOWN, target.token)
    this.#awaited.clear()
    this.#scheduler.unregister(this.#entity)
  }

  save(): RabbitConfirmsState {
    return {
      tokens: this.#tokens,
      awaited: [...this.#awaited].map(([token, { target, due }]) => [
        token,
        target.entity,
        target.token,
        due,
      ]),
    }
  }

  restore({ tokens, awaited }: RabbitConfirmsState): void {
    this.#tokens = tokens
    for (const [token, entity, targetToken, due] of awaited)
      this.#awaited.set(token, {
        target: { entity: entity as EntityIndex, token: targetToken },
        due,
      })
  }
}

/** At most once: it is enough that some queue has it. */
function enqueuedAny(queues: readonly RouteQueue[], message: IncomingMessage): QueueAnswer {
  let answer: QueueAnswer = 'refused'
  for (const queue of queues) if (queue.enqueue(message) !== 'refused') answer = 'taken'
  return answer
}
