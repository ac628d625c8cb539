import { describe, expect, it } from 'vitest'
import { type MemoryHolder, memoryMove, refusalToBegin } from './memoryBudget.ts'

const MB = 1e6
const MAX = 1000 * MB

describe('memoryMove', () => {
  it('asks for nothing while there is enough for all', () => {
    expect(memoryMove([run(600), run(400)], MAX)).toBeNull()
    expect(memoryMove([], MAX)).toBeNull()
  })

  it('lets one rest that nobody watches, before any other', () => {
    const large = run(700)
    const unwatched = run(350, { isWatched: false })

    expect(memoryMove([large, unwatched], MAX)).toEqual({ kind: 'rest', holder: unwatched })
  })

  it('ends the largest of those that run, and says how much each took', () => {
    const holders = [run(300), run(500), run(250)]

    expect(memoryMove(holders, MAX)).toEqual({
      kind: 'end',
      holder: holders[1],
      reason:
        'The open runs took 1050 MB of memory, more than the 1000 MB that runs may take together, and none of them more than this one: 500 MB.',
    })
    expect(memoryMove([run(1100)], MAX)).toMatchObject({
      reason: 'The run took 1100 MB of memory, more than the 1000 MB that runs may take together.',
    })
  })

  it('keeps what an ended run has come to, until others need far more', () => {
    const ended = run(900, { isRunning: false })

    expect(memoryMove([ended, run(300)], MAX)).toBeNull()
    expect(memoryMove([run(2000, { isRunning: false })], MAX)).toBeNull()
    expect(memoryMove([ended, run(400)], MAX)).toMatchObject({
      kind: 'release',
      holder: ended,
      reason: expect.stringMatching(/: 900 MB\. Its figures had to go\.$/),
    })
  })

  it('comes to an end: each move frees memory, or leaves one run less to grow', () => {
    let holders = Array.from({ length: 8 }, (_, n) => run(200 + n, { isWatched: n > 2 }))
    const kinds: string[] = []

    for (let move = memoryMove(holders, MAX); move; move = memoryMove(holders, MAX)) {
      const { kind, holder } = move
      kinds.push(kind)
      holders = holders.map((one) => (one === holder ? after(one, kind) : one))
    }

    expect(kinds).toEqual(['rest', 'rest', 'rest', 'end'])
  })
})

describe('refusalToBegin', () => {
  it('says how much is taken', () => {
    expect(refusalToBegin([run(900)], MAX)).toBeNull()
    expect(refusalToBegin([run(900), run(200)], MAX)).toBe(
      'The open runs take 1100 MB of memory together, and 1000 MB is the most. Reset one of them, or close it.',
    )
  })
})

function run(megabytes: number, more: Partial<MemoryHolder> = {}): MemoryHolder {
  return { memoryBytes: megabytes * MB, isRunning: true, isWatched: true, ...more }
}

function after(holder: MemoryHolder, kind: 'rest' | 'end' | 'release'): MemoryHolder {
  return kind === 'end' ? { ...holder, isRunning: false } : { ...holder, memoryBytes: 0 }
}
