// Lists of small whole numbers, each number in at most one of them, that can be taken out from anywhere:
// doubly linked through columns, so that nothing is allocated for an entry.

import { assert } from '#shared/lib/assert.ts'

export const NONE = -1

export type LinkedListsState = readonly (readonly number[])[]

export class LinkedLists {
  #first: Int32Array<ArrayBuffer>
  #last: Int32Array<ArrayBuffer>
  #next = new Int32Array(64)
  #previous = new Int32Array(64)
  #listOf = new Int32Array(64).fill(NONE)

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
    return this.#next[item] as number
  }

  /** NONE when it is in none. */
  listOf(item: number): number {
    return this.#listOf[item] ?? NONE
  }

  pushBack(list: number, item: number): void {
    this.#enter(list, item)
    const last = this.#last[list] as number
    this.#link(list, last, item)
    this.#link(list, item, NONE)
  }

  pushFront(list: number, item: number): void {
    this.#enter(list, item)
    const first = this.#first[list] as number
    this.#link(list, item, first)
    this.#link(list, NONE, item)
  }

  /** Only an item that is in a list. */
  remove(item: number): void {
    const list = this.#listOf[item] ?? NONE
    assert(list !== NONE, 'what is taken out of a list is in one')
    this.#link(list, this.#previous[item] as number, this.#next[item] as number)
    this.#listOf[item] = NONE
  }

  save(): LinkedListsState {
    return Array.from(this.#first, (first) => {
      const items: number[] = []
      for (let item = first; item !== NONE; item = this.#next[item] as number) items.push(item)
      return items
    })
  }

  restore(state: LinkedListsState): void {
    while (state.length > this.#first.length) this.#growLists()
    this.#first.fill(NONE)
    this.#last.fill(NONE)
    this.#listOf.fill(NONE)
    state.forEach((items, list) => {
      for (const item of items) this.pushBack(list, item)
    })
  }

  #enter(list: number, item: number): void {
    while (item >= this.#listOf.length) this.#grow()
    while (list >= this.#first.length) this.#growLists()
    assert(this.#listOf[item] === NONE, 'an item is in one list at a time')
    this.#listOf[item] = list
  }

  /** Makes them neighbours; NONE stands for either end of the list. */
  #link(list: number, before: number, behind: number): void {
    if (before === NONE) this.#first[list] = behind
    else this.#next[before] = behind
    if (behind === NONE) this.#last[list] = before
    else this.#previous[behind] = before
  }

  #grow(): void {
    this.#next = doubled(this.#next)
    this.#previous = doubled(this.#previous)
    this.#listOf = doubled(this.#listOf)
  }

  #growLists(): void {
    this.#first = doubled(this.#first)
    this.#last = doubled(this.#last)
  }
}

function doubled(from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const to = new Int32Array(Math.max(from.length * 2, 1)).fill(NONE)
  to.set(from)
  return to
}
