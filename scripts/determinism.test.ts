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
    `

    expect(determinismFindings('server/broker/queue.ts', text)).toEqual([])
  })

  it('holds for the rooms below the session, without their tests', () => {
    const holds = (path: string) => determinismFindings(path, 'Date.now()').length === 1
    const inside = ['engine', 'broker', 'runtime', 'simulation/faults']
    const outside = ['server/session/session.ts', 'server/main.ts', 'server/engine/kernel.test.ts']

    expect(inside.map((room) => `server/${room}/x.ts`).every(holds)).toBe(true)
    expect(outside.some(holds)).toBe(false)
  })
})
