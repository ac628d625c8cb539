// Numbers kept in columns and named by whole handles: nothing is allocated for a message, an event or
// a delivery. Handles are used again after they were freed.

import { assert } from '#shared/lib/assert.ts'

export interface ColumnsState {
  readonly used: number
  readonly free: readonly number[]
  readonly columns: readonly (readonly number[])[]
}

export class Columns {
  readonly #width: number
  /** Row by row: the fields of one row are read together. */
  #cells: Float64Array
  #capacity = 256
  #used = 0
  #free: number[] = []

  constructor(width: number) {
    this.#width = width
    this.#cells = new Float64Array(this.#capacity * width)
  }

  /** Rows in use. */
  get size(): number {
    return this.#used - this.#free.length
  }

  /** A row with all its fields 0. */
  take(): number {
    const freed = this.#free.pop()
    if (freed !== undefined) {
      const start = freed * this.#width
      for (let cell = start; cell < start + this.#width; cell += 1) this.#cells[cell] = 0
      return freed
    }
    if (this.#used === this.#capacity) this.#grow()
    return this.#used++
  }

  give(row: number): void {
    this.#free.push(row)
  }

  get(column: number, row: number): number {
    return this.#cells[row * this.#width + column] as number
  }

  set(column: number, row: number, value: number): void {
    this.#cells[row * this.#width + column] = value
  }

  save(): ColumnsState {
    const rows = Array.from({ length: this.#used }, (_, row) => row)
    return {
      used: this.#used,
      free: [...this.#free],
      columns: Array.from({ length: this.#width }, (_, column) =>
        rows.map((row) => this.get(column, row)),
      ),
    }
  }

  restore(state: ColumnsState): void {
    assert(state.columns.length === this.#width, 'saved rows have the same fields')
    while (this.#capacity < state.used) this.#grow()
    this.#cells.fill(0)
    state.columns.forEach((values, column) => {
      values.forEach((value, row) => {
        this.set(column, row, value)
      })
    })
    this.#used = state.used
    this.#free = [...state.free]
  }

  #grow(): void {
    this.#capacity *= 2
    const larger = new Float64Array(this.#capacity * this.#width)
    larger.set(this.#cells)
    this.#cells = larger
  }
}
