// The hash of a history: 128 bits over whole 32-bit words, fast enough to see every record of a run.
// It tells histories apart by accident, not against an adversary; nothing rests on its secrecy.

const HASH_LANES = 4

/** Records of `width` words each. The hash sees the first `hashed` of them, a multiple of HASH_LANES. */
export interface RecordForm {
  readonly width: number
  readonly hashed: number
}

export type HashState = readonly [number, number, number, number]

export class JournalHash {
  #a = 0x243f_6a88
  #b = 0x85a3_08d3
  #c = 0x1319_8a2e
  #d = 0x0370_7344

  /** The records whose words begin at `start` and end at `end`. */
  fold(words: Uint32Array, start: number, end: number, { width, hashed }: RecordForm): void {
    let a = this.#a
    let b = this.#b
    let c = this.#c
    let d = this.#d
    for (let record = start; record < end; record += width)
      for (let at = record; at < record + hashed; at += HASH_LANES) {
        a = (Math.imul(rotate(a ^ Math.imul(words[at] as number, 0x239b_961b), 15), 5) + b) | 0
        b = (Math.imul(rotate(b ^ Math.imul(words[at + 1] as number, 0xab0e_9789), 16), 9) + c) | 0
        c = (Math.imul(rotate(c ^ Math.imul(words[at + 2] as number, 0x38b3_4ae5), 17), 13) + d) | 0
        d = (Math.imul(rotate(d ^ Math.imul(words[at + 3] as number, 0xa1e3_8b93), 18), 21) + a) | 0
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
