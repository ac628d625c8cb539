// A service of the drawing at work: its replicas with their slots, its sources, its handlers, and what
// has gone wrong with it.

import { assert, unreachable } from '#shared/lib/assert.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { ServiceFault, ServiceFaultKind } from '#shared/topology/recipe.ts'
import type { Service as ServiceSpec } from '#shared/topology/services.ts'
import type { EventHandle } from '../broker/events.ts'
import { NO_EVENT } from '../broker/events.ts'
import { Level, type LevelState } from '../engine/level.ts'
import {
  type BreakdownEffect,
  type BreakdownHost,
  Breakdowns,
  type BreakdownsState,
  type Unit,
} from './breakdowns.ts'
import { DelayedPublications, type DelayedPublicationsState } from './delayedPublications.ts'
import { faultRecord, unitDetail } from './faultRecords.ts'
import { Handler, type HandlerState } from './handler.ts'
import type { Lane } from './lane.ts'
import type { LatencyBook } from './latencyBook.ts'
import type { LatencyLog } from './latencyLog.ts'
import type { Output } from './output.ts'
import type { ServiceSubscription } from './serviceSubscription.ts'
import type { SlotState } from './slot.ts'
import { Slots, type SlotsOwner } from './slots.ts'
import { Sources, type SourcesState } from './sources.ts'
import type { RuntimeWorld } from './world.ts'

export interface ServiceOptions {
  readonly id: string
  readonly spec: ServiceSpec
  readonly world: RuntimeWorld
  readonly eventTypeName: (eventTypeId: string) => string
  readonly latencies: LatencyBook
}

export interface ServiceState {
  readonly faults: readonly ServiceFault[]
  readonly breakdowns: BreakdownsState
  readonly sources: SourcesState
  readonly handlers: readonly (readonly [handlerId: string, state: HandlerState])[]
  readonly subscriptionIds: readonly string[]
  readonly slots: readonly SlotState[]
  readonly delayed: DelayedPublicationsState
  readonly busy: LevelState
  readonly up: LevelState
}

export class Service implements SlotsOwner, BreakdownHost {
  readonly id: string
  readonly element: number
  /** Slots at work. */
  readonly busy: Level
  readonly #name: string
  readonly #world: RuntimeWorld
  readonly latencyLog: LatencyLog
  readonly #latencies: LatencyBook
  #spec: ServiceSpec
  readonly #sources: Sources
  readonly #handlers = new Map<string, Handler>()
  readonly #subscriptions = new Map<string, ServiceSubscription>()
  /** None while it is crashed. */
  readonly #slots: Slots
  readonly #delayed: DelayedPublications
  readonly #faults = new Map<ServiceFaultKind, ServiceFault>()
  // What follows from its faults. Only the service sets them; fields, since they are read with every event.
  isResting = false
  isCutOff = false
  slowness = 1
  readonly #breakdowns: Breakdowns

  constructor({ id, spec, world, eventTypeName, latencies }: ServiceOptions) {
    this.id = id
    this.#name = elementNames.service(id)
    this.element = world.elementOf(this.#name)
    this.#world = world
    this.#spec = spec
    this.#latencies = latencies
    this.latencyLog = latencies.log
    this.busy = new Level(world.scheduler, world.cells)
    this.#slots = new Slots(this.#name, this, world)
    this.#delayed = new DelayedPublications(`${this.#name}/delayed`, world, (handlerId, outputId) =>
      this.#handlers.get(handlerId)?.output(outputId),
    )
    this.#breakdowns = new Breakdowns(this.#name, world, this)
    this.#reconcileHandlers(spec, eventTypeName)
    this.#sources = new Sources({ world, service: this })
    this.#sources.update({ specs: spec.sources, eventTypeName, areResting: true })
  }

