// What a service does with an event: the time it takes, whether it fails, what it publishes next.

import { elementNames } from '#shared/topology/elements.ts'
import type { Handler as HandlerSpec, Output as OutputSpec } from '#shared/topology/services.ts'
import { type EventHandle, NO_KEY } from '../broker/events.ts'
import { DurationSampler } from '../engine/distributions.ts'
import type { Random } from '../engine/random.ts'
import { type Duration, milliseconds } from '../engine/time.ts'
import { type KeySampler, samplerOf } from './keySpaces.ts'
import { streamExpectation, transactionTimeout } from './producers.ts'
import {
  type PublicationTerms,
  Publisher,
  type PublisherState,
  type PublishingService,
} from './publisher.ts'
import { durationShape } from './shapes.ts'
import type { RuntimeWorld } from './world.ts'

export interface HandlerOptions {
  readonly world: RuntimeWorld
  readonly service: PublishingService & { readonly id: string }
  readonly handlerId: string
  readonly spec: HandlerSpec
  readonly eventTypeName: (eventTypeId: string) => string
}

export type HandlerState = readonly (readonly [outputId: string, state: PublisherState])[]

const NOTHING: readonly Output[] = []

export class Handler {
  readonly #world: RuntimeWorld
  readonly #name: string
  readonly #options: HandlerOptions
  #spec: HandlerSpec
  #failureProbability: number
  #serviceTime: DurationSampler
  /** Element indexes of the event types taken; null: all. */
  #types: ReadonlySet<number> | null
  readonly #outputs = new Map<string, Output>()
  /** What it always publishes; null where chance has a say. */
  #certain: readonly Output[] | null = null
  #isTransactional = false
  #appendsTo: readonly string[] = []
  /** It appends to some. */
  appends = false
  #serviceTimes: Random | null = null
  #failures: Random | null = null

  constructor(options: HandlerOptions) {
    this.#options = options
    this.#world = options.world
    this.#name = elementNames.handler(options.service.id, options.handlerId)
    this.#spec = options.spec
    this.#failureProbability = options.spec.failure.probability
    this.#serviceTime = new DurationSampler(durationShape(options.spec.serviceTime))
    this.#types = this.#typesTaken(options.spec)
    this.#reconcileOutputs(options)
  }

  /** Outputs that stay keep counting. */
  update(spec: HandlerSpec, eventTypeName: HandlerOptions['eventTypeName']): void {
    this.#spec = spec
    this.#failureProbability = spec.failure.probability
    this.#serviceTime = new DurationSampler(durationShape(spec.serviceTime))
    this.#types = this.#typesTaken(spec)
    this.#reconcileOutputs({ ...this.#options, spec, eventTypeName })
  }

  takes(subscriptionId: string, eventType: number): boolean {
    if (!this.#spec.subscriptionIds.includes(subscriptionId)) return false
    return this.#types === null || this.#types.has(eventType)
  }

  /** How long one attempt takes, without faults. */
  drawServiceTime(): Duration {
    this.#serviceTimes ??= this.#world.random(this.#name, 'service time')
    return this.#serviceTime.sample(this.#serviceTimes)
  }

  drawFailure(): boolean {
    if (this.#failureProbability === 0) return false
    this.#failures ??= this.#world.random(this.#name, 'failure')
    return this.#failures.chance(this.#failureProbability)
  }

  /** The plan: what this handling publishes, each as often as it stands here. */
  drawOutputs(): readonly Output[] {
    return this.#certain ?? this.#drawUncertain()
  }

  #drawUncertain(): readonly Output[] {
    const groups = new Map<string, number>()
    return [...this.#outputs.values()].flatMap((output) =>
      this.#occurs(output, groups) ? copiesOf(output) : NOTHING,
    )
  }

  output(outputId: string): Output | undefined {
    return this.#outputs.get(outputId)
  }

  /** Whether some of what it publishes is part of Kafka transactions. */
  get isTransactional(): boolean {
    return this.#isTransactional
  }

  /** Event stores whose streams it appends to at the version that it has found, by channel. */
  get appendsTo(): readonly string[] {
    return this.#appendsTo
  }

  /** Publications of all its outputs that were not taken. */
  get refused(): number {
    return [...this.#outputs.values()].reduce((sum, { publisher }) => sum + publisher.refused, 0)
  }

  crash(): void {
    for (const { publisher } of this.#outputs.values()) publisher.crash()
  }

  save(): HandlerState {
    return [...this.#outputs].map(([outputId, output]) => [outputId, output.publisher.save()])
  }

  restore(state: HandlerState): void {
    for (const [outputId, publisher] of state)
      this.#outputs.get(outputId)?.publisher.restore(publisher)
  }

  /** `groups`: what is left of each exclusive group's one draw; an output takes its share off. */
  #occurs({ name, spec }: Output, groups: Map<string, number>): boolean {
    const { exclusiveGroup, probability } = spec
    if (exclusiveGroup === undefined) return this.#world.random(name, 'occurs').chance(probability)
    const rest =
      groups.get(exclusiveGroup) ??
      this.#world.random(this.#name, `group ${exclusiveGroup}`).fraction()
    groups.set(exclusiveGroup, rest - probability)
    return rest >= 0 && rest < probability
  }

  #typesTaken({ eventTypeIds }: HandlerSpec): ReadonlySet<number> | null {
    if (!eventTypeIds) return null
    return new Set(eventTypeIds.map((id) => this.#world.elementOf(elementNames.eventType(id))))
  }

  #reconcileOutputs({ spec, service, handlerId, eventTypeName }: HandlerOptions): void {
    const kept = new Map(this.#outputs)
    this.#outputs.clear()
    for (const outputId of Object.keys(spec.outputs).sort()) {
      const outputSpec = spec.outputs[outputId] as OutputSpec
      const typeName = eventTypeName(outputSpec.eventTypeId)
      const name = elementNames.output(service.id, handlerId, outputId)
      const output =
        kept.get(outputId) ?? new Output({ world: this.#world, name, id: outputId, service })
      output.update(outputSpec, typeName)
      this.#outputs.set(outputId, output)
    }
    const outputs = [...this.#outputs.values()]
    this.#certain = outputs.every(isCertain) ? outputs.flatMap(copiesOf) : null
    this.#appendsTo = outputs.flatMap(({ expects, spec }) =>
      expects === 'any' ? [] : [spec.channelId],
    )
    this.appends = this.#appendsTo.length > 0
    this.#isTransactional = outputs.some(({ transactionTimeout }) => transactionTimeout !== null)
  }
}

/** Nothing is drawn to know whether it is published. */
function isCertain({ spec }: Output): boolean {
  return spec.exclusiveGroup === undefined && spec.probability >= 1
}

function copiesOf(output: Output): readonly Output[] {
  return Array.from({ length: output.spec.count }, () => output)
}

interface OutputOptions {
  readonly world: RuntimeWorld
  readonly name: string
  readonly id: string
  readonly service: PublishingService
}

/** One thing that a handler may publish. */
export class Output {
  readonly id: string
  readonly name: string
  readonly #world: RuntimeWorld
  readonly #service: PublishingService
  #spec: OutputSpec | null = null
  #publisher: Publisher | null = null
  #keys: KeySampler | null = null
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

  publish(cause: EventHandle, terms: PublicationTerms): void {
    this.publisher.publish(cause, this.#keyAfter(cause), terms)
  }

  #keyAfter(cause: EventHandle): number {
    if (this.spec.key.kind === 'carry') return this.#world.events.key(cause)
    return this.#keys?.sample(this.#world.random(this.name, 'keys')) ?? NO_KEY
  }
}
