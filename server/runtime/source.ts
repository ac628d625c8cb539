// Makes a service publish by itself: at its pace, so many events each time, and with a key for each.

import type { Source as SourceSpec } from '#shared/topology/services.ts'
import { NO_EVENT, NO_KEY } from '../broker/events.ts'
import { type BatchShape, batchSize } from '../engine/batchSizes.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import type { Random } from '../engine/random.ts'
import { batchShape } from './arrivalShapes.ts'
import { type KeySampler, samplerOf } from './keySpaces.ts'
import type { Pace, PaceState } from './pace.ts'
import { paceOf } from './paces.ts'
import {
  type PublicationTerms,
  Publisher,
  type PublisherState,
  type PublishingService,
} from './publisher.ts'
import type { RuntimeWorld } from './world.ts'

export interface SourceState {
  readonly pace: PaceState
  readonly publisher: PublisherState
}

export interface SourceOptions {
  readonly world: RuntimeWorld
  readonly name: string
  readonly spec: SourceSpec
  readonly eventTypeName: string
  readonly service: PublishingService
}

/** From here on kinds are of its pace; below, outcomes of publishing, see channel.ts. */
const PACE_KINDS = 10

export class Source {
  readonly #world: RuntimeWorld
  readonly #name: string
  readonly #entity: EntityIndex
  readonly #publisher: Publisher
  readonly #terms: PublicationTerms
  #spec: SourceSpec
  #pace: Pace
  #batch: BatchShape | null
  #keys: KeySampler | null
  #keyDraws: Random | null = null

  constructor({ world, name, spec, eventTypeName, service }: SourceOptions) {
    this.#world = world
    this.#name = name
    const published = { ...spec, eventTypeName }
    this.#publisher = new Publisher({ world, name, spec: published, service })
    this.#spec = spec
    this.#batch = batchShape(spec.batch)
    this.#keys = samplerOf(world, spec.keys)
    this.#entity = world.scheduler.register(name, this)
    this.#terms = { replyTo: { entity: this.#entity, token: 0, onlyTrouble: true } }
    this.#pace = this.#paceOf(spec)
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
    this.#batch = batchShape(spec.batch)
    if (isSame(spec.arrivals, before.arrivals)) return
    this.#pace.end()
    this.#pace = this.#paceOf(spec)
    if (!isResting) this.start()
  }

  start(): void {
    this.#pace.start()
  }

  rest(): void {
    this.#pace.rest()
  }

  crash(): void {
    this.#pace.end()
    this.#publisher.crash()
  }

  close(): void {
    this.#pace.end()
    this.#world.scheduler.unregister(this.#entity)
  }

  fire(kind: number, argument: number): void {
    if (kind >= PACE_KINDS) this.#pace.fire(kind, argument)
    else this.#publisher.noteOutcome(kind)
  }

  save(): SourceState {
    return { pace: this.#pace.save(), publisher: this.#publisher.save() }
  }

  restore(state: SourceState): void {
    this.#pace.restore(state.pace)
    this.#publisher.restore(state.publisher)
  }

  #keyStream(): Random {
    this.#keyDraws ??= this.#world.random(this.#name, 'keys')
    return this.#keyDraws
  }

  #paceOf({ arrivals }: SourceSpec): Pace {
    return paceOf(arrivals, {
      world: this.#world,
      name: this.#name,
      entity: this.#entity,
      publish: () => (this.#batch ? this.#publishBatch(this.#batch) : this.#publish()),
    })
  }

  #publishBatch(batch: BatchShape): void {
    const size = batchSize(batch, this.#world.random(this.#name, 'batch sizes'))
    for (let due = size; due > 0; due -= 1) this.#publish()
  }

  #publish(): void {
    const key = this.#keys === null ? NO_KEY : this.#keys.sample(this.#keyStream())
    this.#publisher.publish(NO_EVENT, key, this.#terms)
  }
}

/** An edit may have written the same again. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
