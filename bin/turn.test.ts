import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { inTurn, turnFile } from './turn.mjs'

describe('inTurn', () => {
  it('lets only one at a time work', async () => {
    const log: string[] = []
    const said: string[] = []
    const say = (line: string) => {
      said.push(line)
    }
    const work = (name: string) => async () => {
      log.push(`${name} starts`)
      await new Promise(setImmediate)
      log.push(`${name} ends`)
    }

    await Promise.all([
      inTurn('test-order', work('first'), say),
      inTurn('test-order', work('second'), say),
    ])

    expect(log).toEqual(['first starts', 'first ends', 'second starts', 'second ends'])
    expect(said).toEqual(['Waiting for another Millrace command to finish setting up …\n'])
  })

  it('gives the turn back when the work fails', async () => {
    const failing = inTurn('test-failure', () => Promise.reject(new Error('disk full')))

    await expect(failing).rejects.toThrow('disk full')
    expect(existsSync(turnFile('test-failure'))).toBe(false)
  })

  it('takes over from a process that died', async () => {
    const file = turnFile('test-dead-owner')
    // Larger than any process id that a system hands out.
    writeFileSync(file, '999999999')

    const owner = await inTurn(
      'test-dead-owner',
      async () => readFileSync(file, 'utf8'),
      () => {},
    )

    expect(owner).toBe(String(process.pid))
  })
})
