// A service of the drawing at work: its replicas with their slots, its sources, its handlers, and what
// has gone wrong with it.

import { assert, unreachable } from '#shared/lib/assert.ts'
import type { JournalKind } from '#shared/lib/journal.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { ServiceFault, ServiceFaultKind } from '#shared/topology/recipe.ts'
import type { Service as ServiceSpec } from '#shared/topology/services.ts'
import type { Departure } from '../broker/channel.ts'
import type { EventHandle } from '../broker/events.ts'
import { NO_EVENT } from '../broker/events.ts'
import { Level, type LevelState } from '../engine/level.ts'
import { DelayedPublications, type DelayedPublicationsState } from './delayedPublications.ts'
import { Handler, type HandlerState, type Output } from './handler.ts'
import { Latencies, type LatenciesState } from './latencies.ts'
import type { ServiceSubscription } from './serviceSubscription.ts'
import { Slot, type SlotState } from './slot.ts'
import type { Lane, SlotOwner } from './slotOwner.ts'
import { Sources, type SourcesState } from './sources.ts'
import type { RuntimeWorld } from './world.ts'

export interface ServiceOptions {
  readonly id: string
  readonly spec: ServiceSpec
  readonly world: RuntimeWorld
  readonly eventTypeName: (eventTypeId: string) => string
  /** By element index of the event type. */
  readonly latenciesOfType: (eventType: number) => Latencies
}

export interface ServiceState {
  readonly faults: readonly ServiceFault[]
  readonly sources: SourcesState
  readonly handlers: readonly (readonly [handlerId: string, state: HandlerState])[]
  readonly subscriptionIds: readonly string[]
  readonly slots: readonly SlotState[]
  readonly delayed: DelayedPublicationsState
  readonly busy: LevelState
  readonly up: LevelState
  readonly latencies: LatenciesState
}

export class Service implements SlotOwner {
  readonly id: string
  readonly element: number
  readonly latencies = new Latencies()
  /** Slots at work, and slots there are. */
  readonly busy: Level
  readonly up: Level
  readonly #name: string
  readonly #world: RuntimeWorld
  readonly #latenciesOfType: ServiceOptions['latenciesOfType']
  #spec: ServiceSpec
  readonly #sources: Sources
  readonly #handlers = new Map<string, Handler>()
  readonly #subscriptions = new Map<string, ServiceSubscription>()
  /** Replica by replica; empty while it is crashed. */
  #slots: Slot[] = []
  readonly #delayed: DelayedPublications
  readonly #faults = new Map<ServiceFaultKind, ServiceFault>()
  /** By event type; found as deliveries come, and forgotten when handlers change. */
  readonly #lanes = new Map<ServiceSubscription, Map<number, Lane>>()

  constructor({ id, spec, world, eventTypeName, latenciesOfType }: ServiceOptions) {
    this.id = id
    this.#name = elementNames.service(id)
    this.element = world.elementOf(this.#name)
    this.#world = world
    this.#spec = spec
    this.#latenciesOfType = latenciesOfType
    this.busy = new Level(world.scheduler.now)
    this.up = new Level(world.scheduler.now)
    this.#delayed = new DelayedPublications(`${this.#name}/delayed`, world, (handlerId, outputId) =>
      this.#handlers.get(handlerId)?.output(outputId),
    )
    this.#reconcileHandlers(spec, eventTypeName)
    this.#sources = new Sources({ world, service: this })
    this.#sources.update({ specs: spec.sources, eventTypeName, areResting: true })
  }

  get isResting(): boolean {
    return this.#faults.has('pause')
  }

  get isCutOff(): boolean {
    return this.#faults.has('disconnect')
  }

  get slowness(): number {
    const fault = this.#faults.get('slow')
    return fault?.kind === 'slow' ? fault.factor : 1
  }

