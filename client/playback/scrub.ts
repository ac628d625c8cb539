// Moments that somebody asks for faster than they can be shown: one is on its way, and of those asked
// for meanwhile only the newest follows it.

export class Scrub {
  readonly #show: (ns: number) => Promise<unknown>
  #wantedNs: number | null = null
  #isUnderWay = false

  constructor(show: (ns: number) => Promise<unknown>) {
    this.#show = show
  }

  async to(ns: number): Promise<void> {
    this.#wantedNs = ns
    if (this.#isUnderWay) return
    this.#isUnderWay = true
    try {
      while (this.#wantedNs !== null) {
        const nextNs: number = this.#wantedNs
        this.#wantedNs = null
        await this.#show(nextNs)
      }
    } finally {
      this.#isUnderWay = false
    }
  }
}
