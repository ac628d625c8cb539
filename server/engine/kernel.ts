// The heart of the simulator: a clock that moves only when a timer fires. Single-threaded and
// synchronous, so one recipe gives one history.

import { assert } from '#shared/lib/assert.ts'
import { HandOffs } from './handOffs.ts'
import { type Duration, type SimTime, START } from './time.ts'
import { type TimerHandle, TimerQueue, type TimerQueueState } from './timerQueue.ts'

/** Names an entity to the kernel. */
export type EntityIndex = number & { readonly __brand: 'EntityIndex' }

/** What timers and hand-offs reach. `kind` and `argument` mean what the entity says they mean. */
export interface Entity {
  fire(kind: number, argument: number): void
}

/** What everything above the kernel may do with time. */
export interface Scheduler {
  readonly now: SimTime
  /** `name` finds the entity again in a restored run; it is unique among the living. */
  register(name: string, entity: Entity): EntityIndex
  /** Timers and hand-offs to this entity that are still to come are lost. */
  unregister(index: EntityIndex): void
  schedule(delay: Duration, entity: EntityIndex, kind: number, argument: number): TimerHandle
  cancel(handle: TimerHandle): void
  /** Reaches the entity at this instant, after what was handed over before and before any timer. */
  handOver(entity: EntityIndex, kind: number, argument: number): void
}

export interface KernelState {
  readonly now: number
  readonly fired: number
  readonly firedThisInstant: number
  readonly names: readonly (string | null)[]
  readonly timers: TimerQueueState
}

/** Ends a livelock: a drawing whose events spawn each other while no time passes. */
const FIRES_PER_INSTANT_MAX = 1_000_000

export class Kernel implements Scheduler {
  /** Only the kernel sets it. A field, not a getter: it is read some twenty times for each delivery. */
  now: SimTime = START
  #fired = 0
  #firedThisInstant = 0
  #halted = false
  readonly #entities: (Entity | null)[] = []
  readonly #names: (string | null)[] = []
  readonly #indexByName = new Map<string, EntityIndex>()
  readonly #timers = new TimerQueue(this)
  readonly #handOffs = new HandOffs()
  #beforeTimePasses: () => void = () => {}

  /** Timers and hand-offs carried out so far. */
  get fired(): number {
    return this.#fired
  }

  /** True when more happened in one instant than a sane drawing can cause; nothing fires any more. */
  get stuck(): boolean {
    return this.#firedThisInstant > FIRES_PER_INSTANT_MAX
  }

  /** Time of the next timer, Infinity when none is left. */
  get earliestAt(): number {
    return this.#timers.earliestAt
  }

  /** Called at the end of each instant, before the clock moves on; it changes nothing that fires. */
  beforeTimePasses(listener: () => void): void {
    this.#beforeTimePasses = listener
  }

  /** Makes `runUntil` return after what it is doing; nothing fires any more. */
  halt(): void {
    this.#halted = true
  }

  register(name: string, entity: Entity): EntityIndex {
    const known = this.#indexByName.get(name)
    if (known !== undefined) {
      assert(this.#entities[known] === null, `the entity ${name} is registered once`)
      this.#entities[known] = entity
      return known
    }
    const index = this.#entities.length as EntityIndex
    this.#entities.push(entity)
    this.#names.push(name)
    this.#indexByName.set(name, index)
    return index
  }

  unregister(index: EntityIndex): void {
    const name = this.#names[index]
    assert(typeof name === 'string', 'only a registered entity is unregistered')
    this.#entities[index] = null
    // An element of the same name that comes later is another one, with an index of its own.
    this.#names[index] = null
    this.#indexByName.delete(name)
  }

  schedule(delay: Duration, entity: EntityIndex, kind: number, argument: number): TimerHandle {
    assert(delay >= 0, 'a timer is never scheduled in the past')
    return this.#timers.push(delay, entity, kind, argument)
  }

  cancel(handle: TimerHandle): void {
    this.#timers.cancel(handle)
  }

  handOver(entity: EntityIndex, kind: number, argument: number): void {
    this.#handOffs.push(entity, kind, argument)
  }

  /**
   * Fires every timer due up to and including `until`, then rests the clock there. Fires at most
   * `firesMax` and then stops at the end of an instant; returns whether it came to `until`.
   */
  runUntil(until: SimTime, firesMax = Infinity): boolean {
    const firedBefore = this.#fired
    const timers = this.#timers
    this.#drain()
    while (timers.earliestAt <= until && this.#isLive()) {
      if (timers.earliestAt > this.now) {
        if (this.#fired - firedBefore >= firesMax) return false
        this.#endInstant()
        this.now = timers.earliestAt as SimTime
      }
      const slot = timers.pop()
      this.#fire(timers.entity(slot), timers.kind(slot), timers.argument(slot))
      if (this.#handOffs.size > 0) this.#drain()
    }
    if (this.#isLive() && until > this.now) this.#advanceTo(until)
    return true
  }

  /** Moves the clock to a time before which nothing is due, and fires nothing there yet. */
  moveTo(time: SimTime): void {
    if (time === this.now) return
    assert(this.#handOffs.size === 0, 'an instant is over before the clock moves on')
    assert(time <= this.earliestAt, 'no timer is passed over')
    this.#advanceTo(time)
  }

  save(): KernelState {
    // A run that was ended inside an instant carries out nothing of it any more.
    assert(this.#handOffs.size === 0 || !this.#isLive(), 'a run is saved between instants')
    return {
      now: this.now,
      fired: this.#fired,
      firedThisInstant: this.#firedThisInstant,
      names: [...this.#names],
      timers: this.#timers.save(),
    }
  }

  /** Before any entity registers: those that do later find their timers again by name. */
  restore(state: KernelState): void {
    assert(this.#entities.length === 0, 'a kernel is restored before it is used')
    this.now = state.now as SimTime
    this.#fired = state.fired
    this.#firedThisInstant = state.firedThisInstant
    state.names.forEach((name, index) => {
      this.#entities.push(null)
      this.#names.push(name)
      if (name !== null) this.#indexByName.set(name, index as EntityIndex)
    })
    this.#timers.restore(state.timers)
  }

  #isLive(): boolean {
    return !this.#halted && !this.stuck
  }

  #drain(): void {
    const handOffs = this.#handOffs
    while (handOffs.size > 0 && this.#isLive()) {
      const place = handOffs.shift()
      this.#fire(handOffs.entity(place), handOffs.kind(place), handOffs.argument(place))
    }
  }

  #fire(entity: number, kind: number, argument: number): void {
    this.#fired += 1
    this.#firedThisInstant += 1
    this.#entities[entity]?.fire(kind, argument)
  }

  #advanceTo(time: SimTime): void {
    assert(time >= this.now, 'virtual time never goes back')
    if (time === this.now) return
    this.#endInstant()
    this.now = time
  }

  #endInstant(): void {
    this.#beforeTimePasses()
    this.#firedThisInstant = 0
  }
}
