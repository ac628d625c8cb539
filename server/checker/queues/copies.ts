// The copies inside one queue, by event.

import type { Copy } from './copy.ts'

export class Copies {
  readonly #byEvent = new Map<number, Copy[]>()
  #waiting = 0
  #out = 0
  /** How long all that wait no more have waited, in nanoseconds. */
  #waitedNs = 0

  get waiting(): number {
    return this.#waiting
  }

  get out(): number {
    return this.#out
  }

  /** Of all copies together, in nanoseconds: by Little's law what waits, summed over time. */
  waitedUntil(atNs: number): number {
    let waited = this.#waitedNs
    for (const copy of this.all()) if (!copy.isOut) waited += atNs - copy.waitsSince
    return waited
  }

  of(event: number): readonly Copy[] {
    return this.#byEvent.get(event) ?? NONE
  }

  *all(): Generator<Copy> {
    for (const copies of this.#byEvent.values()) yield* copies
  }

  add(copy: Copy): void {
    this.#waiting += 1
    const others = this.#byEvent.get(copy.event)
    if (!others) {
      this.#byEvent.set(copy.event, [copy])
      return
    }
    others.push(copy)
    for (const each of others) each.isAmbiguous = true
  }

  handOut(copy: Copy, atNs: number): void {
    if (!copy.isOut) {
      this.#out += 1
      this.#waiting -= 1
      this.#waitedNs += atNs - copy.waitsSince
    }
    copy.isOut = true
  }

  takeBack(copy: Copy, atNs: number): void {
    if (copy.isOut) {
      this.#out -= 1
      this.#waiting += 1
      copy.waitsSince = atNs
    }
    copy.isOut = false
  }

  end(copy: Copy, atNs: number): void {
    if (copy.isOut) this.#out -= 1
    else {
      this.#waiting -= 1
      this.#waitedNs += atNs - copy.waitsSince
    }
    copy.isOver = true
    const left = this.of(copy.event).filter((each) => each !== copy)
    if (left.length > 0) this.#byEvent.set(copy.event, left)
    else this.#byEvent.delete(copy.event)
  }
}

const NONE: readonly Copy[] = []
