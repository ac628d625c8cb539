// The message groups of a FIFO queue. A group is the list of its messages inside, in the order of
// sending; what stands before the first hidden one can be received, so a message in flight blocks all
// behind it. Groups that have something to give wait in a line: a receive fills up from the first, and
// a group that becomes free again goes to the end. So a receive never looks at a blocked group.

import type { SimTime } from '../engine/time.ts'
import { DeadlineHeap, type DeadlineHeapState } from './deadlineHeap.ts'
import { LinkedLists, type LinkedListsState, NONE } from './linkedLists.ts'
import type { SqsOrder } from './sqsOrder.ts'

const THE_LINE = 0
const HIDDEN = 0
const VISIBLE = 1

export class SqsGroups implements SqsOrder {
  /** One list a group. */
  readonly #members = new LinkedLists(1)
  /** Groups whose first message is visible. */
  readonly #ready = new LinkedLists(1)
  /** By what the message group id stands for. */
  readonly #groupByKey = new Map<number, number>()
  readonly #keyByGroup: number[] = []
  readonly #freeGroups: number[] = []
  #status = new Uint8Array(64)
  /** The visible ones by when they came. */
  readonly #visible = new DeadlineHeap()
  // Of the receive under way.
  #isReceiving = false
  readonly #opened: number[] = []
  #cursor = NONE
  #unseen = 0

  enter(place: number, key: number): void {
    while (place >= this.#status.length) this.#grow()
    this.#status[place] = HIDDEN
    this.#members.pushBack(this.#groupOf(key), place)
  }

  show(place: number, _end: 'front' | 'back', since: SimTime): void {
    this.#status[place] = VISIBLE
    this.#visible.set(place, since)
    const group = this.#members.listOf(place)
    if (this.#members.first(group) === place) this.#ready.pushBack(THE_LINE, group)
  }

  hide(place: number): void {
    this.#status[place] = HIDDEN
    this.#visible.remove(place)
    const group = this.#members.listOf(place)
    if (this.#members.first(group) === place) this.#unready(group)
  }

  leave(place: number): void {
    const group = this.#members.listOf(place)
    const wasFirst = this.#members.first(group) === place
    this.#members.remove(place)
    const first = this.#members.first(group)
    if (first === NONE) this.#free(group)
    else if (wasFirst && this.#isVisible(first) && !this.#isReceiving)
      this.#ready.pushBack(THE_LINE, group)
  }

  begin(): void {
    this.#isReceiving = true
    this.#unseen = this.#visible.size
    this.#cursor = NONE
  }

  next(): number {
    if (this.#unseen === 0) return NONE
    if (this.#cursor === NONE || !this.#isVisible(this.#cursor)) {
      const group = this.#ready.first(THE_LINE)
      if (group === NONE) return NONE
      this.#ready.remove(group)
      this.#opened.push(group)
      this.#cursor = this.#members.first(group)
    }
    const place = this.#cursor
    this.#cursor = this.#members.next(place)
    this.#unseen -= 1
    return place
  }

  end(): void {
    this.#isReceiving = false
    // What a move to the dead-letter queue has left at the head is there for the next receive.
    for (const group of this.#opened) {
      const first = this.#members.first(group)
      if (first !== NONE && this.#isVisible(first) && this.#ready.listOf(group) === NONE)
        this.#ready.pushBack(THE_LINE, group)
    }
    this.#opened.length = 0
    this.#cursor = NONE
    this.#unseen = 0
  }

  get oldestVisibleSince(): SimTime | null {
    return this.#visible.size === 0 ? null : (this.#visible.earliest as SimTime)
  }

  save(): SqsGroupsState {
    return {
      members: this.#members.save(),
      ready: this.#ready.save(),
      keys: [...this.#groupByKey],
      free: [...this.#freeGroups],
      status: Array.from(this.#status),
      visible: this.#visible.save(),
    }
  }

  restore(state: unknown): void {
    const saved = state as SqsGroupsState
    this.#members.restore(saved.members)
    this.#ready.restore(saved.ready)
    this.#groupByKey.clear()
    for (const [key, group] of saved.keys) {
      this.#groupByKey.set(key, group)
      this.#keyByGroup[group] = key
    }
    this.#freeGroups.splice(0, this.#freeGroups.length, ...saved.free)
    while (this.#status.length < saved.status.length) this.#grow()
    this.#status.set(saved.status)
    this.#visible.restore(saved.visible)
  }

  #groupOf(key: number): number {
    const known = this.#groupByKey.get(key)
    if (known !== undefined) return known
    const group = this.#freeGroups.pop() ?? this.#groupByKey.size
    this.#groupByKey.set(key, group)
    this.#keyByGroup[group] = key
    return group
  }

  #free(group: number): void {
    this.#unready(group)
    this.#groupByKey.delete(this.#keyByGroup[group] as number)
    this.#freeGroups.push(group)
  }

  #unready(group: number): void {
    if (this.#ready.listOf(group) !== NONE) this.#ready.remove(group)
  }

  #isVisible(place: number): boolean {
    return this.#status[place] === VISIBLE
  }

  #grow(): void {
    const status = new Uint8Array(this.#status.length * 2)
    status.set(this.#status)
    this.#status = status
  }
}

export interface SqsGroupsState {
  readonly members: LinkedListsState
  readonly ready: LinkedListsState
  readonly keys: readonly (readonly [key: number, group: number])[]
  readonly free: readonly number[]
  readonly status: readonly number[]
  readonly visible: DeadlineHeapState
}
