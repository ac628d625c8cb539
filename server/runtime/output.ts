// One thing that a handler may publish.

import type { Output as OutputSpec } from '#shared/topology/services.ts'
import { type EventHandle, NO_KEY } from '../broker/events.ts'
import type { Random } from '../engine/random.ts'
import { type Duration, milliseconds } from '../engine/time.ts'
import type { ExclusiveGroup } from './exclusiveGroup.ts'
import { type KeySampler, samplerOf } from './keySpaces.ts'
import { streamExpectation, transactionTimeout } from './producers.ts'
import { type PublicationTerms, Publisher, type PublishingService } from './publisher.ts'
import type { RuntimeWorld } from './world.ts'

interface OutputOptions {
  readonly world: RuntimeWorld
  readonly name: string
  readonly id: string
  readonly service: PublishingService
}

export class Output {
  readonly id: string
  readonly name: string
  readonly #world: RuntimeWorld
  readonly #service: PublishingService
  #spec: OutputSpec | null = null
  #publisher: Publisher | null = null
  #keys: KeySampler | null = null
  #keyDraws: Random | null = null
  #occurrences: Random | null = null
  /** Null: it occurs by itself. */
  group: ExclusiveGroup | null = null
  delay: Duration = milliseconds(0)
  /** transaction.timeout.ms of a transactional Kafka producer; null: published outside transactions. */
  transactionTimeout: Duration | null = null
  /** Of the stream that it appends to. */
  expects: 'any' | 'current' | 'noStream' = 'any'

  constructor({ world, name, id, service }: OutputOptions) {
    this.#world = world
    this.#service = service
    this.name = name
    this.id = id
  }

  get spec(): OutputSpec {
    return this.#spec as OutputSpec
  }

  get publisher(): Publisher {
    return this.#publisher as Publisher
  }

  update(spec: OutputSpec, eventTypeName: string): void {
    const before = this.#spec
    this.#spec = spec
    const published = { ...spec, eventTypeName }
    const place = { world: this.#world, name: this.name, service: this.#service }
    if (this.#publisher) this.#publisher.update(published)
    else this.#publisher = new Publisher({ ...place, spec: published })
    this.delay = milliseconds(spec.delayMs)
    this.transactionTimeout = transactionTimeout(spec.producer)
    this.expects = streamExpectation(spec.producer)
    if (spec.key !== before?.key)
      this.#keys = spec.key.kind === 'draw' ? samplerOf(this.#world, spec.key.keys) : null
  }

  /** Draws, where that is in doubt, whether it is published this time. */
  occurs(): boolean {
    const { probability } = this.spec
    if (this.group !== null) return this.group.falls(probability)
    this.#occurrences ??= this.#world.random(this.name, 'occurs')
    return this.#occurrences.chance(probability)
  }

  publish(cause: EventHandle, terms: PublicationTerms): void {
    this.publisher.publish(cause, this.#keyAfter(cause), terms)
  }

  #keyAfter(cause: EventHandle): number {
    if (this.spec.key.kind === 'carry') return this.#world.events.key(cause)
    if (this.#keys === null) return NO_KEY
    this.#keyDraws ??= this.#world.random(this.name, 'keys')
    return this.#keys.sample(this.#keyDraws)
  }
}
