/** A key that acts when it is let go, unless something else was done while it was held. */
export class HeldKey {
  #act: (() => void) | null = null

  press(act: () => void): void {
    this.#act = act
  }

  /** Held for something else: Space and a drag move the view. */
  spoil(): void {
    this.#act = null
  }

  release(): void {
    const act = this.#act
    this.#act = null
    act?.()
  }
}
