// Numbers that change with every event, four to a row, side by side in one array. As numbers of an object, or in
// an array of its own, each would lie somewhere else in memory and cost a read of its own.

import { grown } from './grown.ts'

const WIDTH = 4

export class Cells {
  /** Another array takes its place as rows are added. */
  numbers = new Float64Array(WIDTH * 64)
  #length = 0
  readonly #free: number[] = []

  /**
   * The index of the first of four cells, which are 0. Who is made anew again and again gives them back; what an edit
   * makes keeps them, some 100 bytes a box, to the end of the run.
   */
  take(): number {
    const free = this.#free.pop()
    if (free === undefined) return this.#takeNew()
    this.numbers.fill(0, free, free + WIDTH)
    return free
  }

  /** Four cells that nobody uses any more. */
  give(at: number): void {
    this.#free.push(at)
  }

  #takeNew(): number {
    const at = this.#length
    if (at === this.numbers.length)
      this.numbers = grown(this.numbers, new Float64Array(this.numbers.length * 2))
    this.#length += WIDTH
    return at
  }
}
