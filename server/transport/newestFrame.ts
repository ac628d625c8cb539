// A server that comes late finds several frames of a run at once. Only the newest is sent, with what the
// others tell: watchers who take in one frame at a time would get the oldest, and do without the others.

import { mergedFrames } from '#shared/protocol/mergedFrames.ts'

export class NewestFrame {
  readonly #send: (frame: ArrayBuffer) => void
  readonly #later: (work: () => void) => void
  #waiting: ArrayBuffer | null = null

  constructor(
    send: (frame: ArrayBuffer) => void,
    later: (work: () => void) => void = (work) => setImmediate(work),
  ) {
    this.#send = send
    this.#later = later
  }

  show(frame: ArrayBuffer): void {
    const overtaken = this.#waiting
    this.#waiting = overtaken === null ? frame : mergedFrames(overtaken, frame)
    if (overtaken === null) this.#later(() => this.sendNow())
  }

  /** Before other news: what comes after them is of another moment, perhaps. */
  sendNow(): void {
    const frame = this.#waiting
    this.#waiting = null
    if (frame) this.#send(frame)
  }
}
