import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalText } from '#shared/topology/canonical.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { CODE_LENGTH_MAX, decodeShared, encodeShared } from './shareCode.ts'

const DAMAGED = 'This link is damaged: it was perhaps cut off when it was copied.'

describe('a document in a link', () => {
  it('comes out as it went in, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async (text) => {
        const encoded = await encodeShared(text)
        if (encoded.kind !== 'code') throw new Error('it is short')

        expect(encoded.code).toMatch(/^[A-Za-z0-9_-]+$/)
        // A lone surrogate is no text: it cannot be written as UTF-8.
        expect(await decodeShared(encoded.code)).toEqual({
          kind: 'text',
          text: Buffer.from(text).toString(),
        })
      }),
    )
  })

  it('takes a fraction of its length', async () => {
    const text = canonicalText(exampleTopology())

    const encoded = await encodeShared(text)

    expect(encoded.kind === 'code' && encoded.code.length).toBeLessThan(text.length / 3)
  })

  it('is not made where it would be too long', async () => {
    const noise = Array.from({ length: 60_000 }, (_, n) =>
      ((n * 2_654_435_761) % 2 ** 32).toString(36),
    )

    expect(await encodeShared(noise.join(''))).toMatchObject({ kind: 'tooLong' })
  })

  it('that is a bomb is given up before it goes off', async () => {
    const bomb = Buffer.concat([Buffer.from([1]), deflateRawSync(Buffer.alloc(40_000_000))])
    const code = bomb.toString('base64url')
    expect(code.length).toBeLessThan(CODE_LENGTH_MAX)

    expect(await decodeShared(code)).toEqual({
      kind: 'refused',
      reason: 'What this link holds is larger than a topology may be.',
    })
  })

  it('that was cut off, changed or made up is refused with a sentence', async () => {
    const encoded = await encodeShared(canonicalText(exampleTopology()))
    const code = encoded.kind === 'code' ? encoded.code : ''

    for (const broken of ['', 'A', 'AQ', '%%%%', `${code}!`, code.slice(0, -20), 'AQAAAA'])
      expect(await decodeShared(broken)).toEqual({ kind: 'refused', reason: DAMAGED })
    expect(await decodeShared(`Ag${code.slice(2)}`)).toMatchObject({
      reason: expect.stringContaining('another version'),
    })
    expect(await decodeShared('A'.repeat(CODE_LENGTH_MAX + 1))).toMatchObject({
      reason: expect.stringContaining('longer than any'),
    })
  })

  it('never throws, whatever somebody writes into an address', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const code = Buffer.from([1, ...bytes]).toString('base64url')

        expect(['text', 'refused']).toContain((await decodeShared(code)).kind)
      }),
    )
  })
})
