// What a service does with an event: the time it takes, whether it fails, what it publishes next.

import { elementNames } from '#shared/topology/elements.ts'
import type { Handler as HandlerSpec, Output as OutputSpec } from '#shared/topology/services.ts'
import type { Publication } from '../broker/channel.ts'
import { type EventHandle, NO_KEY } from '../broker/events.ts'
import { DurationSampler } from '../engine/distributions.ts'
import type { Random } from '../engine/random.ts'
import { type Duration, milliseconds } from '../engine/time.ts'
import { type KeySampler, samplerOf } from './keySpaces.ts'
import { Publisher } from './publisher.ts'
import { durationShape } from './shapes.ts'
import type { RuntimeWorld } from './world.ts'

export interface HandlerOptions {
  readonly world: RuntimeWorld
  readonly serviceId: string
  readonly handlerId: string
  readonly spec: HandlerSpec
  readonly eventTypeName: (eventTypeId: string) => string
}

const NOTHING: readonly Output[] = []

export class Handler {
  readonly #world: RuntimeWorld
  readonly #name: string
  readonly #options: HandlerOptions
  #spec: HandlerSpec
  #serviceTime: DurationSampler
  /** Element indexes of the event types taken; null: all. */
  #types: ReadonlySet<number> | null
  readonly #outputs = new Map<string, Output>()
  #serviceTimes: Random | null = null
  #failures: Random | null = null

  constructor(options: HandlerOptions) {
    this.#options = options
    this.#world = options.world
    this.#name = elementNames.handler(options.serviceId, options.handlerId)
    this.#spec = options.spec
    this.#serviceTime = new DurationSampler(durationShape(options.spec.serviceTime))
    this.#types = this.#typesTaken(options.spec)
    this.#reconcileOutputs(options)
  }

  /** Outputs that stay keep counting. */
  update(spec: HandlerSpec, eventTypeName: HandlerOptions['eventTypeName']): void {
    this.#spec = spec
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
    this.#failures ??= this.#world.random(this.#name, 'failure')
    return this.#failures.chance(this.#spec.failure.probability)
  }

  /** The plan: what this handling publishes, each as often as it stands here. */
  drawOutputs(): readonly Output[] {
    if (this.#outputs.size === 0) return NOTHING
    const planned: Output[] = []
    const groups = new Map<string, number>()
    for (const output of this.#outputs.values()) {
      if (!this.#occurs(output, groups)) continue
      for (let copy = 0; copy < output.spec.count; copy += 1) planned.push(output)
    }
    return planned
  }

  output(outputId: string): Output | undefined {
    return this.#outputs.get(outputId)
  }

  save(): readonly (readonly [outputId: string, published: number])[] {
    return [...this.#outputs].map(([outputId, output]) => [outputId, output.publisher.save()])
  }

  restore(state: readonly (readonly [outputId: string, published: number])[]): void {
    for (const [outputId, published] of state)
      this.#outputs.get(outputId)?.publisher.restore(published)
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

  #reconcileOutputs({ spec, serviceId, handlerId, eventTypeName }: HandlerOptions): void {
    const kept = new Map(this.#outputs)
    this.#outputs.clear()
    for (const outputId of Object.keys(spec.outputs).sort()) {
      const outputSpec = spec.outputs[outputId] as OutputSpec
      const typeName = eventTypeName(outputSpec.eventTypeId)
      const output =
        kept.get(outputId) ??
        new Output(this.#world, elementNames.output(serviceId, handlerId, outputId), outputId)
      output.update(outputSpec, typeName)
      this.#outputs.set(outputId, output)
    }
  }
}

/** One thing that a handler may publish. */
export class Output {
  readonly id: string
  readonly name: string
  readonly #world: RuntimeWorld
  #spec: OutputSpec | null = null
  #publisher: Publisher | null = null
  #keys: KeySampler | null = null
  delay: Duration = milliseconds(0)

  constructor(world: RuntimeWorld, name: string, id: string) {
    this.#world = world
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
    const publisherSpec = { ...spec, eventTypeName }
    if (this.#publisher) this.#publisher.update(publisherSpec)
    else this.#publisher = new Publisher(this.#world, this.name, publisherSpec)
    this.delay = milliseconds(spec.delayMs)
    if (spec.key !== before?.key)
      this.#keys = spec.key.kind === 'draw' ? samplerOf(this.#world, spec.key.keys) : null
  }

  publish(cause: EventHandle, replyTo: Publication['replyTo']): void {
    this.publisher.publish(cause, this.#keyAfter(cause), replyTo)
  }

  #keyAfter(cause: EventHandle): number {
    if (this.spec.key.kind === 'carry') return this.#world.events.key(cause)
    return this.#keys?.sample(this.#world.random(this.name, 'keys')) ?? NO_KEY
  }
}
