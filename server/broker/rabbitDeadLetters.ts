// What becomes of the messages that a queue gives up. At most once: they are published to the dead-letter
// exchange and forgotten. At least once (quorum queues): they stay until every queue that they are for has
// confirmed them, and are sent again as long as one has not.

import type { EntityIndex } from '../engine/kernel.ts'
import { type Duration, inMilliseconds, milliseconds } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import { type BrokerWorld, PUBLISH_ACCEPTED } from './channel.ts'
import type { MessageHandle } from './messages.ts'
import { type DeathReason, NO_DEATHS, RabbitDeaths } from './rabbitDeaths.ts'
import type { RabbitQueueSettings } from './rabbitQueueSettings.ts'
import {
  type DeadLetterAnswer,
  type DeadLetterExchange,
  rabbitPropertiesOf,
} from './rabbitRoute.ts'

export interface RabbitDeadLettersState {
  readonly letters: readonly (readonly [token: number, letter: SavedLetter])[]
  readonly tokens: number
  readonly timer: number
}

export interface RabbitDeadLettersOptions {
  readonly world: BrokerWorld
  readonly element: number
  readonly entity: EntityIndex
  /** The entity is fired with this kind when letters are to be sent again. */
  readonly retryKind: number
}

export interface End {
  readonly reason: DeathReason
  /** Element of who gave it up. */
  readonly by: number
}

interface SavedLetter {
  readonly message: number
  /** Element of who gave it up. */
  readonly by: number
  /** A queue has it before it, and has not said yet whether it takes it. */
  readonly isUnderWay: boolean
}

interface Letter extends SavedLetter {
  readonly message: MessageHandle
}

/** dead_letter_worker_publisher_confirm_timeout */
const RETRY_INTERVAL: Duration = milliseconds(180_000)

export class RabbitDeadLetters {
  readonly #world: BrokerWorld
  readonly #element: number
  readonly #entity: EntityIndex
  readonly #retryKind: number
  readonly #deaths: RabbitDeaths
  #exchange: DeadLetterExchange | null = null
  /** At least once: by token, in the order in which they were given up. */
  readonly #letters = new Map<number, Letter>()
  #bytes = 0
  #tokens = 0
  #timer: TimerHandle = NO_TIMER

  constructor({ world, element, entity, retryKind }: RabbitDeadLettersOptions) {
    this.#world = world
    this.#element = element
    this.#entity = entity
    this.#retryKind = retryKind
    this.#deaths = new RabbitDeaths(world.texts)
  }

  /** Whether dead letters go anywhere. */
  get isOn(): boolean {
    return this.#exchange !== null
  }

  /** Given up, and not yet with all the queues that they are for. */
  get underWay(): number {
    return this.#letters.size
  }

  /** Of the bodies of those. */
  get bytesUnderWay(): number {
    return this.#bytes
  }

  /** Null: what the queue gives up is gone, also what was under way. */
  setExchange(exchange: DeadLetterExchange | null): void {
    this.#exchange = exchange
    if (exchange === null) this.forget('dropped')
  }

  isCycle(deaths: number, queue: string): boolean {
    return this.#deaths.isCycle(deaths, queue)
  }

