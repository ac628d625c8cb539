// What a service does with an event: the time it takes, whether it fails, what it publishes next.

import { elementNames } from '#shared/topology/elements.ts'
import type { Handler as HandlerSpec, Output as OutputSpec } from '#shared/topology/services.ts'
import { DurationSampler } from '../engine/distributions.ts'
import type { Random } from '../engine/random.ts'
import type { Duration } from '../engine/time.ts'
import { ExclusiveGroup } from './exclusiveGroup.ts'
import { Output } from './output.ts'
import type { PublisherState, PublishingService } from './publisher.ts'
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

export class Handler {
  readonly #world: RuntimeWorld
  readonly #name: string
  readonly #options: HandlerOptions
  #spec: HandlerSpec
  #failureProbability: number
  #serviceTime: DurationSampler
  /** Element indexes of the event types taken; null: all. */
  #types: ReadonlySet<number> | null
  /** In the order of their ids. */
  readonly #outputs = new Map<string, Output>()
  /** What it always publishes; null where chance has a say. */
  #certain: readonly Output[] | null = null
  #groups: readonly ExclusiveGroup[] = []
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
    for (const group of this.#groups) group.begin()
    const drawn: Output[] = []
    for (const output of this.#outputs.values()) {
      if (!output.occurs()) continue
      for (let copy = 0; copy < output.spec.count; copy += 1) drawn.push(output)
    }
    return drawn
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

  /** Tells each output which of them it is in. */
  #exclusiveGroupsOf(outputs: readonly Output[]): readonly ExclusiveGroup[] {
    const groups = new Map<string, ExclusiveGroup>()
    for (const output of outputs) {
      const { exclusiveGroup: name } = output.spec
      output.group = null
      if (name === undefined) continue
      output.group = groups.get(name) ?? new ExclusiveGroup(this.#world, this.#name, name)
      groups.set(name, output.group)
    }
    return [...groups.values()]
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
    this.#groups = this.#exclusiveGroupsOf(outputs)
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
