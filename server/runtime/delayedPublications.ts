// What a service has decided to publish later. Kept in its memory: a crash loses it.

import { Columns, type ColumnsState } from '../broker/columns.ts'
import type { EventHandle } from '../broker/events.ts'
import type { Entity, EntityIndex } from '../engine/kernel.ts'
import type { TimerHandle } from '../engine/timerQueue.ts'
import type { Output } from './handler.ts'
import type { RuntimeWorld } from './world.ts'

const CAUSE = 0
const TIMER = 1

/** Some 200 bytes each. */
const PENDING_MAX = 1_000_000

export interface DelayedPublicationsState {
  readonly rows: ColumnsState
  readonly pending: readonly (readonly [row: number, handlerId: string, outputId: string])[]
}

interface Pending {
  readonly handlerId: string
  readonly outputId: string
}

export class DelayedPublications implements Entity {
  readonly #world: RuntimeWorld
  readonly #entity: EntityIndex
  readonly #outputOf: (handlerId: string, outputId: string) => Output | undefined
  readonly #rows = new Columns(2)
  readonly #pending = new Map<number, Pending>()

  constructor(
    name: string,
    world: RuntimeWorld,
    outputOf: (handlerId: string, outputId: string) => Output | undefined,
  ) {
    this.#world = world
    this.#outputOf = outputOf
    this.#entity = world.scheduler.register(name, this)
  }

  add(handlerId: string, output: Output, cause: EventHandle): void {
    if (this.#pending.size === PENDING_MAX)
      this.#world.halt(`${output.name} has ${PENDING_MAX} events that are to be published later.`)
    const row = this.#rows.take()
    this.#world.events.hold(cause)
    this.#rows.set(CAUSE, row, cause)
    this.#pending.set(row, { handlerId, outputId: output.id })
    this.#rows.set(TIMER, row, this.#world.scheduler.schedule(output.delay, this.#entity, 0, row))
  }

  /** An output that an edit has removed meanwhile publishes nothing more. */
  fire(_kind: number, row: number): void {
    const { handlerId, outputId } = this.#pending.get(row) as Pending
    const cause = this.#causeOf(row)
    this.#outputOf(handlerId, outputId)?.publish(cause, null)
    this.#forget(row)
  }

  clear(): void {
    for (const row of [...this.#pending.keys()]) {
      this.#world.scheduler.cancel(this.#rows.get(TIMER, row) as TimerHandle)
      this.#forget(row)
    }
  }

  close(): void {
    this.clear()
    this.#world.scheduler.unregister(this.#entity)
  }

  save(): DelayedPublicationsState {
    const pending = [...this.#pending].map(
      ([row, { handlerId, outputId }]) => [row, handlerId, outputId] as const,
    )
    return { rows: this.#rows.save(), pending }
  }

  restore(state: DelayedPublicationsState): void {
    this.#rows.restore(state.rows)
    for (const [row, handlerId, outputId] of state.pending)
      this.#pending.set(row, { handlerId, outputId })
  }

  #forget(row: number): void {
    this.#world.events.release(this.#causeOf(row))
    this.#pending.delete(row)
    this.#rows.give(row)
  }

  #causeOf(row: number): EventHandle {
    return this.#rows.get(CAUSE, row) as EventHandle
  }
}
