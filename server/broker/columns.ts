// Numbers kept in columns and named by whole handles: nothing is allocated for a message, an event or
// a delivery. Handles are used again after they were freed: the newest first, which the processor has near,
// and those of a crowd that goes at once (a log's old records) in their order. What is made together so
// stays together in memory; one stack of all free rows shuffles a log in the course of a long run until each
// of its records lies somewhere else, and a delivery costs a third more.

import { assert } from '#shared/lib/assert.ts'
import { grown, grownLength } from '../engine/grown.ts'
import type { RareColumn, RareColumnState } from './rareColumns.ts'

export interface ColumnsState {
  readonly used: number
  /** The recent ones, then the others in their order. */
  readonly free: Int32Array
  readonly recentCount: number
  readonly cursor: number
  /** Row by row: views of the live ones, to be copied by whoever keeps them. */
  readonly integers: Int32Array
  readonly cells: Float64Array
  readonly rare: readonly RareColumnState[]
}

/** The newest free rows, at most. */
const RECENT_MAX = 64
/** Rows are looked through for a free one while one in so many is free; otherwise there is a new one. */
const FREE_AMONG = 16

interface ColumnsOptions {
  /** Columns of whole numbers of 32 bits: what names something else in arrays. */
  readonly integers: number
  /** Columns of any numbers: times, and what may grow beyond 32 bits. */
  readonly numbers: number
  /** They have the same rows; what is in them is left to their owner. */
  readonly rare?: readonly RareColumn[]
}

export class Columns {
  /**
   * Row by row: the fields of one row are read together, and by who owns them, at row * width + column.
   * Other arrays take their place as rows are added.
   */
  integers: Int32Array
  cells: Float64Array
  readonly #intWidth: number
  readonly #width: number
  readonly #rare: readonly RareColumn[]
  #capacity = 256
  #used = 0
  /** A stack. */
  readonly #recent = new Int32Array(RECENT_MAX)
  #recentCount = 0
  /** Of the others: a bit for each row, 32 to a word. */
  #freeBits = new Int32Array(8)
  #freeBitCount = 0
  /** The search for a free row begins here. */
  #cursor = 0

  constructor({ integers, numbers, rare = [] }: ColumnsOptions) {
    this.#intWidth = integers
    this.#width = numbers
    this.#rare = rare
    for (const column of rare) column.fit(this.#capacity)
    this.integers = new Int32Array(this.#capacity * integers)
    this.cells = new Float64Array(this.#capacity * numbers)
  }

  /** Rows ever taken at once: all handles are less. */
  get used(): number {
    return this.#used
  }

  /** Rows in use. */
  get size(): number {
    return this.#used - this.#recentCount - this.#freeBitCount
  }

  /** A row with all its fields 0. */
  take(): number {
    const row = this.takeAsItIs()
    const ints = Math.imul(row, this.#intWidth)
    for (let at = ints; at < ints + this.#intWidth; at += 1) this.integers[at] = 0
    const cells = Math.imul(row, this.#width)
    for (let at = cells; at < cells + this.#width; at += 1) this.cells[at] = 0
    return row
  }

  /** A row whose fields are still what they were: for who sets all of them. */
  takeAsItIs(): number {
    if (this.#recentCount === 0) return this.#takeOther()
    this.#recentCount -= 1
    return this.#recent[this.#recentCount] as number
  }

  give(row: number): void {
    if (this.#recentCount === RECENT_MAX) this.#markFree(row)
    else {
      this.#recent[this.#recentCount] = row
      this.#recentCount += 1
    }
  }

  int(column: number, row: number): number {
    return this.integers[Math.imul(row, this.#intWidth) + column] as number
  }

  setInt(column: number, row: number, value: number): void {
    this.integers[Math.imul(row, this.#intWidth) + column] = value
  }

  get(column: number, row: number): number {
    return this.cells[Math.imul(row, this.#width) + column] as number
  }

  set(column: number, row: number, value: number): void {
    this.cells[Math.imul(row, this.#width) + column] = value
  }

  save(): ColumnsState {
    return {
      used: this.#used,
      free: this.#freeRows(),
      recentCount: this.#recentCount,
      cursor: this.#cursor,
      integers: this.integers.subarray(0, this.#used * this.#intWidth),
      cells: this.cells.subarray(0, this.#used * this.#width),
      rare: this.#rare.map((column) => column.save(this.#used)),
    }
  }

  restore(state: ColumnsState): void {
    assert(state.cells.length === state.used * this.#width, 'saved rows have the same fields')
    while (this.#capacity < state.used) this.#capacity = grownLength(this.#capacity)
    this.integers = new Int32Array(this.#capacity * this.#intWidth)
    this.integers.set(state.integers)
    this.cells = new Float64Array(this.#capacity * this.#width)
    this.cells.set(state.cells)
    for (const [index, column] of this.#rare.entries()) {
      column.fit(this.#capacity)
      column.restore(state.rare[index] as RareColumnState)
    }
    this.#used = state.used
    const { free, recentCount, cursor } = state
    this.#recent.set(free.subarray(0, recentCount))
    this.#recentCount = recentCount
    this.#freeBits = new Int32Array(this.#capacity >>> 5)
    this.#freeBitCount = 0
    for (const row of free.subarray(recentCount)) this.#markFree(row)
    this.#cursor = cursor
  }

  #freeRows(): Int32Array {
    const rows = new Int32Array(this.#recentCount + this.#freeBitCount)
    rows.set(this.#recent.subarray(0, this.#recentCount))
    let found = this.#recentCount
    for (let row = 0; found < rows.length; row += 1)
      if ((this.#freeBits[row >>> 5] as number) & (1 << (row & 31))) {
        rows[found] = row
        found += 1
      }
    return rows
  }

  #markFree(row: number): void {
    const word = row >>> 5
    this.#freeBits[word] = (this.#freeBits[word] as number) | (1 << (row & 31))
    this.#freeBitCount += 1
  }

  /** The next free row behind the last that was found so, or a new one. */
  #takeOther(): number {
    if (this.#freeBitCount * FREE_AMONG <= this.#used) return this.#takeNew()
    const freeBits = this.#freeBits
    let word = this.#cursor >>> 5
    let bits = (freeBits[word] as number) & (-1 << (this.#cursor & 31))
    while (bits === 0) {
      word = (word + 1) * 32 < this.#used ? word + 1 : 0
      bits = freeBits[word] as number
    }
    const lowest = bits & (~bits + 1)
    const row = word * 32 + 31 - Math.clz32(lowest)
    freeBits[word] = (freeBits[word] as number) ^ lowest
    this.#freeBitCount -= 1
    this.#cursor = row + 1 < this.#used ? row + 1 : 0
    return row
  }

  #takeNew(): number {
    if (this.#used === this.#capacity) {
      this.#capacity = grownLength(this.#capacity)
      this.integers = grown(this.integers, new Int32Array(this.#capacity * this.#intWidth))
      this.cells = grown(this.cells, new Float64Array(this.#capacity * this.#width))
      this.#freeBits = grown(this.#freeBits, new Int32Array(this.#capacity >>> 5))
      for (const column of this.#rare) column.fit(this.#capacity)
    }
    this.#used += 1
    return this.#used - 1
  }
}
