// One event being handled: attempts with waits between them, what is published after one that succeeded,
// and what is said to the channel in the end.

import type { Departure, Settlement } from '../broker/channel.ts'
import type { DeliveryHandle } from '../broker/deliveries.ts'
import { type EventHandle, NO_EVENT } from '../broker/events.ts'
import type { MessageHandle } from '../broker/messages.ts'
import type { Cells } from '../engine/cells.ts'
import { milliseconds, nanoseconds } from '../engine/time.ts'
import type { Consumer } from './consumer.ts'
import type { Handler } from './handler.ts'
import type { TakenLane } from './lane.ts'
import { LATENCIES } from './latencies.ts'
import type { LatencyLog } from './latencyLog.ts'
import type { Output } from './output.ts'
import { Publications, type PublicationsPlace, type PublicationsState } from './publications.ts'
import type { PublicationTerms } from './publisher.ts'
import type { ServiceSubscription } from './serviceSubscription.ts'
import type { SlotOwner } from './slotOwner.ts'
import { StreamVersions, type StreamVersionsState } from './streamVersions.ts'
import type { WorkTimer } from './workTimer.ts'

/** Kinds of the slot's timers that are meant for its handling; outcomes have theirs from channel.ts. */
const WORK_DONE = 10
const BACKOFF_DONE = 11
const DEAD_LETTER_DUE = 13

/** Its message came into the channel; it was begun; the attempt under way was; its story was. */
const ENQUEUED = 0
const BEGUN = 1
const ATTEMPT_BEGUN = 2
const ROOT_CREATED = 3

const WAIT = LATENCIES.indexOf('wait')
const SERVICE_TIME = LATENCIES.indexOf('serviceTime')
const HANDLING = LATENCIES.indexOf('handling')
const END_TO_END = LATENCIES.indexOf('endToEnd')

/** Before a dead letter that was not taken is published again: a second, as error handlers are set. */
const DEAD_LETTER_PAUSE = milliseconds(1000)

/** What a handling sees of the slot that it is in. */
export interface HandlingPlace extends PublicationsPlace {
  readonly owner: SlotOwner
  /** Of the one handling that is in it. */
  readonly timer: WorkTimer
  /** The handling is over. */
  done(): void
}

/** What a restored handling refers to. */
export interface HandlingBasis {
  readonly subscription: ServiceSubscription
  /** Null in a restored run whose network is gone. */
  readonly consumer: Consumer | null
  readonly handler: Handler
  /** By which they are noted. */
  readonly latencies: number
}

export interface HandlingState {
  readonly subscriptionId: string
  /** Index of the slot's consumer; null when its network is gone. */
  readonly consumer: number | null
  readonly handlerId: string
  readonly delivery: number
  readonly event: number
  readonly startedAt: number
  readonly attempt: number
  readonly attemptStartedAt: number
  readonly publications: PublicationsState
  readonly streamVersions: StreamVersionsState | null
}

/** A slot has one, which it uses for one event after the other. */
export class Handling {
  readonly #place: HandlingPlace
  readonly #publications: Publications
  #subscription: ServiceSubscription | null = null
  #handler: Handler | null = null
  #event: EventHandle = NO_EVENT
  #delivery = 0 as DeliveryHandle
  readonly #log: LatencyLog
  /** In the log. */
  #latencies = 0
  /** Null once the consumer is gone and the work goes on: the delivery is void, and the event held. */
  #consumer: Consumer | null = null
  /** What its latencies are measured from, by the numbers below. */
  readonly #cells: Cells
  readonly #moments: number
  #attempt = 0
  /** Event store: of the streams that this attempt appends to, as it found them. */
  #streamVersions: StreamVersions | null = null

  constructor(place: HandlingPlace) {
    this.#place = place
    this.#log = place.owner.latencyLog
    this.#cells = place.world.cells
    this.#moments = this.#cells.take()
    this.#publications = new Publications(place)
  }

  get subscription(): ServiceSubscription {
    return this.#subscription as ServiceSubscription
  }

  get handler(): Handler {
    return this.#handler as Handler
  }

  get consumer(): Consumer | null {
    return this.#consumer
  }

  /** Has it in hand from now on; to be followed by `begin`. */
  take(
    consumer: Consumer,
    delivery: DeliveryHandle,
    event: EventHandle,
    { handler, latencies }: TakenLane,
  ): void {
    this.#subscription = consumer.subscription
    this.#handler = handler
    this.#event = event
    this.#delivery = delivery
    this.#latencies = latencies
    this.#consumer = consumer
    this.#attempt = 0
    this.#publications.reset()
    this.#streamVersions = null
  }

