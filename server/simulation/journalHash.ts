// The hash of a history: 128 bits over whole 32-bit words, fast enough to see every record of a run.
// It tells histories apart by accident, not against an adversary; nothing rests on its secrecy.

const HASH_LANES = 4

export type HashState = readonly [number, number, number, number]

export class JournalHash {
  #a = 0x243f_6a88
  #b = 0x85a3_08d3
  #c = 0x1319_8a2e
  #d = 0x0370_7344

  /** `words` from `start` up to `end`; their number is a multiple of HASH_LANES. */
  fold(words: Uint32Array, start: number, end: number): void {
    let a = this.#a
    let b = this.#b
    let c = this.#c
    let d = this.#d
    for (let at = start; at < end; at += HASH_LANES) {
      a = Math.imul(rotate(a ^ Math.imul(words[at] as number, 0x239b_961b), 15), 5) + b
      b = Math.imul(rotate(b ^ Math.imul(words[at + 1] as number, 0xab0e_9789), 16), 9) + c
      c = Math.imul(rotate(c ^ Math.imul(words[at + 2] as number, 0x38b3_4ae5), 17), 13) + d
      d = Math.imul(rotate(d ^ Math.imul(words[at + 3] as number, 0xa1e3_8b93), 18), 21) + a
    }
    this.#a = a | 0
    this.#b = b | 0
    this.#c = c | 0
    this.#d = d | 0
  }

  /** 32 hexadecimal digits. */
  digest(length: number): string {
    const lanes = [this.#a ^ length, this.#b, this.#c, this.#d].map(scrambled)
    const sum = lanes.reduce((total, lane) => (total + lane) | 0, 0)
    return lanes.map((lane) => (scrambled(lane ^ sum) >>> 0).toString(16).padStart(8, '0')).join('')
  }

  save(): HashState {
    return [this.#a, this.#b, this.#c, this.#d]
  }

  restore(state: HashState): void {
    ;[this.#a, this.#b, this.#c, this.#d] = state
  }
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}

function scrambled(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85eb_ca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2_ae35)
  return twice ^ (twice >>> 16)
}