  get faults(): readonly ServiceFault[] {
    return [...this.#faults.values()]
  }

  /** What is wrong with all of it, by a fault or by a breakdown. */
  get troubles(): readonly ServiceFaultKind[] {
    const { wholeEffect } = this.#breakdowns
    const kinds = [...this.#faults.keys()]
    return wholeEffect === null || kinds.includes(wholeEffect) ? kinds : [...kinds, wholeEffect]
  }

  get replicasUp(): number {
    return this.#slots.replicasUp
  }

  /** Slots there are. */
  get up(): Level {
    return this.#slots.up
  }

  get subscriptions(): Iterable<ServiceSubscription> {
    return this.#subscriptions.values()
  }

  get isTransactional(): boolean {
    return [...this.#handlers.values()].some((handler) => handler.isTransactional)
  }

  effectOn(replica: number): BreakdownEffect | null {
    return this.#breakdowns.effectOn(replica)
  }

  /** Begins: once for a new service, not for a restored one. */
  start(): void {
    this.#startSlots()
    this.#sources.start()
    this.#breakdowns.update(this.#spec.breakdowns, this.#spec.replicas)
  }

  update(spec: ServiceSpec, eventTypeName: ServiceOptions['eventTypeName']): void {
    const before = this.#spec
    this.#spec = spec
    this.#reconcileHandlers(spec, eventTypeName)
    this.#breakdowns.update(spec.breakdowns, spec.replicas)
    const areResting = this.#areSourcesToRest()
    this.#sources.update({ specs: spec.sources, eventTypeName, areResting })
    if (before.concurrency !== spec.concurrency) this.#slots.end('close')
    else this.#slots.end('close', spec.replicas * spec.concurrency)
    this.#startSlots()
    const handlers = new Set(this.#handlers.values())
    this.#slots.ignoreWorkOf((handler) => !handlers.has(handler))
    this.wake()
  }

  addSubscription(subscription: ServiceSubscription): void {
    this.#subscriptions.set(subscription.id, subscription)
    if (!this.isCutOff) this.#slots.subscribe(subscription)
  }

  /** After all of an edit is in place: slots ask for what is new. */
  wake(): void {
    this.#slots.wake()
  }

  removeSubscription(subscriptionId: string): void {
    const subscription = this.#subscriptions.get(subscriptionId)
    assert(subscription, 'only a subscription of the service is removed from it')
    this.#slots.unsubscribe(subscription)
    this.#subscriptions.delete(subscriptionId)
  }

  /** The edit removed it: a clean shutdown. Its subscriptions are removed before. */
  close(): void {
    this.#breakdowns.close()
    this.#slots.end('close')
    this.#sources.close()
    this.#delayed.close()
  }

  fail(fault: ServiceFault): void {
    const wasCutOff = this.isCutOff
    this.#faults.set(fault.kind, fault)
    this.#noteFaults()
    this.#world.record(faultRecord(fault.kind), this.element, NO_EVENT, 0, 0)
    switch (fault.kind) {
      case 'slow':
        return
      case 'disconnect':
        if (!wasCutOff) this.#slots.cutOff()
        return
      case 'crash':
        this.#crash(() => this.#slots.end('crash'))
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
    this.#noteFaults()
    this.#world.record('recovered', this.element, NO_EVENT, 0, 0)
    if (kind === 'slow') return
    if (kind === 'crash') this.#startSlots()
    if (kind === 'disconnect') this.#slots.reconnect()
    else if (!this.#areSourcesToRest()) this.#sources.start()
    this.wake()
  }

  breakDown(unit: Unit, effect: BreakdownEffect): void {
    this.#world.record(faultRecord(effect), this.element, NO_EVENT, 0, unitDetail(unit))
    const breakSlots = () => this.#slots.breakDown(unit, effect)
    if (unit === 'service' && effect === 'crash') this.#crash(breakSlots)
    else {
      if (unit === 'service') this.#sources.rest()
      breakSlots()
    }
  }

  repair(unit: Unit, effect: BreakdownEffect): void {
    this.#world.record('recovered', this.element, NO_EVENT, 0, unitDetail(unit))
    if (unit === 'service' && !this.#areSourcesToRest()) this.#sources.start()
    this.#slots.repair(unit, effect)
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
    const taker = [...this.#handlers.values()].find((handler) =>
      handler.takes(subscription.id, eventType),
    )
    const latencies = this.#latencies.page(subscription.id, this.id, eventType)
    const lane = { handler: taker ?? null, latencies }
    subscription.lanes[eventType] = lane
    return lane
  }

  noteBusy(change: 1 | -1): void {
    this.busy.add(change)
  }

  publishLater(handler: Handler, output: Output, cause: EventHandle): void {
    this.#delayed.add(this.handlerId(handler), output, cause)
  }

  save(): ServiceState {
    return {
      faults: this.faults,
      breakdowns: this.#breakdowns.save(),
      sources: this.#sources.save(),
      handlers: [...this.#handlers].map(([id, handler]) => [id, handler.save()] as const),
      subscriptionIds: [...this.#subscriptions.keys()],
      slots: this.#slots.save(),
      delayed: this.#delayed.save(),
      busy: this.busy.save(),
      up: this.up.save(),
    }
  }

  /** In place of `start`, after the subscriptions were added in their saved order. */
  restore(state: ServiceState): void {
    for (const fault of state.faults) this.#faults.set(fault.kind, fault)
    this.#noteFaults()
    this.#breakdowns.restore(this.#spec.breakdowns, state.breakdowns)
    this.#sources.restore(state.sources)
    for (const [id, handler] of state.handlers) this.#handlers.get(id)?.restore(handler)
    this.#slots.restore(state.slots, this.#spec.concurrency)
    this.#delayed.restore(state.delayed)
    this.busy.restore(state.busy)
    this.up.restore(state.up)
  }

  #noteFaults(): void {
    const slow = this.#faults.get('slow')
    this.isResting = this.#faults.has('pause')
    this.isCutOff = this.#faults.has('disconnect')
    this.slowness = slow?.kind === 'slow' ? slow.factor : 1
  }

  #areSourcesToRest(): boolean {
    const isDown = this.#breakdowns.wholeEffect !== null
    return isDown || this.#faults.has('crash') || this.#faults.has('pause')
  }

  #crash(endSlots: () => void): void {
    this.#sources.crash()
    endSlots()
    this.#delayed.clear()
    for (const handler of this.#handlers.values()) handler.crash()
  }

  /** None while it is crashed. */
  #startSlots(): void {
    if (!this.#faults.has('crash')) this.#slots.start(this.#spec)
  }

  #reconcileHandlers(spec: ServiceSpec, eventTypeName: ServiceOptions['eventTypeName']): void {
    for (const { lanes } of this.#subscriptions.values()) lanes.length = 0
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
