// What a service has decided to publish later. Kept in its memory: a crash loses it.

import { Columns, type ColumnsState } from '../broker/columns.ts'
import type { EventHandle } from '../broker/events.ts'
import type { Entity, EntityIndex } from '../engine/kernel.ts'
import type { TimerHandle } from '../engine/timerQueue.ts'
import type { Output } from './output.ts'
import type { RuntimeWorld } from './world.ts'

const CAUSE = 0
const TIMER = 1

/** Some 200 bytes each. */
const PENDING_MAX = 1_000_000

/** Kind of its timers; outcomes of publishing have theirs from channel.ts. */
const DUE = 10

type SavedPending = readonly [number: number, handlerId: string, outputId: string]

export interface DelayedPublicationsState {
  readonly rows: ColumnsState
  readonly pending: readonly SavedPending[]
  readonly asked: number
  readonly unanswered: readonly SavedPending[]
}

interface Pending {
  readonly handlerId: string
  readonly outputId: string
}

export class DelayedPublications implements Entity {
  readonly #world: RuntimeWorld
  readonly #entity: EntityIndex
  readonly #outputOf: (handlerId: string, outputId: string) => Output | undefined
  readonly #rows = new Columns({ integers: 0, numbers: 2 })
  readonly #pending = new Map<number, Pending>()
  /** Published, by number; the outcome is still to come. */
  readonly #unanswered = new Map<number, Pending>()
  /** Publications so far. */
  #asked = 0

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
    this.#rows.set(TIMER, row, this.#world.scheduler.schedule(output.delay, this.#entity, DUE, row))
  }

  fire(kind: number, argument: number): void {
    if (kind === DUE) this.#publish(argument)
    else this.#noteOutcome(kind, argument)
  }

  clear(): void {
    for (const row of [...this.#pending.keys()]) {
      this.#world.scheduler.cancel(this.#rows.get(TIMER, row) as TimerHandle)
      this.#forget(row)
    }
    this.#unanswered.clear()
  }

  close(): void {
    this.clear()
    this.#world.scheduler.unregister(this.#entity)
  }

  save(): DelayedPublicationsState {
    return {
      rows: this.#rows.save(),
      pending: saved(this.#pending),
      asked: this.#asked,
      unanswered: saved(this.#unanswered),
    }
  }

  restore(state: DelayedPublicationsState): void {
    this.#rows.restore(state.rows)
    for (const [row, handlerId, outputId] of state.pending)
      this.#pending.set(row, { handlerId, outputId })
    this.#asked = state.asked
    for (const [token, handlerId, outputId] of state.unanswered)
      this.#unanswered.set(token, { handlerId, outputId })
  }

  /** An output that an edit has removed meanwhile publishes nothing more. */
  #publish(row: number): void {
    const pending = this.#pending.get(row) as Pending
    const output = this.#outputOf(pending.handlerId, pending.outputId)
    if (output) {
      const token = this.#asked++
      this.#unanswered.set(token, pending)
      output.publish(this.#causeOf(row), { replyTo: { entity: this.#entity, token } })
    }
    this.#forget(row)
  }

  /** The handling that it came of has ended: one that was not taken is counted, and no more. */
  #noteOutcome(outcome: number, token: number): void {
    const pending = this.#unanswered.get(token)
    if (!pending) return
    this.#unanswered.delete(token)
    this.#outputOf(pending.handlerId, pending.outputId)?.publisher.noteOutcome(outcome)
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

function saved(publications: ReadonlyMap<number, Pending>): readonly SavedPending[] {
  return [...publications].map(([number, { handlerId, outputId }]) => [number, handlerId, outputId])
}