  begin(message: MessageHandle): void {
    const { messages, scheduler } = this.#place.world
    const { numbers } = this.#cells
    const moments = this.#moments
    numbers[moments + ENQUEUED] = messages.enqueuedAt(message)
    numbers[moments + BEGUN] = scheduler.now
    this.#log.note(this.#latencies + WAIT, numbers, moments + ENQUEUED)
    this.#beginAttempt()
  }

  fire(kind: number, argument: number): void {
    if (kind === WORK_DONE) this.#endAttempt()
    else if (kind === BACKOFF_DONE) this.#beginAttempt()
    else if (kind === DEAD_LETTER_DUE) this.#deadLetter()
    else this.#noteOutcome(kind, argument)
  }

  /**
   * Nothing more comes of it. The delivery is left to whoever ends it. A process that crashed aborts no
   * transaction: it stays open until its successor or a timeout ends it.
   */
  drop(departure: Departure): void {
    this.#place.timer.cancel()
    if (departure === 'close') this.#publications.abort()
    else this.#publications.forsake()
    if (this.#consumer === null) this.#place.world.events.release(this.#event)
  }

  /** No handler takes it any more. */
  ignore(): void {
    const { world } = this.#place
    world.record('ignored', this.subscription.element, this.#event, 0, 0)
    this.drop('close')
    this.#consumer?.settle(this.#delivery, 'acknowledge')
  }

  /** Before it is cut off: from then on it keeps the event by itself. */
  holdEvent(): void {
    if (this.#consumer !== null) this.#place.world.events.hold(this.#event)
  }

  /**
   * The network is gone, and its delivery with it: it works on, can tell nobody, and the event will come
   * again. What it was publishing is not heard of any more.
   */
  cutOff(): void {
    if (this.#consumer === null) return
    this.#consumer = null
    const { areDue, isDeadLetter } = this.#publications
    if (!areDue) return
    this.#publications.forsake()
    if (isDeadLetter) this.#settle('forget')
    else this.#fail()
  }

  save(indexOf: (consumer: Consumer) => number): HandlingState {
    return {
      subscriptionId: this.subscription.id,
      consumer: this.#consumer && indexOf(this.#consumer),
      handlerId: this.#place.owner.handlerId(this.handler),
      delivery: this.#delivery,
      event: this.#event,
      startedAt: this.#moment(BEGUN),
      attempt: this.#attempt,
      attemptStartedAt: this.#moment(ATTEMPT_BEGUN),
      publications: this.#publications.save(),
      streamVersions: this.#streamVersions?.save() ?? null,
    }
  }

  /** In place of `take` and `begin`. */
  restore(state: HandlingState, basis: HandlingBasis): void {
    this.#subscription = basis.subscription
    this.#handler = basis.handler
    this.#event = state.event as EventHandle
    this.#delivery = state.delivery as DeliveryHandle
    this.#latencies = basis.latencies
    this.#consumer = basis.consumer
    this.#cells.numbers[this.#moments + BEGUN] = state.startedAt
    this.#attempt = state.attempt
    this.#cells.numbers[this.#moments + ATTEMPT_BEGUN] = state.attemptStartedAt
    this.#publications.restore(state.publications, basis.handler)
    if (!state.streamVersions) return
    this.#streamVersions = this.#newStreamVersions()
    this.#streamVersions.restore(state.streamVersions)
  }

  /** Its slot is no more. */
  end(): void {
    this.#cells.give(this.#moments)
  }

  #moment(which: number): number {
    return this.#cells.numbers[this.#moments + which] as number
  }

  #beginAttempt(): void {
    const { world, owner } = this.#place
    this.#attempt += 1
    this.#cells.numbers[this.#moments + ATTEMPT_BEGUN] = world.scheduler.now
    world.record('started', this.subscription.element, this.#event, this.#attempt, 0)
    if (this.handler.appends) this.#lookAtStreams()
    const duration = this.handler.drawServiceTime()
    const { slowness } = owner
    const slowed = slowness === 1 ? duration : nanoseconds(duration * slowness)
    this.#place.timer.start(slowed, WORK_DONE)
  }

  /** What it decides in this attempt holds for the streams as they are now. */
  #lookAtStreams(): void {
    this.#streamVersions = this.#newStreamVersions()
    this.#streamVersions.look(this.handler.appendsTo)
  }

  #newStreamVersions(): StreamVersions {
    const { world } = this.#place
    return new StreamVersions(world, world.events.key(this.#event))
  }

  #endAttempt(): void {
    const { numbers } = this.#cells
    this.#log.note(this.#latencies + SERVICE_TIME, numbers, this.#moments + ATTEMPT_BEGUN)
    // Drawn in any case: a fault changes nothing of what chance brings.
    const fails = this.handler.drawFailure()
    if (fails || this.#place.owner.isCutOff) this.#fail()
    else this.#publishOutputs()
  }

  #fail(): void {
    const { world } = this.#place
    const { subscription } = this
    world.record('failed', subscription.element, this.#event, this.#attempt, 0)
    if (this.#attempt < subscription.attemptsMax) {
      this.#wait(subscription.backoffAfter(this.#attempt), BACKOFF_DONE)
      return
    }
    const { exhausted } = subscription
    if (this.#consumer === null) this.#settle('forget')
    else if (exhausted.kind === 'deadLetter') this.#deadLetter()
    else if (exhausted.kind === 'drop') {
      world.record('dropped', subscription.element, this.#event, this.#attempt, 0)
      this.#settle('reject')
    } else this.#settle(exhausted.kind)
  }

  #wait(duration: ReturnType<typeof milliseconds>, kind: number): void {
    this.#place.timer.start(duration, kind)
  }

  /** As the field does it with Kafka: the consumer itself publishes to the dead-letter topic. */
  #deadLetter(): void {
    const { exhausted } = this.subscription
    if (this.#consumer === null || exhausted.kind !== 'deadLetter') {
      this.#settle('forget')
      return
    }
    const { deliveries, messages } = this.#place.world
    const routingKey = messages.routingKey(deliveries.message(this.#delivery))
    const channel = this.#place.world.channel(exhausted.channelId)
    const { replyTo } = this.#publications.openDeadLetter()
    if (channel) channel.publish({ event: this.#event, routingKey, replyTo })
    else this.#endDeadLetter()
  }

  #endDeadLetter(): void {
    const { world } = this.#place
    world.record('deadLettered', this.subscription.element, this.#event, this.#attempt, 0)
    this.#publications.forget()
    this.#settle('reject')
  }

  #publishOutputs(): void {
    const outputs = this.handler.drawOutputs()
    if (outputs.length === 0) {
      this.#settle('acknowledge')
      return
    }
    let due = 0
    for (const output of outputs) {
      if (output.delay > 0) this.#place.owner.publishLater(this.handler, output, this.#event)
      else due += 1
    }
    if (due === 0) {
      this.#settle('acknowledge')
      return
    }
    this.#publications.open(outputs, due, this.handler.isTransactional)
    for (let index = 0; index < outputs.length; index += 1) {
      const output = outputs[index] as Output
      if (output.delay === 0) output.publish(this.#event, this.#termsOf(output, index))
    }
    this.#publications.close()
  }

  #termsOf(output: Output, index: number): PublicationTerms {
    const expectedVersion = this.#streamVersions?.expectedBy(output)
    return this.#publications.termsOf(output, index, expectedVersion)
  }

  #noteOutcome(outcome: number, token: number): void {
    const { isDeadLetter } = this.#publications
    const told = this.#publications.note(outcome, token)
    if (told === null) return
    if (isDeadLetter) this.#noteDeadLetter(told)
    else if (told === 'failed') {
      this.#publications.forget()
      this.#fail()
    } else this.#settle('acknowledge')
  }

  /** A dead letter that was not taken is tried again and again: the event is neither done nor lost. */
  #noteDeadLetter(told: 'taken' | 'failed'): void {
    if (told === 'failed') this.#wait(DEAD_LETTER_PAUSE, DEAD_LETTER_DUE)
    else this.#endDeadLetter()
  }

  #settle(settlement: Settlement): void {
    const { events, stories } = this.#place.world
    if (stories.areFollowed) stories.noteHandled(this.#event)
    const isDone = settlement === 'acknowledge' && this.#consumer !== null
    const { numbers } = this.#cells
    const moments = this.#moments
    numbers[moments + ROOT_CREATED] = events.rootCreatedAt(this.#event)
    this.#log.note(this.#latencies + HANDLING, numbers, moments + BEGUN)
    if (isDone) this.#log.note(this.#latencies + END_TO_END, numbers, moments + ROOT_CREATED)
    const consumer = this.#consumer
    if (consumer === null) events.release(this.#event)
    else consumer.settle(this.#delivery, settlement)
    this.#place.done()
  }
}
