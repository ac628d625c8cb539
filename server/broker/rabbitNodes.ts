// The nodes that hold a queue. A classic queue lives on one. A quorum queue works while a majority of its
// nodes is up and one of them leads; when the leader goes, another is elected after a pause.

import type { EntityIndex } from '../engine/kernel.ts'
import { type Duration, milliseconds } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import type { BrokerWorld } from './channel.ts'
import { NO_EVENT } from './events.ts'

export interface RabbitNodesState {
  readonly isUp: readonly boolean[]
  readonly leader: number
  readonly timer: number
}

export interface RabbitNodesOptions {
  readonly world: BrokerWorld
  readonly element: number
  readonly entity: EntityIndex
  /** The entity is fired with this kind when a leader is elected. */
  readonly electedKind: number
  readonly count: number
}

/** Its loss is noticed and another node elected; RabbitMQ takes from less than one to some seconds. */
const ELECTION: Duration = milliseconds(1000)
const NONE = -1

export class RabbitNodes {
  readonly #world: BrokerWorld
  readonly #element: number
  readonly #entity: EntityIndex
  readonly #electedKind: number
  #isUp: boolean[]
  #leader = 0
  #timer: TimerHandle = NO_TIMER

  constructor({ world, element, entity, electedKind, count }: RabbitNodesOptions) {
    this.#world = world
    this.#element = element
    this.#entity = entity
    this.#electedKind = electedKind
    this.#isUp = Array.from({ length: count }, () => true)
  }

  get isAvailable(): boolean {
    return this.#leader !== NONE
  }

  get anyUp(): boolean {
    return this.#isUp.includes(true)
  }

  setUp(node: number, isUp: boolean): void {
    if (this.#isUp[node] === undefined || this.#isUp[node] === isUp) return
    this.#isUp[node] = isUp
    this.#world.record(isUp ? 'nodeUp' : 'nodeDown', this.#element, NO_EVENT, 0, node)
    if (this.#isUp.length === 1) {
      this.#leader = isUp ? 0 : NONE
      return
    }
    if (this.#leader === node || !this.#hasMajority()) this.#lead(NONE)
    if (this.#leader === NONE && this.#hasMajority()) this.#callElection()
  }

  /** The election is over. */
  elect(): void {
    this.#timer = NO_TIMER
    if (this.#leader === NONE && this.#hasMajority()) this.#lead(this.#isUp.indexOf(true))
  }

  save(): RabbitNodesState {
    return { isUp: [...this.#isUp], leader: this.#leader, timer: this.#timer }
  }

  restore(state: RabbitNodesState): void {
    this.#isUp = [...state.isUp]
    this.#leader = state.leader
    this.#timer = state.timer as TimerHandle
  }

  #hasMajority(): boolean {
    return this.#isUp.filter((isUp) => isUp).length * 2 > this.#isUp.length
  }

  #lead(node: number): void {
    if (this.#leader === node) return
    this.#leader = node
    this.#world.record('elected', this.#element, NO_EVENT, 0, node)
  }

  #callElection(): void {
    const { scheduler } = this.#world
    if (this.#timer !== NO_TIMER) scheduler.cancel(this.#timer)
    this.#timer = scheduler.schedule(ELECTION, this.#entity, this.#electedKind, 0)
  }
}