  get faults(): readonly ServiceFault[] {
    return [...this.#faults.values()]
  }

  get replicasUp(): number {
    return this.#slots.length / this.#spec.concurrency
  }

  /** Begins: once for a new service, not for a restored one. */
  start(): void {
    this.#startSlots()
    this.#sources.start()
  }

  update(spec: ServiceSpec, eventTypeName: ServiceOptions['eventTypeName']): void {
    const before = this.#spec
    this.#spec = spec
    this.#reconcileHandlers(spec, eventTypeName)
    const areResting = this.#sourcesRest
    this.#sources.update({ specs: spec.sources, eventTypeName, areResting })
    if (before.concurrency !== spec.concurrency) this.#endSlots('close', 0)
    else this.#endSlots('close', spec.replicas * spec.concurrency)
    this.#startSlots()
    const handlers = new Set(this.#handlers.values())
    for (const slot of this.#slots) slot.ignoreWorkOf((handler) => !handlers.has(handler))
    this.wake()
  }

  addSubscription(subscription: ServiceSubscription): void {
    this.#subscriptions.set(subscription.id, subscription)
    if (this.isCutOff) return
    for (const slot of this.#slots) slot.subscribe(subscription)
  }

  /** After all of an edit is in place: slots ask for what is new. */
  wake(): void {
    for (const slot of this.#slots) slot.startNext()
  }

  removeSubscription(subscriptionId: string): void {
    const subscription = this.#subscriptions.get(subscriptionId)
    assert(subscription, 'only a subscription of the service is removed from it')
    for (const slot of this.#slots) slot.unsubscribe(subscription)
    this.#subscriptions.delete(subscriptionId)
    this.#lanes.delete(subscription)
  }

  /** The edit removed it: a clean shutdown. Its subscriptions are removed before. */
  close(): void {
    this.#endSlots('close', 0)
    this.#sources.close()
    this.#delayed.close()
  }

  fail(fault: ServiceFault): void {
    const wasCutOff = this.isCutOff
    this.#faults.set(fault.kind, fault)
    this.#world.record(recordOf(fault.kind), this.element, NO_EVENT, 0, 0)
    switch (fault.kind) {
      case 'slow':
        return
      case 'disconnect':
        if (!wasCutOff) for (const slot of this.#slots) slot.cutOff()
        return
      case 'crash':
        this.#sources.crash()
        this.#endSlots('crash', 0)
        this.#delayed.clear()
        for (const handler of this.#handlers.values()) handler.crash()
        return
      case 'pause':
        this.#sources.rest()
        return
      default:
        unreachable(fault)
    }
  }

  recover(kind: ServiceFaultKind): void {
    if (!this.#faults.delete(kind)) return
    this.#world.record('recovered', this.element, NO_EVENT, 0, 0)
    if (kind === 'slow') return
    if (kind === 'crash') this.#startSlots()
    if (kind === 'disconnect') this.#reconnect()
    else if (!this.#sourcesRest) this.#sources.start()
    this.wake()
  }

  /** Publications that were not taken, as far as it was told. */
  refusedFromSource(sourceId: string): number {
    return this.#sources.refusedFrom(sourceId)
  }

  refusedFromOutput(handlerId: string, outputId: string): number {
    return this.#handlers.get(handlerId)?.output(outputId)?.publisher.refused ?? 0
  }

  get refused(): number {
    const handlers = [...this.#handlers.values()]
    return handlers.reduce((sum, { refused }) => sum + refused, this.#sources.refused)
  }

  subscription(subscriptionId: string): ServiceSubscription {
    const subscription = this.#subscriptions.get(subscriptionId)
    assert(subscription, 'a saved handling names a subscription of the service')
    return subscription
  }

  handlerId(handler: Handler): string {
    for (const [id, candidate] of this.#handlers) if (candidate === handler) return id
    assert(false, 'a slot works by a handler of its service')
  }

  handler(handlerId: string): Handler {
    const handler = this.#handlers.get(handlerId)
    assert(handler, 'a saved work names a handler of the drawing')
    return handler
  }

  laneOf(subscription: ServiceSubscription, eventType: number): Lane {
    const known = this.#lanes.get(subscription)?.get(eventType)
    if (known) return known
    const lane = this.#newLane(subscription, eventType)
    const lanes = this.#lanes.get(subscription) ?? new Map<number, Lane>()
    this.#lanes.set(subscription, lanes.set(eventType, lane))
    return lane
  }

  noteBusy(change: 1 | -1): void {
    this.busy.add(change, this.#world.scheduler.now)
  }

  publishLater(handler: Handler, output: Output, cause: EventHandle): void {
    this.#delayed.add(this.handlerId(handler), output, cause)
  }

  save(): ServiceState {
    return {
      faults: this.faults,
      sources: this.#sources.save(),
      handlers: [...this.#handlers].map(([id, handler]) => [id, handler.save()] as const),
      subscriptionIds: [...this.#subscriptions.keys()],
      slots: this.#slots.map((slot) => slot.save()),
      delayed: this.#delayed.save(),
      busy: this.busy.save(),
      up: this.up.save(),
      latencies: this.latencies.save(),
    }
  }

  /** In place of `start`, after the subscriptions were added in their saved order. */
  restore(state: ServiceState): void {
    for (const fault of state.faults) this.#faults.set(fault.kind, fault)
    this.#sources.restore(state.sources)
    for (const [id, handler] of state.handlers) this.#handlers.get(id)?.restore(handler)
    this.#slots = state.slots.map((_, index) => this.#newSlot(index))
    state.slots.forEach((slot, index) => {
      this.#slots[index]?.restore(slot)
    })
    this.#delayed.restore(state.delayed)
    this.busy.restore(state.busy)
    this.up.restore(state.up)
    this.latencies.restore(state.latencies)
  }

  get #sourcesRest(): boolean {
    return this.#faults.has('crash') || this.#faults.has('pause')
  }

  /** The consumers of before are gone: all join anew. */
  #reconnect(): void {
    for (const slot of this.#slots)
      for (const subscription of this.#subscriptions.values()) slot.subscribe(subscription)
  }

  /** Up to what the drawing says, none while it is crashed. */
  #startSlots(): void {
    if (this.#faults.has('crash')) return
    const wanted = this.#spec.replicas * this.#spec.concurrency
    const fresh: Slot[] = []
    while (this.#slots.length < wanted) {
      const slot = this.#newSlot(this.#slots.length)
      this.#slots.push(slot)
      fresh.push(slot)
      this.up.add(1, this.#world.scheduler.now)
    }
    const isTransactional = [...this.#handlers.values()].some((handler) => handler.isTransactional)
    for (const slot of fresh) {
      if (isTransactional && !this.isCutOff) slot.initTransactions()
      slot.startNext()
    }
  }

  #newSlot(index: number): Slot {
    const replica = Math.floor(index / this.#spec.concurrency)
    const name = `${this.#name}/replicas/${replica}/slots/${index % this.#spec.concurrency}`
    const slot = new Slot(name, this, this.#world)
    if (this.isCutOff) return slot
    for (const subscription of this.#subscriptions.values()) slot.subscribe(subscription)
    return slot
  }

  #endSlots(departure: Departure, keep: number): void {
    for (const slot of this.#slots.splice(keep)) {
      slot.end(departure)
      this.up.add(-1, this.#world.scheduler.now)
    }
  }

  #newLane(subscription: ServiceSubscription, eventType: number): Lane {
    const taker = [...this.#handlers.values()].find((handler) =>
      handler.takes(subscription.id, eventType),
    )
    return {
      handler: taker ?? null,
      latencies: [subscription.latencies, this.latencies, this.#latenciesOfType(eventType)],
    }
  }

  #reconcileHandlers(spec: ServiceSpec, eventTypeName: ServiceOptions['eventTypeName']): void {
    this.#lanes.clear()
    const kept = new Map(this.#handlers)
    this.#handlers.clear()
    for (const handlerId of Object.keys(spec.handlers).sort()) {
      const handlerSpec = spec.handlers[handlerId] as ServiceSpec['handlers'][string]
      const handler = kept.get(handlerId)
      handler?.update(handlerSpec, eventTypeName)
      const options = { world: this.#world, service: this, handlerId, eventTypeName }
      this.#handlers.set(handlerId, handler ?? new Handler({ ...options, spec: handlerSpec }))
    }
  }
}

function recordOf(kind: ServiceFaultKind): JournalKind {
  switch (kind) {
    case 'crash':
      return 'crashed'
    case 'slow':
      return 'slowed'
    case 'pause':
      return 'paused'
    case 'disconnect':
      return 'disconnected'
    default:
      return unreachable(kind)
  }
}
