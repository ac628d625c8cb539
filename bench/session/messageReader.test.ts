import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MessageReader } from './messageReader.ts'

it('tells how each message begins, wherever its bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(anyMessage(), { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 40 }),
      (messages, cuts) => {
        const heard: Message[] = []
        const reader = new MessageReader(({ kind, content }) =>
          heard.push({ kind, content: Buffer.from(content) }),
        )

        for (const block of cut(Buffer.concat(messages.map(written)), cuts)) reader.take(block)

        expect(heard).toEqual(
          messages.map(({ kind, content }) => ({ kind, content: content.subarray(0, 16) })),
        )
      },
    ),
    { seed: 20_261_122 },
  )
})

it('waits for the last byte of a message', () => {
  let count = 0
  const reader = new MessageReader(() => {
    count += 1
  })
  const bytes = written({ kind: 'bytes', content: Buffer.alloc(50_000) })

  reader.take(bytes.subarray(0, -1))
  expect(count).toBe(0)
  reader.take(bytes.subarray(-1))
  expect(count).toBe(1)
})

it('passes over what nobody has to know of', () => {
  const kinds: string[] = []
  const reader = new MessageReader(({ kind }) => kinds.push(kind))
  const ping = Buffer.of(0x89, 2, 1, 2)

  reader.take(Buffer.concat([ping, written({ kind: 'text', content: Buffer.from('2') })]))

  expect(kinds).toEqual(['text'])
})

interface Message {
  readonly kind: 'text' | 'bytes' | 'farewell'
  readonly content: Buffer
}

/** The sizes at which a head is written in another way, and those beside them. */
const SIZES = [0, 1, 15, 16, 17, 125, 126, 127, 65_535, 65_536, 70_000]

function anyMessage(): fc.Arbitrary<Message> {
  return fc.record({
    kind: fc.constantFrom('text', 'bytes', 'farewell'),
    content: fc
      .tuple(fc.constantFrom(...SIZES), fc.integer({ min: 0, max: 255 }))
      .map(([size, first]) => Buffer.alloc(size, Buffer.of(first, 7, 255 - first))),
  })
}

/** As a server sends it: whole, and without a mask. */
function written({ kind, content }: Message): Buffer {
  const first = { text: 0x81, bytes: 0x82, farewell: 0x88 }[kind]
  if (content.length < 126) return Buffer.concat([Buffer.of(first, content.length), content])
  const head = Buffer.alloc(content.length < 65_536 ? 4 : 10)
  head[0] = first
  head[1] = head.length === 4 ? 126 : 127
  if (head.length === 4) head.writeUInt16BE(content.length, 2)
  else head.writeBigUInt64BE(BigInt(content.length), 2)
  return Buffer.concat([head, content])
}

/** Blocks of these lengths by turns, each in the same memory as the one before. */
function* cut(bytes: Buffer, lengths: readonly number[]): Generator<Buffer> {
  const memory = Buffer.alloc(Math.max(...lengths))
  let at = 0
  for (let block = 0; at < bytes.length; block += 1) {
    const length = Math.min(lengths[block % lengths.length] as number, bytes.length - at)
    bytes.copy(memory, 0, at, at + length)
    yield memory.subarray(0, length)
    at += length
  }
}
