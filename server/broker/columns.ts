// Numbers kept in columns and named by whole handles: nothing is allocated for a message, an event or
// a delivery. Handles are used again after they were freed.

import { assert } from '#shared/lib/assert.ts'

export interface ColumnsState {
  readonly used: number
  readonly free: readonly number[]
  readonly columns: readonly (readonly number[])[]
}

export class Columns {
  readonly #columns: Float64Array[]
  #used = 0
  #free: number[] = []

  constructor(width: number) {
    this.#columns = Array.from({ length: width }, () => new Float64Array(256))
  }

  /** Rows in use. */
  get size(): number {
    return this.#used - this.#free.length
  }

  /** A row with all its fields 0. */
  take(): number {
    const freed = this.#free.pop()
    if (freed !== undefined) {
      for (const column of this.#columns) column[freed] = 0
      return freed
    }
    if (this.#used === (this.#columns[0] as Float64Array).length) this.#grow()
    return this.#used++
  }

  give(row: number): void {
    this.#free.push(row)
  }

  get(column: number, row: number): number {
    return (this.#columns[column] as Float64Array)[row] as number
  }

  set(column: number, row: number, value: number): void {
    ;(this.#columns[column] as Float64Array)[row] = value
  }

  save(): ColumnsState {
    return {
      used: this.#used,
      free: [...this.#free],
      columns: this.#columns.map((column) => Array.from(column.subarray(0, this.#used))),
    }
  }

  restore(state: ColumnsState): void {
    assert(state.columns.length === this.#columns.length, 'saved rows have the same fields')
    this.#used = 0
    while ((this.#columns[0] as Float64Array).length < state.used) this.#grow()
    state.columns.forEach((values, index) => {
      ;(this.#columns[index] as Float64Array).set(values)
    })
    this.#used = state.used
    this.#free = [...state.free]
  }

  #grow(): void {
    this.#columns.forEach((column, index) => {
      const larger = new Float64Array(column.length * 2)
      larger.set(column)
      this.#columns[index] = larger
    })
  }
}