  /** Publishes a copy of what the queue does not take; nobody waits for it. */
  sendRefused(message: MessageHandle, settings: RabbitQueueSettings): void {
    const { messages } = this.#world
    messages.setDeaths(message, this.#deathsAfter(message, 'maxlen', settings))
    this.#send(message, settings, null)
    messages.free(message)
  }

  /** Ends a message that waits no more. */
  end(message: MessageHandle, { reason, by }: End, settings: RabbitQueueSettings): void {
    const { messages } = this.#world
    if (this.#exchange === null) {
      // That it expired says already that it is gone.
      if (reason !== 'expired') this.#record('dropped', message, by)
      messages.free(message)
      return
    }
    messages.setDeaths(message, this.#deathsAfter(message, reason, settings))
    if (isAtLeastOnce(settings)) {
      this.#tokens += 1
      this.#letters.set(this.#tokens, { message, by, isUnderWay: false })
      this.#bytes += this.#sizeOf(message)
      this.#sendAgain(this.#tokens, settings)
      return
    }
    const isTaken = this.#send(message, settings, null) === 'taken'
    this.#record(isTaken ? 'deadLettered' : 'dropped', message, by)
    messages.free(message)
  }

  /** A queue has answered later; `kind` is an outcome of publishing. */
  answered(token: number, kind: number): void {
    const letter = this.#letters.get(token)
    if (!letter) return
    if (kind === PUBLISH_ACCEPTED) this.#arrived(token, letter)
    else this.#letters.set(token, { ...letter, isUnderWay: false })
  }

  /** It is time to send again what did not arrive; without a leader nobody does. */
  timerFired(settings: RabbitQueueSettings, hasLeader: boolean): void {
    this.#timer = NO_TIMER
    if (hasLeader) this.sendAll(settings)
    this.#arm()
  }

  /** Sends again what did not arrive, as a new leader does. */
  sendAll(settings: RabbitQueueSettings): void {
    for (const [token, letter] of [...this.#letters])
      if (!letter.isUnderWay) this.#sendAgain(token, settings)
  }

  /** Everything that is under way ends here. */
  forget(kind: 'dropped' | 'removed' | 'purged'): void {
    for (const { message, by } of this.#letters.values()) {
      this.#record(kind, message, kind === 'dropped' ? by : 0)
      this.#world.messages.free(message)
    }
    this.#letters.clear()
    this.#bytes = 0
  }

  save(): RabbitDeadLettersState {
    return { letters: [...this.#letters], tokens: this.#tokens, timer: this.#timer }
  }

  restore(state: RabbitDeadLettersState): void {
    for (const [token, { message: handle, ...letter }] of state.letters) {
      const message = handle as MessageHandle
      this.#letters.set(token, { ...letter, message })
      this.#bytes += this.#sizeOf(message)
    }
    this.#tokens = state.tokens
    this.#timer = state.timer as TimerHandle
  }

  #sendAgain(token: number, settings: RabbitQueueSettings): void {
    const letter = this.#letters.get(token)
    if (!letter) return
    const answer = this.#send(letter.message, settings, token)
    if (answer === 'taken') {
      this.#arrived(token, letter)
      return
    }
    this.#letters.set(token, { ...letter, isUnderWay: answer === 'later' })
    this.#arm()
  }

  #arrived(token: number, { message, by }: Letter): void {
    this.#letters.delete(token)
    this.#bytes -= this.#sizeOf(message)
    this.#record('deadLettered', message, by)
    this.#world.messages.free(message)
  }

  #arm(): void {
    if (this.#timer !== NO_TIMER || this.#letters.size === 0) return
    this.#timer = this.#world.scheduler.schedule(RETRY_INTERVAL, this.#entity, this.#retryKind, 0)
  }

  #send(
    message: MessageHandle,
    { deadLetterRoutingKey }: RabbitQueueSettings,
    token: number | null,
  ): DeadLetterAnswer {
    const { messages, texts } = this.#world
    if (this.#exchange === null) return 'unrouted'
    return this.#exchange.deadLetter({
      event: messages.event(message),
      routingKey:
        deadLetterRoutingKey === null
          ? messages.routingKey(message)
          : texts.intern(deadLetterRoutingKey),
      deaths: messages.deaths(message),
      confirm: token === null ? null : { entity: this.#entity, token },
    })
  }

  #deathsAfter(
    message: MessageHandle,
    reason: DeathReason,
    { queueName }: RabbitQueueSettings,
  ): number {
    const { messages } = this.#world
    const deaths = messages.deaths(message)
    const said = rabbitPropertiesOf(this.#world, messages.event(message))?.expiration ?? null
    // It lost its own time to live when it died for the first time.
    const expiration = deaths === NO_DEATHS ? said : null
    return this.#deaths.after(deaths, queueName, reason, {
      exchange: messages.exchange(message),
      routingKey: messages.routingKey(message),
      expirationMs: expiration === null ? null : inMilliseconds(expiration),
    })
  }

  #sizeOf(message: MessageHandle): number {
    return this.#world.sizeOf(this.#world.messages.event(message))
  }

  #record(
    kind: 'deadLettered' | 'dropped' | 'removed' | 'purged',
    message: MessageHandle,
    detail: number,
  ): void {
    const { messages } = this.#world
    const attempt = kind === 'removed' ? 0 : messages.deliveries(message)
    this.#world.record(kind, this.#element, messages.event(message), attempt, detail)
  }
}

/** A dead letter that waits to be confirmed needs a queue that drops nothing meanwhile. */
function isAtLeastOnce({ queueType, deadLetterStrategy, overflow }: RabbitQueueSettings): boolean {
  return (
    queueType === 'quorum' && deadLetterStrategy === 'at-least-once' && overflow !== 'drop-head'
  )
}
