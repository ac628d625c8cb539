// A run that goes back is there twice for a moment: as it is shown, and on its way. Both together may take
// so much more memory than the one did; then the one on show has to go.

export interface SecondRunLimits {
  /** Of memory, that the session takes now. */
  readonly bytesTaken: () => number
  /** That it may take more, for the second run. */
  readonly secondRunBytesMax: number
}

const NO_LIMITS: SecondRunLimits = { bytesTaken: () => 0, secondRunBytesMax: Infinity }

export class SecondRun {
  readonly #limits: SecondRunLimits
  #bytesBefore = 0

  constructor(limits: SecondRunLimits = NO_LIMITS) {
    this.#limits = limits
  }

  /** There is one run, and soon there will be two. */
  begin(): void {
    this.#bytesBefore = this.#limits.bytesTaken()
  }

  get isTooMuch(): boolean {
    const { bytesTaken, secondRunBytesMax } = this.#limits
    return bytesTaken() - this.#bytesBefore > secondRunBytesMax
  }
}
