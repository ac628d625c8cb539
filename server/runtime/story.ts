// The events of one story that are not over yet.

import type { EventHandle, Events } from '../broker/events.ts'
import type { EntityIndex } from '../engine/kernel.ts'

/** Who is told that a story may be over, in the same instant. */
export interface Waiting {
  readonly entity: EntityIndex
  readonly kind: number
  readonly argument: number
}

export interface StoryState {
  readonly origin: number
  readonly roots: readonly number[]
  readonly open: readonly OpenEventState[]
}

type OpenEventState = readonly [
  event: number,
  origin: number,
  n: number,
  copies: readonly number[],
  due: readonly string[],
]

interface OpenEvent {
  readonly event: EventHandle
  /** With `n` its id: the handle may come to stand for another. */
  readonly origin: number
  readonly n: number
  /** Logs that keep it, each as often as it does. */
  readonly copies: number[]
  /** Readers that have not settled it. */
  readonly due: Set<string>
}

/**
 * So many are looked at each time: what an event is held by may let go of it without a word. Of more, only
 * those that something was said of, and the others when they are few.
 */
const LOOKED_AT_ALWAYS = 32

/** More than events of one element there can be. */
const NUMBERS = 2 ** 32

export class Story {
  readonly origin: number
  readonly waiting: Waiting
  /** Numbers of the events that began it. */
  readonly roots: number[] = []
  /** Its waiter has been told to look, and has not looked yet. */
  isTold = false
  readonly #events: Events
  readonly #open = new Map<number, OpenEvent>()
  /** Those that may be over by now. */
  readonly #touched = new Set<number>()

  constructor(origin: number, waiting: Waiting, events: Events) {
    this.origin = origin
    this.waiting = waiting
    this.#events = events
  }

  static restored(state: StoryState, waiting: Waiting, events: Events): Story {
    const story = new Story(state.origin, waiting, events)
    story.roots.push(...state.roots)
    for (const [event, origin, n, copies, due] of state.open)
      story.#open.set(origin * NUMBERS + n, {
        event: event as EventHandle,
        origin,
        n,
        copies: [...copies],
        due: new Set(due),
      })
    return story
  }

  touch(event: EventHandle): void {
    this.#of(event)
  }

  touchAll(): void {
    for (const id of this.#open.keys()) this.#touched.add(id)
  }

  /** A log has it, for these readers. */
  keep(event: EventHandle, log: number, readers: readonly string[]): void {
    const open = this.#of(event)
    open.copies.push(log)
    for (const reader of readers) open.due.add(reader)
  }

  /** The log has it no more: whoever has not read it never will. */
  drop(event: EventHandle, log: number): void {
    const { copies } = this.#of(event)
    const index = copies.indexOf(log)
    if (index >= 0) copies.splice(index, 1)
    this.hide(event, log)
  }

  /** Nobody will be given it by the log any more. */
  hide(event: EventHandle, log: number): void {
    const { due } = this.#of(event)
    for (const reader of due) if (reader.startsWith(`${log} `)) due.delete(reader)
  }

  /** Nobody waits for readers that are gone. */
  keepReaders(isThere: (reader: string) => boolean): void {
    for (const { due } of this.#open.values())
      for (const reader of due) if (!isThere(reader)) due.delete(reader)
  }

  settle(event: EventHandle, reader: string): void {
    this.#of(event).due.delete(reader)
  }

  /** To be asked between hand-offs, when whoever lets go of an event has done so. */
  get isOver(): boolean {
    this.isTold = false
    if (this.#open.size <= LOOKED_AT_ALWAYS) this.touchAll()
    for (const id of this.#touched) {
      const open = this.#open.get(id)
      if (open && this.#isOver(open)) this.#open.delete(id)
    }
    this.#touched.clear()
    return this.#open.size === 0
  }

  save(): StoryState {
    const open = [...this.#open.values()].map(
      ({ event, origin, n, copies, due }): OpenEventState => [
        event,
        origin,
        n,
        [...copies],
        [...due],
      ],
    )
    return { origin: this.origin, roots: [...this.roots], open }
  }

  #of(event: EventHandle): OpenEvent {
    const [origin, n] = [this.#events.origin(event), this.#events.n(event)]
    const id = origin * NUMBERS + n
    const open = this.#open.get(id) ?? { event, origin, n, copies: [], due: new Set<string>() }
    this.#open.set(id, open)
    this.#touched.add(id)
    return open
  }

  #isOver({ event, origin, n, copies, due }: OpenEvent): boolean {
    if (due.size > 0) return false
    const events = this.#events
    const isItself = events.origin(event) === origin && events.n(event) === n
    return !isItself || events.references(event) <= copies.length
  }
}
