// A saved state as bytes: nothing in it can be changed by the run that goes on. Its large columns are
// kept in blocks, and a block that is as it was in an earlier state is shared with that one: what a log
// has kept for ten minutes is kept once, not once a checkpoint.

import { Deserializer, Serializer } from 'node:v8'
import { assert } from '#shared/lib/assert.ts'

const BLOCK_BYTES = 65_536

/** Shorter columns travel with the rest of the state. */
const COLUMN_BYTES_MIN = 16_384

export interface Block {
  readonly bytes: Uint8Array
}

interface Column {
  /** Among all arrays of the state, long and short: those of a run become columns as they grow. */
  readonly place: number
  readonly byteLength: number
  readonly blocks: readonly Block[]
}

export interface PackedState {
  /** All but the large columns. */
  readonly body: Uint8Array
  readonly columns: readonly Column[]
}

/** `like`: an earlier state of the same run, to share blocks with. */
export function pack(state: unknown, like: PackedState | null): PackedState {
  const packer = new Packer(like)
  packer.writeHeader()
  packer.writeValue(state)
  return { body: packer.releaseBuffer(), columns: packer.columns }
}

/** A state of its own: whoever gets it may change it. */
export function unpack({ body, columns }: PackedState): unknown {
  const unpacker = new Unpacker(body, columns)
  unpacker.readHeader()
  return unpacker.readValue()
}

const KINDS = [Float64Array, Int32Array, Uint32Array, Uint8Array] as const

class Packer extends Serializer {
  readonly columns: Column[] = []
  readonly #like: ReadonlyMap<number, Column>
  #place = 0

  constructor(like: PackedState | null) {
    super()
    this.#like = new Map(like?.columns.map((column) => [column.place, column]))
    treatViewsAsHostObjects(this)
  }

  /** Called for every typed array of the state. */
  _writeHostObject(view: ArrayBufferView): void {
    const kind = KINDS.findIndex((Kind) => view instanceof Kind)
    assert(kind >= 0, 'a saved state has typed arrays of the kinds known here')
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
    const isColumn = bytes.length >= COLUMN_BYTES_MIN
    const place = this.#place
    this.#place += 1
    this.writeUint32(kind)
    this.writeUint32(isColumn ? 1 : 0)
    if (isColumn) {
      this.writeUint32(this.columns.length)
      this.columns.push({
        place,
        byteLength: bytes.length,
        blocks: blocksOf(bytes, this.#like.get(place)),
      })
      return
    }
    this.writeUint32(bytes.length)
    this.writeRawBytes(bytes)
  }
}

class Unpacker extends Deserializer {
  readonly #columns: readonly Column[]

  constructor(body: Uint8Array, columns: readonly Column[]) {
    super(body)
    this.#columns = columns
  }

  _readHostObject(): unknown {
    const Kind = KINDS[this.readUint32()]
    assert(Kind, 'what was packed is of a kind known here')
    const isColumn = this.readUint32() === 1
    const number = this.readUint32()
    return new Kind(isColumn ? this.#columnBytes(number) : this.#bytes(number))
  }

  #bytes(length: number): ArrayBuffer {
    return new Uint8Array(this.readRawBytes(length)).buffer
  }

  #columnBytes(number: number): ArrayBuffer {
    const column = this.#columns[number]
    assert(column, 'a packed state has all its columns')
    const whole = new Uint8Array(column.byteLength)
    let from = 0
    for (const { bytes } of column.blocks) {
      whole.set(bytes, from)
      from += bytes.length
    }
    return whole.buffer
  }
}

function blocksOf(bytes: Uint8Array, like: Column | undefined): readonly Block[] {
  const blocks: Block[] = []
  for (let from = 0; from < bytes.length; from += BLOCK_BYTES) {
    const part = bytes.subarray(from, from + BLOCK_BYTES)
    const known = like?.blocks[blocks.length]
    const isSame = known !== undefined && Buffer.compare(known.bytes, part) === 0
    blocks.push(isSame ? known : { bytes: part.slice() })
  }
  return blocks
}

/** Documented by Node, and missing in its types. */
function treatViewsAsHostObjects(serializer: Serializer): void {
  const open = serializer as Serializer & {
    _setTreatArrayBufferViewsAsHostObjects(isWanted: boolean): void
  }
  open._setTreatArrayBufferViewsAsHostObjects(true)
}
