import { describe, expect, it } from 'vitest'
import { documentFindings } from './documents.ts'
import { codeFindings, codeLinesOf, registryFindings, textFindings } from './tidy.ts'

describe('codeFindings', () => {
  it('limits a file to 300 lines of code, tests excepted', () => {
    const long = (lines: number) => 'export {}\n'.repeat(lines)

    expect(codeFindings('server/main.ts', long(300))).toEqual([])
    expect(codeFindings('server/main.ts', long(301))).toEqual([
      'server/main.ts has 301 lines of code: split it, 300 are allowed.',
    ])
    expect(codeFindings('server/main.test.ts', long(301))).toEqual([])
  })

  it('finds what was left behind, and only in code', () => {
    const text = `
      it.only('focuses', () => {})
      describe.only('focuses', () => {})
      debugger
      // it.only('in a comment') and a debugger
      const words = "it.only('in a string')"
      const sizes = only(words)
    `

    expect(codeFindings('server/main.test.ts', text)).toEqual([
      'server/main.test.ts:2 keeps all other tests from running: remove .only.',
      'server/main.test.ts:3 keeps all other tests from running: remove .only.',
      'server/main.test.ts:4 stops in a debugger: remove it.',
    ])
  })

  it('says so when it cannot read a file', () => {
    expect(codeFindings('server/main.ts', 'const = 1')).toEqual([
      expect.stringMatching(/^server\/main\.ts cannot be read: /),
    ])
  })
})

describe('codeLinesOf', () => {
  it('counts lines that hold more than blanks and comments', () => {
    const text = `// A head.

/** Told
 *  at length. */
const text = '// not a comment' // but this is
/* one */ const value = \`
  // still text
\`
`

    expect(codeLinesOf('server/main.ts', text)).toBe(4)
  })
})

describe('textFindings', () => {
  it('finds work left to do, whatever the kind of file', () => {
    const text = `a\n// ${'TO'}${'DO'}: later\n<!-- ${'FIX'}${'ME'} -->\nTODOS and mastodons\n`

    expect(textFindings('README.md', text)).toEqual([
      'README.md:2 leaves something to do: do it.',
      'README.md:3 leaves something to do: do it.',
    ])
  })

  it.each([
    `cd /${'home'}/ada/millrace`,
    `open /${'Users'}/ada/x.json`,
    `C:\\${'Users'}\\ada`,
    `see "/${'root'}/notes"`,
  ])('finds the path of one machine in %s', (line) => {
    expect(textFindings('docs/a.md', line)).toEqual(['docs/a.md:1 names a path of one machine.'])
  })

  it('finds the name of a package registry', () => {
    const line = `registry=https://${'registry'}.example.org/npm`

    expect(textFindings('.npmrc', line)).toEqual(['.npmrc:1 names a package registry.'])
  })

  it('lets ordinary paths and addresses pass', () => {
    expect(
      textFindings('a.ts', "'/api/topologies' '/usr/bin/chromium' './home/x' a/root/b"),
    ).toEqual([])
  })
})

describe('registryFindings', () => {
  it('finds where a lockfile ties itself to a server', () => {
    const lock =
      '{\n  "resolved": "https://npm.example.org/zod.tgz",\n  "funding": "https://a.b"\n}'

    expect(registryFindings('package-lock.json', lock)).toEqual([
      'package-lock.json:2 names a package registry.',
    ])
  })
})

describe('documentFindings', () => {
  const files = ['README.md', 'docs/decisions/0001-time.md', 'docs/guide.md', 'server/main.ts']

  it('finds paths in backquotes and links that do not exist', () => {
    const text = [
      'See `server/main.ts`, `server/`, `server/app.ts` and `#shared/lib/assert.ts`.',
      'Run `node server/gone.mjs --port 1`; read `README.md`, `CONTRIBUTING.md`',
      'and [the guide](docs/guide.md#top), [the other](docs/other.md), [us](https://example.org).',
    ].join('\n')

    expect(documentFindings('README.md', text, files)).toEqual([
      'README.md names server/app.ts, which does not exist.',
      'README.md names shared/lib/assert.ts, which does not exist.',
      'README.md names server/gone.mjs, which does not exist.',
      'README.md names CONTRIBUTING.md, which does not exist.',
      'README.md names docs/other.md, which does not exist.',
    ])
  })

  it('reads links from where the document lies', () => {
    const text = '[why](decisions/0001-time.md), [back](../README.md), [lost](../guide.md)'

    expect(documentFindings('docs/guide.md', text, files)).toEqual([
      'docs/guide.md names ../guide.md, which does not exist.',
    ])
  })

  it('passes over what is no path of the repository', () => {
    const text = [
      '`application/json` `events/second` `server/*.ts` `docs/decisions/NNNN-title.md` `a / b`',
      '`dist/server/main.js` `topologies/orders.json` `/api/topologies` `https://x.org/a.md`',
      '`x.test.ts` `package.json`',
      '```\nnode server/gone.mjs in `server/gone.ts`\n```',
    ].join('\n')

    expect(documentFindings('README.md', text, files)).toEqual([])
  })
})
