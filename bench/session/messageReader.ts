// Reads the WebSocket messages of a server without keeping them: of each, only how it begins.

/** Enough to tell what a text is about, and which frame some bytes are. */
const BEGINNING = 16
/** A head says how long the content is: in itself, or in so many bytes. */
const HEAD_MAX = 10
const IN_TWO_BYTES = 126
const IN_EIGHT_BYTES = 127

const KINDS: Readonly<Partial<Record<number, Beginning['kind']>>> = {
  1: 'text',
  2: 'bytes',
  8: 'farewell',
}

export interface Beginning {
  readonly kind: 'text' | 'bytes' | 'farewell'
  /** Up to sixteen bytes of the content; the next message overwrites them. */
  readonly content: Buffer
}

export class MessageReader {
  readonly #hear: (beginning: Beginning) => void
  readonly #begun = Buffer.alloc(HEAD_MAX + BEGINNING)
  #length = 0
  /** Of `#begun`, until more can be told. */
  #wanted = 2
  /** Bytes of the message that come after what is kept. */
  #rest = 0

  /** `hear`: of a message that is here from the first byte to the last. */
  constructor(hear: (beginning: Beginning) => void) {
    this.#hear = hear
  }

  /** What came next; the block may be used for something else afterwards. */
  take(block: Uint8Array): void {
    let at = 0
    while (at < block.length)
      at += this.#rest > 0 ? this.#skip(block.length - at) : this.#keep(block[at] as number)
  }

  #skip(available: number): number {
    const skipped = Math.min(this.#rest, available)
    this.#rest -= skipped
    if (this.#rest === 0) this.#end()
    return skipped
  }

  #keep(byte: number): number {
    this.#begun[this.#length] = byte
    this.#length += 1
    if (this.#length < this.#wanted) return 1
    const contentFrom = this.#contentFrom
    this.#wanted = contentFrom
    if (this.#length < contentFrom) return 1
    const size = this.#size
    const kept = Math.min(size, BEGINNING)
    this.#wanted = contentFrom + kept
    if (this.#length < this.#wanted) return 1
    this.#rest = size - kept
    if (this.#rest === 0) this.#end()
    return 1
  }

  #end(): void {
    const kind = KINDS[this.#begun.readUInt8(0) & 0x0f]
    const content = this.#begun.subarray(this.#contentFrom, this.#length)
    this.#length = 0
    this.#wanted = 2
    if (kind) this.#hear({ kind, content })
  }

  get #contentFrom(): number {
    const size = this.#begun.readUInt8(1)
    if (size === IN_EIGHT_BYTES) return HEAD_MAX
    return size === IN_TWO_BYTES ? 4 : 2
  }

  get #size(): number {
    const size = this.#begun.readUInt8(1)
    if (size === IN_EIGHT_BYTES) return Number(this.#begun.readBigUInt64BE(2))
    return size === IN_TWO_BYTES ? this.#begun.readUInt16BE(2) : size
  }
}
