// Makes a service publish by itself: an arrival process and a key for each event.

import type { Source as SourceSpec } from '#shared/topology/services.ts'
import { NO_EVENT, NO_KEY } from '../broker/events.ts'
import { type ArrivalShape, nextArrival } from '../engine/arrivals.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import type { Random } from '../engine/random.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import { type KeySampler, samplerOf } from './keySpaces.ts'
import {
  type PublicationTerms,
  Publisher,
  type PublisherState,
  type PublishingService,
} from './publisher.ts'
import { arrivalShape } from './shapes.ts'
import type { RuntimeWorld } from './world.ts'

export interface SourceState {
  readonly timer: number
  readonly publisher: PublisherState
}

export interface SourceOptions {
  readonly world: RuntimeWorld
  readonly name: string
  readonly spec: SourceSpec
  readonly eventTypeName: string
  readonly service: PublishingService
}

/** Kind of its timer; outcomes of publishing have theirs from channel.ts. */
const ARRIVAL = 10

export class Source {
  readonly #world: RuntimeWorld
  readonly #name: string
  readonly #entity: EntityIndex
  readonly #publisher: Publisher
  readonly #terms: PublicationTerms
  #spec: SourceSpec
  #arrivals: ArrivalShape
  #keys: KeySampler | null
  #times: Random | null = null
  #timer: TimerHandle = NO_TIMER

  constructor({ world, name, spec, eventTypeName, service }: SourceOptions) {
    this.#world = world
    this.#name = name
    const published = { ...spec, eventTypeName }
    this.#publisher = new Publisher({ world, name, spec: published, service })
    this.#spec = spec
    this.#arrivals = arrivalShape(spec.arrivals)
    this.#keys = samplerOf(world, spec.keys)
    this.#entity = world.scheduler.register(name, this)
    this.#terms = { replyTo: { entity: this.#entity, token: 0 } }
  }

  /** Publications that were not taken. */
  get refused(): number {
    return this.#publisher.refused
  }

  /** A new rate counts from now on: the arrival that was pending is drawn again. */
  update(spec: SourceSpec, eventTypeName: string, isResting: boolean): void {
    const before = this.#spec
    this.#spec = spec
    this.#publisher.update({ ...spec, eventTypeName })
    if (!isSame(spec.keys, before.keys)) this.#keys = samplerOf(this.#world, spec.keys)
    if (isSame(spec.arrivals, before.arrivals)) return
    this.#arrivals = arrivalShape(spec.arrivals)
    this.rest()
    if (!isResting) this.start()
  }

  start(): void {
    this.#times ??= this.#world.random(this.#name, 'arrivals')
    const delay = nextArrival(this.#arrivals, this.#world.scheduler.now, this.#times)
    this.#timer =
      delay === null ? NO_TIMER : this.#world.scheduler.schedule(delay, this.#entity, ARRIVAL, 0)
  }

  rest(): void {
    this.#world.scheduler.cancel(this.#timer)
    this.#timer = NO_TIMER
  }

  crash(): void {
    this.rest()
    this.#publisher.crash()
  }

  close(): void {
    this.rest()
    this.#world.scheduler.unregister(this.#entity)
  }

  fire(kind: number): void {
    if (kind === ARRIVAL) this.#publish()
    else this.#publisher.noteOutcome(kind)
  }

  save(): SourceState {
    return { timer: this.#timer, publisher: this.#publisher.save() }
  }

  restore(state: SourceState): void {
    this.#timer = state.timer as TimerHandle
    this.#publisher.restore(state.publisher)
  }

  #publish(): void {
    const key = this.#keys?.sample(this.#world.random(this.#name, 'keys')) ?? NO_KEY
    this.#publisher.publish(NO_EVENT, key, this.#terms)
    this.start()
  }
}

/** An edit may have written the same again. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
