// Numbers kept in columns and named by whole handles: nothing is allocated for a message, an event or
// a delivery. Handles are used again after they were freed.

import { assert } from '#shared/lib/assert.ts'
import { grown } from '../engine/grown.ts'

export interface ColumnsState {
  readonly used: number
  readonly free: Int32Array
  /** Row by row: views of the live ones, to be copied by whoever keeps them. */
  readonly integers: Int32Array
  readonly cells: Float64Array
}

interface ColumnsOptions {
  /** Columns of whole numbers of 32 bits: what names something else in arrays. */
  readonly integers: number
  /** Columns of any numbers: times, and what may grow beyond 32 bits. */
  readonly numbers: number
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
  #capacity = 256
  #used = 0
  #free = new Int32Array(64)
  #freeCount = 0

  constructor({ integers, numbers }: ColumnsOptions) {
    this.#intWidth = integers
    this.#width = numbers
    this.integers = new Int32Array(this.#capacity * integers)
    this.cells = new Float64Array(this.#capacity * numbers)
  }

  /** Rows ever taken at once: all handles are less. */
  get used(): number {
    return this.#used
  }

  /** Rows in use. */
  get size(): number {
    return this.#used - this.#freeCount
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
    if (this.#freeCount === 0) return this.#takeNew()
    this.#freeCount -= 1
    return this.#free[this.#freeCount] as number
  }

  give(row: number): void {
    if (this.#freeCount === this.#free.length)
      this.#free = grown(this.#free, new Int32Array(this.#free.length * 2))
    this.#free[this.#freeCount] = row
    this.#freeCount += 1
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
      free: this.#free.slice(0, this.#freeCount),
      integers: this.integers.subarray(0, this.#used * this.#intWidth),
      cells: this.cells.subarray(0, this.#used * this.#width),
    }
  }

  restore(state: ColumnsState): void {
    assert(state.cells.length === state.used * this.#width, 'saved rows have the same fields')
    while (this.#capacity < state.used) this.#capacity *= 2
    this.integers = new Int32Array(this.#capacity * this.#intWidth)
    this.integers.set(state.integers)
    this.cells = new Float64Array(this.#capacity * this.#width)
    this.cells.set(state.cells)
    this.#used = state.used
    this.#free = new Int32Array(Math.max(64, state.free.length))
    this.#free.set(state.free)
    this.#freeCount = state.free.length
  }

  #takeNew(): number {
    if (this.#used === this.#capacity) {
      this.#capacity *= 2
      this.integers = grown(this.integers, new Int32Array(this.#capacity * this.#intWidth))
      this.cells = grown(this.cells, new Float64Array(this.#capacity * this.#width))
    }
    this.#used += 1
    return this.#used - 1
  }
}
