// Columns beside those of a store that few drawings need: they take no room before something other than
// 0 is written to them. There is a class for each kind of array, so that the code which reads one meets
// no other.

import { grown } from '../engine/grown.ts'

/** Of its rows: empty while there is no column. */
export type RareColumnState = Int32Array | Float64Array

/** What a store does with the columns beside its own. */
export interface RareColumn {
  /** There is room for so many rows from now on. */
  fit(rows: number): void
  /** A view, to be copied by whoever keeps it. */
  save(used: number): RareColumnState
  /** Room is there already. */
  restore(state: RareColumnState): void
}

export class RareIntegers implements RareColumn {
  /** Row by row, at row * width + column; null: all are 0. Another array takes its place as rows are added. */
  values: Int32Array | null = null
  readonly #width: number
  #rows = 0

  constructor(width = 1) {
    this.#width = width
  }

  /** Makes the column, unless it is there. */
  made(): Int32Array {
    this.values ??= new Int32Array(this.#rows * this.#width)
    return this.values
  }

  /** Only of a column with a width of 1, as is `set`. */
  get(row: number): number {
    return this.values === null ? 0 : (this.values[row] as number)
  }

  set(row: number, value: number): void {
    if (this.values !== null) this.values[row] = value
    else if (value !== 0) this.made()[row] = value
  }

  fit(rows: number): void {
    this.#rows = rows
    if (this.values !== null) this.values = grown(this.values, new Int32Array(rows * this.#width))
  }

  save(used: number): Int32Array {
    return this.values?.subarray(0, used * this.#width) ?? new Int32Array(0)
  }

  restore(state: RareColumnState): void {
    this.values = null
    if (state.length > 0) this.made().set(state)
  }
}

export class RareNumbers implements RareColumn {
  /** By row; null: all are 0. Another array takes its place as rows are added. */
  values: Float64Array | null = null
  #rows = 0

  /** Makes the column, unless it is there. */
  made(): Float64Array {
    this.values ??= new Float64Array(this.#rows)
    return this.values
  }

  get(row: number): number {
    return this.values === null ? 0 : (this.values[row] as number)
  }

  set(row: number, value: number): void {
    if (this.values !== null) this.values[row] = value
    else if (value !== 0) this.made()[row] = value
  }

  fit(rows: number): void {
    this.#rows = rows
    if (this.values !== null) this.values = grown(this.values, new Float64Array(rows))
  }

  save(used: number): Float64Array {
    return this.values?.subarray(0, used) ?? new Float64Array(0)
  }

  restore(state: RareColumnState): void {
    this.values = null
    if (state.length > 0) this.made().set(state)
  }
}
