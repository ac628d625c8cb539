// The mark that was said to be under the pointer. A press there means it, though it has gone on since.

import type { PickedMark } from './pickMark.ts'

/** For so long: the pointer may rest for minutes. */
const SAID_MS = 1500

/** Of a pointer's event, in pixels and milliseconds. */
type Moment = Pick<MouseEvent, 'clientX' | 'clientY' | 'timeStamp'>

export class SaidMark {
  #mark: PickedMark | null = null
  #at: Moment = { clientX: 0, clientY: 0, timeStamp: 0 }

  /** Null: there was none. */
  say(mark: PickedMark | null, { clientX, clientY, timeStamp }: Moment): void {
    this.#mark = mark
    this.#at = { clientX, clientY, timeStamp }
  }

  /** Null: something else was pressed, or too late. Clicks come in whole pixels, moves in parts of them. */
  meantBy({ clientX, clientY, timeStamp }: Moment): PickedMark | null {
    const at = this.#at
    const isThere = Math.abs(at.clientX - clientX) < 1 && Math.abs(at.clientY - clientY) < 1
    return isThere && timeStamp - at.timeStamp < SAID_MS ? this.#mark : null
  }
}
