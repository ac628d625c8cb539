// Numbers for payloads, each a function of a text: a field's value does not depend on its neighbours,
// so a new field in a schema leaves the others as they were.

/** Evenly spread numbers of 32 bits, starting from the text. */
export class Draws {
  #state: number

  constructor(text: string) {
    this.#state = hashOf(text)
  }

  /** From 0 up to 1, without 1. */
  fraction(): number {
    return this.#next() / 4_294_967_296
  }

  /** A whole number from `min` to `max`, both of them. */
  whole(min: number, max: number): number {
    return Math.min(max, min + Math.floor(this.fraction() * (max - min + 1)))
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.whole(0, items.length - 1)]
  }

  /** splitmix32 */
  #next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
}

/** FNV-1a over code units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash
}
