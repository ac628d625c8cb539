// The message groups of a FIFO queue. A group is the list of its messages inside, in the order of
// sending; what stands before the first hidden one can be received, so a message in flight blocks all
// behind it. Groups that have something to give wait in a line: a receive fills up from the first, and
// a group that becomes free again goes to the end. So a receive never looks at a blocked group.

import { grown, grownLength } from '../engine/grown.ts'
import { shorten } from '../engine/shorten.ts'
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
  /** Of each message that is inside. */
  #group = new Int32Array(64)
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
    const group = this.#groupOf(key)
    this.#group[place] = group
    this.#members.pushBack(group, place)
  }

  show(place: number, _end: 'front' | 'back', since: SimTime): void {
    this.#status[place] = VISIBLE
    this.#visible.set(place, since)
    const group = this.#group[place] as number
    if (this.#members.first(group) === place) this.#ready.pushBack(THE_LINE, group)
  }

  hide(place: number): void {
    this.#status[place] = HIDDEN
    this.#visible.remove(place)
    const group = this.#group[place] as number
    if (this.#members.first(group) === place) this.#unready(group)
  }

  leave(place: number): void {
    const group = this.#group[place] as number
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
      if (first !== NONE && this.#isVisible(first) && !this.#ready.has(group))
        this.#ready.pushBack(THE_LINE, group)
    }
    shorten(this.#opened, 0)
    this.#cursor = NONE
    this.#unseen = 0
  }

  oldestVisibleSince(): SimTime | null {
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
    saved.members.forEach((places, group) => {
      for (const place of places) this.#group[place] = group
    })
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
    if (this.#ready.has(group)) this.#ready.remove(group)
  }

  #isVisible(place: number): boolean {
    return this.#status[place] === VISIBLE
  }

  #grow(): void {
    const length = grownLength(this.#status.length)
    this.#group = grown(this.#group, new Int32Array(length))
    this.#status = grown(this.#status, new Uint8Array(length))
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
