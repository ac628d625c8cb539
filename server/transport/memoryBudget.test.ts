import { describe, expect, it } from 'vitest'
import { type MemoryHolder, memoryMove, refusalOfSeat, refusalToBegin } from './memoryBudget.ts'

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

  it('lets none go of which something is not on the disk', () => {
    const unsavedReason = 'the disk is full (ENOSPC)'
    const unsaved = run(500, { isWatched: false, unsavedReason })
    const unwatched = run(350, { isWatched: false })
    const ended = run(900, { runStatus: 'ended', unsavedReason })

    expect(memoryMove([run(400), unsaved, unwatched], MAX)).toEqual({
      kind: 'rest',
      holder: unwatched,
    })
    expect(memoryMove([run(400), unsaved, run(350)], MAX)).toMatchObject({
      kind: 'end',
      holder: unsaved,
    })
    expect(memoryMove([ended, run(600)], MAX)).toBeNull()
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
    const ended = run(900, { runStatus: 'ended' })

    expect(memoryMove([ended, run(300)], MAX)).toBeNull()
    expect(memoryMove([run(2000, { runStatus: 'ended' })], MAX)).toBeNull()
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

describe('refusalOfSeat', () => {
  it('says that all are watched, or what keeps those from giving way that nobody watches', () => {
    const unsaved = { isWatched: false, unsavedReason: 'the disk is full (ENOSPC)' }

    expect(refusalOfSeat([run(1), run(1)], 2)).toBe(
      '2 topologies are being watched already, the most at a time. Close one of them first.',
    )
    expect(refusalOfSeat([run(1), run(1, unsaved)], 2)).toBe(
      'There are 2 open runs, the most at a time. One that nobody watches cannot give way, as that would lose what is not on the disk: the disk is full (ENOSPC). Make room on the disk. Or close a topology that is being watched.',
    )
  })
})

describe('refusalToBegin', () => {
  it('says how much is taken', () => {
    expect(refusalToBegin([run(900)], MAX)).toBeNull()
    expect(refusalToBegin([run(900), run(200)], MAX)).toBe(
      'The open runs take 1100 MB of memory together, and 1000 MB is the most. Reset one of them, or close it.',
    )
    const unsaved = run(600, { isWatched: false, unsavedReason: 'the disk is full (ENOSPC)' })
    expect(refusalToBegin([unsaved, unsaved], MAX)).toBe(
      'The open runs take 1200 MB of memory together, and 1000 MB is the most. 2 that nobody watches cannot give way, as that would lose what is not on the disk: the disk is full (ENOSPC). Make room on the disk. Reset one of them, or close it.',
    )
  })
})

function run(megabytes: number, more: Partial<MemoryHolder> = {}): MemoryHolder {
  const memoryBytes = megabytes * MB
  return { memoryBytes, runStatus: 'running', isWatched: true, unsavedReason: null, ...more }
}

function after(holder: MemoryHolder, kind: 'rest' | 'end' | 'release'): MemoryHolder {
  return kind === 'end' ? { ...holder, runStatus: 'ended' } : { ...holder, memoryBytes: 0 }
}
