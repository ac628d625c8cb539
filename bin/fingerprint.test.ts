import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { sourceFingerprint } from './fingerprint.mjs'

describe('sourceFingerprint', () => {
  it('changes with the content, the name and the presence of a source', () => {
    const { root, write, remove } = setUp()
    const seen = [sourceFingerprint(root)]

    write('server/main.ts', 'export {}\n')
    seen.push(sourceFingerprint(root))
    write('client/App.tsx', '')
    seen.push(sourceFingerprint(root))
    remove('server/main.ts')
    seen.push(sourceFingerprint(root))

    expect(new Set(seen).size).toBe(4)
  })

  it('tells apart the same text in other files', () => {
    const { root, write } = setUp()
    write('server/a.ts', 'one')
    write('server/b.ts', '')
    const before = sourceFingerprint(root)

    write('server/a.ts', '')
    write('server/b.ts', 'one')

    expect(sourceFingerprint(root)).not.toBe(before)
  })

  it('stays when nothing that is built has changed', () => {
    const { root, write } = setUp()
    const before = sourceFingerprint(root)

    write('README.md', 'about')
    write('server/main.test.ts', 'it()')
    write('server/broker/channel.conformance.ts', 'it()')
    utimesSync(join(root, 'server/main.ts'), 1, 1)

    expect(sourceFingerprint(root)).toBe(before)
  })
})

const roots: string[] = []

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true })
})

function setUp() {
  const root = mkdtempSync(join(tmpdir(), 'millrace-fingerprint-'))
  roots.push(root)
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  write('server/main.ts', 'export const port = 1\n')
  return { root, write, remove: (path: string) => rmSync(join(root, path)) }
}
