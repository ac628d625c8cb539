// Lists of small whole numbers, each number in at most one of them, that can be taken out from anywhere:
// doubly linked through columns, so that nothing is allocated for an entry.

import { assert } from '#shared/lib/assert.ts'
import { grown, grownLength } from '../engine/grown.ts'

export const NONE = -1

export type LinkedListsState = readonly (readonly number[])[]

export class LinkedLists {
  #first: Int32Array<ArrayBuffer>
  #last: Int32Array<ArrayBuffer>
  // At the ends of a list stands `endOf` it.
  #next = new Int32Array(64)
  /** NONE: in no list. */
  #previous = new Int32Array(64).fill(NONE)

  /** Lists beyond `count` begin when something is put into them. */
  constructor(count: number) {
    this.#first = new Int32Array(count).fill(NONE)
    this.#last = new Int32Array(count).fill(NONE)
  }

  /** NONE when the list is empty. */
  first(list: number): number {
    return this.#first[list] ?? NONE
  }

  /** What follows in its list; NONE at the end. Only of an item that is in a list. */
  next(item: number): number {
    const next = this.#next[item] as number
    return next < 0 ? NONE : next
  }

  /** Whether it is in a list. */
  has(item: number): boolean {
    return (this.#previous[item] ?? NONE) !== NONE
  }

  pushBack(list: number, item: number): void {
    this.#makeRoom(list, item)
    const last = this.#last[list] as number
    this.#link(last === NONE ? endOf(list) : last, item)
    this.#link(item, endOf(list))
  }

  pushFront(list: number, item: number): void {
    this.#makeRoom(list, item)
    const first = this.#first[list] as number
    this.#link(item, first === NONE ? endOf(list) : first)
    this.#link(endOf(list), item)
  }

  /** Only an item that is in a list. */
  remove(item: number): void {
    const before = this.#previous[item] ?? NONE
    assert(before !== NONE, 'what is taken out of a list is in one')
    this.#link(before, this.#next[item] as number)
    this.#previous[item] = NONE
  }

  save(): LinkedListsState {
    return Array.from(this.#first, (first) => {
      const items: number[] = []
      for (let item = first; item !== NONE; item = this.next(item)) items.push(item)
      return items
    })
  }

  restore(state: LinkedListsState): void {
    while (state.length > this.#first.length) this.#growLists()
    this.#first.fill(NONE)
    this.#last.fill(NONE)
    this.#previous.fill(NONE)
    state.forEach((items, list) => {
      for (const item of items) this.pushBack(list, item)
    })
  }

  #makeRoom(list: number, item: number): void {
    while (item >= this.#next.length) this.#grow()
    while (list >= this.#first.length) this.#growLists()
    assert(this.#previous[item] === NONE, 'an item is in one list at a time')
  }

  /** Makes them neighbours; either may be the end of the list, and then the other is its last or first. */
  #link(before: number, behind: number): void {
    if (before >= 0) this.#next[before] = behind
    else this.#first[endOf(before)] = behind < 0 ? NONE : behind
    if (behind >= 0) this.#previous[behind] = before
    else this.#last[endOf(behind)] = before < 0 ? NONE : before
  }

  #grow(): void {
    const length = grownLength(this.#next.length)
    this.#next = grown(this.#next, new Int32Array(length))
    this.#previous = grown(this.#previous, new Int32Array(length).fill(NONE))
  }

  #growLists(): void {
    const length = grownLength(this.#first.length || 1)
    this.#first = grown(this.#first, new Int32Array(length).fill(NONE))
    this.#last = grown(this.#last, new Int32Array(length).fill(NONE))
  }
}

/** What stands for the end of a list, below NONE; and of that, the list. */
function endOf(list: number): number {
  return NONE - 1 - list
}
