// What could not be written is tried again: soon at first, then less and less often, and at once when
// somebody asks for it or when something else of the same folder, which had failed too, has worked.

const FIRST_MS = 1000
const DELAY_MS_MAX = 30_000

/** Of how soon that is, in a sentence. */
export const SOON_AGAIN = 'tried again within half a minute'

export class Retry {
  /** All of the same folder that have failed. */
  readonly #failed: Set<Retry>
  readonly #attempt: () => void
  readonly #firstMs: number
  #delayMs: number
  #timer: NodeJS.Timeout | null = null

  /** `attempt` ends in a call of `failed` or `succeeded`. */
  constructor(failed: Set<Retry>, attempt: () => void, firstMs: number = FIRST_MS) {
    this.#failed = failed
    this.#attempt = attempt
    this.#firstMs = firstMs
    this.#delayMs = firstMs
  }

  /** It has failed, and its next turn has not come yet. */
  get isWaiting(): boolean {
    return this.#timer !== null
  }

  failed(): void {
    this.#failed.add(this)
    if (this.#timer !== null) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#attempt()
    }, this.#delayMs).unref()
    this.#delayMs = Math.min(2 * this.#delayMs, DELAY_MS_MAX)
  }

  succeeded(): void {
    const hadFailed = this.#failed.has(this)
    this.stop()
    if (!hadFailed) return
    for (const other of [...this.#failed]) other.now()
  }

  /** Somebody asks for it: where it waits, it waits no longer. */
  now(): void {
    if (this.#timer === null) return
    clearTimeout(this.#timer)
    this.#timer = null
    this.#delayMs = this.#firstMs
    this.#attempt()
  }

  /** It is wanted no more. */
  stop(): void {
    this.#failed.delete(this)
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#delayMs = this.#firstMs
  }
}
