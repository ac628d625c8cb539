// When the view has come to rest. React Flow says that a movement is over a while after it was, whether or
// not another has begun since: what moves in that case is a flight, and whoever sets the view breaks it off.

/** When things happen; passed in, so that tests decide. */
export interface Moments {
  /** Answers what calls it off. */
  readonly after: (ms: number, act: () => void) => () => void
  /** Once the next frame has been drawn. */
  readonly afterFrame: (act: () => void) => () => void
}

/** The view is at rest when it has not moved for so long. */
export const REST_MS = 150

export class RestWatch {
  readonly #onRest: () => void
  readonly #moments: Moments
  #callOff: (() => void) | null = null

  constructor(onRest: () => void, moments: Moments = BROWSER) {
    this.#onRest = onRest
    this.#moments = moments
  }

  /** Something moves the view from now on: it rests no sooner than after the next `move`. */
  begin(): void {
    this.#callOff?.()
    this.#callOff = null
  }

  /** The view has moved, or stopped. */
  move(): void {
    this.begin()
    const { after, afterFrame } = this.#moments
    // In the next frame, a flight goes on that long frames have held up, and one begins that was asked for.
    this.#callOff = after(REST_MS, () => {
      this.#callOff = afterFrame(() => {
        this.#callOff = null
        this.#onRest()
      })
    })
  }
}

const BROWSER: Moments = {
  after: (ms, act) => {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  },
  afterFrame: (act) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(act)
    })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  },
}
