// A document as a part of an address: compressed, and written with the characters that every program
// leaves alone. What comes in is foreign: nothing about it is believed, its size least of all.

import { DOCUMENT_BYTES_MAX } from '#shared/topology/limits.ts'

/** Characters of a code. Longer addresses are cut off by some programs. */
export const CODE_LENGTH_MAX = 64_000

/** The first byte: how the rest is to be read. */
const VERSION = 1

export type Encoded =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'tooLong'; readonly length: number }

export type Decoded =
  | { readonly kind: 'text'; readonly text: string }
  /** `reason` is a sentence for the person. */
  | { readonly kind: 'refused'; readonly reason: string }

export async function encodeShared(text: string): Promise<Encoded> {
  const bytes = new TextEncoder().encode(text)
  const packed = await bytesFrom(through(bytes, new CompressionStream('deflate-raw')), Infinity)
  const length = Math.ceil(((packed.length + 1) * 4) / 3)
  if (length > CODE_LENGTH_MAX) return { kind: 'tooLong', length }
  const whole = new Uint8Array(packed.length + 1)
  whole[0] = VERSION
  whole.set(packed, 1)
  return { kind: 'code', code: textOf(whole) }
}

export async function decodeShared(code: string): Promise<Decoded> {
  if (code.length > CODE_LENGTH_MAX)
    return refused('This link is longer than any that Millrace makes.')
  const bytes = bytesOf(code)
  if (bytes === null || bytes.length < 2)
    return refused('This link is damaged: it was perhaps cut off when it was copied.')
  if (bytes[0] !== VERSION)
    return refused('This link was made by another version of Millrace. Ask for the file instead.')
  try {
    const packed = through(bytes.subarray(1), new DecompressionStream('deflate-raw'))
    const text = await bytesFrom(packed, DOCUMENT_BYTES_MAX)
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(text) }
  } catch (error) {
    if (error instanceof TooLarge)
      return refused('What this link holds is larger than a topology may be.')
    return refused('This link is damaged: it was perhaps cut off when it was copied.')
  }
}

class TooLarge extends Error {}

function refused(reason: string): Decoded {
  return { kind: 'refused', reason }
}

function through(
  bytes: Uint8Array,
  by: GenericTransformStream,
): ReadableStreamDefaultReader<Uint8Array> {
  const writer = (by.writable as WritableStream<Uint8Array>).getWriter()
  // What goes wrong shows where it is read.
  writer.write(bytes).catch(() => undefined)
  writer.close().catch(() => undefined)
  return (by.readable as ReadableStream<Uint8Array>).getReader()
}

/** Gives up as soon as more comes than may. */
async function bytesFrom(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  bytesMax: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length
    if (length > bytesMax) {
      await reader.cancel().catch(() => undefined)
      throw new TooLarge()
    }
    chunks.push(read.value)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

/** base64url without padding. */
function textOf(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function bytesOf(code: string): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]*$/.test(code) || code.length % 4 === 1) return null
  const binary = atob(code.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
