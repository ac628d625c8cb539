// A service that breaks down by itself: up and down by turns, all of it or replica by replica.

import type { Breakdowns as BreakdownsSpec } from '#shared/topology/breakdowns.ts'
import { DurationSampler } from '../engine/distributions.ts'
import type { Entity, EntityIndex } from '../engine/kernel.ts'
import { type Duration, IMMEDIATELY } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import { durationShape } from './shapes.ts'
import type { RuntimeWorld } from './world.ts'

/** A replica's number, or all of the service. */
export type Unit = number | 'service'
export type BreakdownEffect = BreakdownsSpec['effect']

export interface BreakdownHost {
  breakDown(unit: Unit, effect: BreakdownEffect): void
  repair(unit: Unit, effect: BreakdownEffect): void
}

/** By unit: whether it is down, and its timer. */
export type BreakdownsState = readonly (readonly [isDown: boolean, timer: number])[]

interface UnitState {
  isDown: boolean
  timer: TimerHandle
}

/** Kind of its timers. */
const TURN = 10

export class Breakdowns implements Entity {
  readonly #world: RuntimeWorld
  readonly #name: string
  readonly #host: BreakdownHost
  #entity: EntityIndex | null = null
  #spec: BreakdownsSpec | undefined
  #upTime: DurationSampler | null = null
  #repairTime: DurationSampler | null = null
  /** One, or one a replica. */
  #units: UnitState[] = []

  constructor(name: string, world: RuntimeWorld, host: BreakdownHost) {
    this.#name = name
    this.#world = world
    this.#host = host
  }

  /** Of all of the service: null where it is up. */
  get wholeEffect(): BreakdownEffect | null {
    const isDown = this.#spec?.scope === 'service' && this.#units[0]?.isDown === true
    return isDown ? (this.#spec?.effect ?? null) : null
  }

  effectOn(replica: number): BreakdownEffect | null {
    if (!this.#spec) return null
    const unit = this.#units[this.#spec.scope === 'service' ? 0 : replica]
    return unit?.isDown ? this.#spec.effect : null
  }

  /** Other terms begin with everything up; replicas that are new are up. */
  update(spec: BreakdownsSpec | undefined, replicas: number): void {
    if (JSON.stringify(spec) !== JSON.stringify(this.#spec)) {
      this.#units.forEach(({ isDown }, index) => {
        if (isDown) this.#turn(index)
      })
      this.close()
      this.#use(spec)
    }
    const units = spec?.scope === 'replica' ? replicas : spec ? 1 : 0
    for (const { timer } of this.#units.splice(units)) this.#world.scheduler.cancel(timer)
    while (this.#units.length < units) {
      this.#units.push({ isDown: false, timer: NO_TIMER })
      this.#await(this.#units.length - 1)
    }
  }

  close(): void {
    for (const { timer } of this.#units.splice(0)) this.#world.scheduler.cancel(timer)
    if (this.#entity !== null) this.#world.scheduler.unregister(this.#entity)
    this.#entity = null
    this.#spec = undefined
  }

  fire(_kind: number, index: number): void {
    this.#turn(index)
    this.#await(index)
  }

  save(): BreakdownsState {
    return this.#units.map(({ isDown, timer }) => [isDown, timer] as const)
  }

  /** In place of the first update. */
  restore(spec: BreakdownsSpec | undefined, state: BreakdownsState): void {
    this.#use(spec)
    this.#units = state.map(([isDown, timer]) => ({ isDown, timer: timer as TimerHandle }))
  }

  #use(spec: BreakdownsSpec | undefined): void {
    this.#spec = spec
    if (!spec) return
    this.#upTime = new DurationSampler(durationShape(spec.upTime))
    this.#repairTime = new DurationSampler(durationShape(spec.repairTime))
    this.#entity = this.#world.scheduler.register(`${this.#name}/breakdowns`, this)
  }

  #turn(index: number): void {
    const unit = this.#units[index]
    const { effect, scope } = this.#spec ?? {}
    if (!unit || !effect) return
    const which = scope === 'replica' ? index : 'service'
    unit.isDown = !unit.isDown
    if (unit.isDown) this.#host.breakDown(which, effect)
    else this.#host.repair(which, effect)
  }

  #await(index: number): void {
    const unit = this.#units[index]
    if (!unit || this.#entity === null) return
    const { scheduler } = this.#world
    unit.timer = scheduler.schedule(this.#draw(index, unit), this.#entity, TURN, index)
  }

  #draw(index: number, { isDown }: UnitState): Duration {
    const name = this.#spec?.scope === 'replica' ? `${this.#name}/replicas/${index}` : this.#name
    const random = this.#world.random(name, 'breakdowns')
    const sampler = isDown ? this.#repairTime : this.#upTime
    return sampler ? sampler.sample(random) : IMMEDIATELY
  }
}
