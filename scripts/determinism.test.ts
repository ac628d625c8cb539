import { describe, expect, it } from 'vitest'
import { determinismFindings } from './determinism.ts'

describe('determinismFindings', () => {
  it.each([
    ['Date.now()', 'uses Date: ask the scheduler for virtual time'],
    ['new Date()', 'uses Date: ask the scheduler for virtual time'],
    ['performance.now()', 'uses performance: ask the scheduler for virtual time'],
    ['crypto.randomUUID()', 'uses crypto: draw from a random stream'],
    ['setTimeout(f, 1)', 'uses setTimeout: schedule a timer of the kernel'],
    ['setInterval(f, 1)', 'uses setInterval: schedule a timer of the kernel'],
    ['setImmediate(f)', 'uses setImmediate: schedule a timer of the kernel'],
    ['queueMicrotask(f)', 'uses queueMicrotask: schedule a timer of the kernel'],
    ['process.hrtime()', 'uses process: take it as a parameter'],
    ['globalThis.Date', 'uses globalThis: take it as a parameter'],
    ['fetch(url)', 'uses fetch: take it as a parameter'],
    ['const shorthand = { fetch }', 'uses fetch: take it as a parameter'],
    ['new Intl.Collator()', 'uses Intl: format where people read'],
    ['new WeakRef(event)', 'uses WeakRef: hold the object'],
    ['names.sort((a, b) => a.localeCompare(b))', 'uses localeCompare: compare with < and >'],
    ["name['localeCompare'](other)", 'uses localeCompare: compare with < and >'],
    ['(5).toLocaleString()', 'uses toLocaleString: format where people read'],
    ['Math.random()', 'uses Math.random: draw from a random stream'],
    ['Math.exp(x)', 'uses Math.exp: use the exact functions of server/engine/elementary.ts'],
    ['Math.log2(x)', 'uses Math.log2: use the exact functions of server/engine/elementary.ts'],
    ['Math.pow(x, y)', 'uses Math.pow: use the exact functions of server/engine/elementary.ts'],
    ['Math.tan(x)', 'uses Math.tan: use the exact functions of server/engine/elementary.ts'],
    ["Math['sin'](x)", 'passes Math on: name the function'],
    ['const { cos } = Math', 'passes Math on: name the function'],
    ['x ** 0.5', 'uses **: multiply, or use the exact functions'],
    ['2 ** exponent', 'uses **: multiply, or use the exact functions'],
    ['x **= 2', 'uses **=: multiply, or use the exact functions'],
    [
      'nowMs += 0.1',
      'adds up steps of 0.1, and what is lost to rounding with them: count whole ones',
    ],
    ['nowMs -= 2.5', 'adds up steps of 2.5'],
    ['for (const id in topology.services) start(id)', 'walks keys with for-in: walk entriesById'],
    ['Object.keys(specs).map(start)', 'takes what Object.keys gives in the order of the document'],
    ['for (const spec of Object.values(specs)) start(spec)', 'takes what Object.values gives'],
    ['Object.entries(specs).filter(isOn).map(start)', 'takes what Object.entries gives'],
    ['Reflect.ownKeys(specs).map(start)', 'takes what Reflect.ownKeys gives'],
    ['offsets.sort()', 'sorts with sort() as if by their text, so that 10 comes before 9'],
    ['offsets.toSorted()', 'sorts with toSorted() as if by their text'],
    ['const limit = 1e400', 'writes 1e400, which is Infinity: say so'],
    ['const seed = 9007199254740993', 'writes 9007199254740993, beyond the whole numbers'],
    ['const nothing = -0', 'writes -0, which comes back from JSON as 0'],
    ["name.normalize('NFC')", 'uses normalize: compare text as it is'],
    ['/\\p{Letter}/u.test(name)', 'asks for a property of Unicode, which depends on its version'],
    ['name.toLocaleUpperCase()', 'uses toLocaleUpperCase: format where people read'],
    ['Buffer.from(name)', 'uses Buffer: use typed arrays: text that is no Unicode'],
    ['new SharedArrayBuffer(8)', 'uses SharedArrayBuffer: keep a run in one thread'],
    ['Atomics.load(cells, 0)', 'uses Atomics: keep a run in one thread'],
    ['navigator.hardwareConcurrency', 'uses navigator: take it as a parameter'],
    ['const here = import.meta.url', 'asks where it is: take it as a parameter'],
  ])('refuses %s and says what instead', (code, complaint) => {
    const findings = determinismFindings('server/engine/kernel.ts', `\n${code}\n`)

    expect(findings).toEqual([expect.stringContaining(`server/engine/kernel.ts:2 ${complaint}`)])
  })

  it('lets pass what is exact, and what only looks like a global', () => {
    const text = `
      // Date.now() and Math.exp(x) in a comment
      const text = 'setTimeout(f, 1) ** process'
      const exact = Math.floor(Math.sqrt(2 ** 53)) + Math.PI
      class Clock { Date = 1; process() { return this.Date } }
      const record = { crypto: 1, performance: clock.performance, ['fetch']: 2 }
      interface Facts { readonly process: string }
      function take(process: string, [Date]: number[], { fetch, x: Intl }: Facts) {
        return process + Date + fetch + Intl
      }
      let total = 0.5
      total += 1
      const large = [1e300, 2 ** 53, Infinity, 9_007_199_254_740_991, -1, 123n]
      const names = Object.keys(specs).sort()
      const specsByName = Object.entries(specs).filter(isOn).toSorted(byName).map(first)
      const count = Object.keys(specs).length
      const inOrder = Float64Array.from(draws).sort().concat([3, 1].sort((a, b) => a - b))
      const made = Object.fromEntries(specsByName)
    `

    expect(determinismFindings('server/engine/queue.ts', text)).toEqual([])
  })

  it('lets parts of tests read keys as they are written', () => {
    const text = 'Object.keys(specs).map(start); offsets.sort()'

    expect(determinismFindings('server/runtime/runtime.fixture.ts', text)).toEqual([])
    expect(determinismFindings('server/runtime/service.ts', text)).toHaveLength(2)
  })

  it('holds for the rooms below the session, without their tests', () => {
    const holds = (path: string) => determinismFindings(path, 'Date.now()').length === 1
    const inside = ['engine', 'broker', 'runtime', 'simulation/faults']
    const outside = ['server/session/session.ts', 'server/main.ts', 'server/engine/kernel.test.ts']

    expect(inside.map((room) => `server/${room}/x.ts`).every(holds)).toBe(true)
    expect(outside.some(holds)).toBe(false)
  })
})
