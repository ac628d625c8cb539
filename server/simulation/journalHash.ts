// The hash of a history: 128 bits over whole 32-bit words, fast enough to see every record of a run.
// It tells histories apart by accident, not against an adversary; nothing rests on its secrecy.

/** How records lie in words, and what of them is hashed: the first eight, and four more of some kinds. */
export interface RecordForm {
  readonly width: number
  isLong(words: Uint32Array, at: number): boolean
}

export type HashState = readonly [number, number, number, number]

/** Odd, with some half of their bits set: multiplying by them loses nothing. */
const FACTORS = [0x239b_961b, 0xab0e_9789, 0x38b3_4ae5, 0xa1e3_8b93] as const
const [FACTOR_A, FACTOR_B, FACTOR_C, FACTOR_D] = FACTORS

/**
 * Four lanes, each of which takes in a word by a step that can be undone, so that histories which differ in
 * one word differ for ever; after each record a lane goes into the one before it.
 */
export class JournalHash {
  #a = 0x243f_6a88
  #b = 0x85a3_08d3 | 0
  #c = 0x1319_8a2e
  #d = 0x0370_7344

  /** The records whose words begin at `start` and end at `end`. */
  fold(words: Uint32Array, start: number, end: number, form: RecordForm): void {
    let a = this.#a
    let b = this.#b
    let c = this.#c
    let d = this.#d
    for (let at = start; at < end; at += form.width) {
      a = Math.imul(rotate(a, 13) ^ (words[at] as number), FACTOR_A)
      b = Math.imul(rotate(b, 15) ^ (words[at + 1] as number), FACTOR_B)
      c = Math.imul(rotate(c, 17) ^ (words[at + 2] as number), FACTOR_C)
      d = Math.imul(rotate(d, 19) ^ (words[at + 3] as number), FACTOR_D)
      a = Math.imul(rotate(a, 15) ^ (words[at + 4] as number), FACTOR_A)
      b = Math.imul(rotate(b, 17) ^ (words[at + 5] as number), FACTOR_B)
      c = Math.imul(rotate(c, 19) ^ (words[at + 6] as number), FACTOR_C)
      d = Math.imul(rotate(d, 13) ^ (words[at + 7] as number), FACTOR_D)
      if (form.isLong(words, at)) {
        a = Math.imul(rotate(a, 17) ^ (words[at + 8] as number), FACTOR_A)
        b = Math.imul(rotate(b, 19) ^ (words[at + 9] as number), FACTOR_B)
        c = Math.imul(rotate(c, 13) ^ (words[at + 10] as number), FACTOR_C)
        d = Math.imul(rotate(d, 15) ^ (words[at + 11] as number), FACTOR_D)
      }
      a = (a + b) | 0
      b = (b + c) | 0
      c = (c + d) | 0
      d = (d + a) | 0
    }
    this.#a = a
    this.#b = b
    this.#c = c
    this.#d = d
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
