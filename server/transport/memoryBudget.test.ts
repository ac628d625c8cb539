import { describe, expect, it } from 'vitest'
import { type MemoryHolder, memoryMove, refusalOfSeat, refusalToBegin } from './memoryBudget.ts'

const MB = 1e6
const MAX = 1000 * MB

describe('memoryMove', () => {
  it('asks for nothing while there is enough for all', () => {
    expect(memoryMove([run(500), run(300)], MAX)).toBeNull()
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
    expect(memoryMove([ended, run(600)], MAX)).toMatchObject({ kind: 'end' })
    expect(memoryMove([ended, run(600, { runStatus: 'paused' })], MAX)).toMatchObject({
      kind: 'release',
      holder: { memoryBytes: 600 * MB },
    })
  })

  it('ends the largest of those that go on, before they take too much, and says how much each took', () => {
    const holders = [run(230), run(400), run(210)]

    expect(memoryMove([run(230), run(400), run(200)], MAX)).toBeNull()
    expect(memoryMove(holders, MAX)).toEqual({
      kind: 'end',
      holder: holders[1],
      reason:
        'The open runs took 840 MB of memory, which would soon be more than the 1000 MB that runs may take together, and none that went on took more than this one: 400 MB.',
    })
    expect(memoryMove([run(850), run(10, { runStatus: 'paused' })], MAX)).toMatchObject({
      reason:
        'The run took 850 MB of memory, which would soon be more than the 1000 MB that runs may take together.',
    })
  })

  it('takes what is left of one that has ended, before another one ends', () => {
    const ended = run(300, { runStatus: 'ended' })

    expect(memoryMove([run(280), run(290), ended], MAX)).toBeNull()
    expect(memoryMove([run(295), run(310), ended], MAX)).toEqual({
      kind: 'release',
      holder: ended,
      reason:
        'Its figures had to go: other runs needed the 300 MB that they took. They come back when it is opened again.',
    })
  })

  it('lets the one that takes most give way, also where it is paused, and not a small one that goes on', () => {
    const paused = run(940, { runStatus: 'paused' })

    expect(memoryMove([paused, run(50)], MAX)).toBeNull()
    expect(memoryMove([run(30), paused, run(25)], MAX)).toEqual({
      kind: 'release',
      holder: paused,
      reason:
        'The open runs took 995 MB of memory, which would soon be more than the 1000 MB that runs may take together, and none took more than this one: 940 MB. Its figures had to go; they come back when it is opened again.',
    })
  })

  it('ends one that goes on where it takes no less than each that is paused, or no paused one can go', () => {
    const paused = run(450, { runStatus: 'paused' })
    const growing = run(460)

    expect(memoryMove([paused, growing], MAX)).toMatchObject({ kind: 'end', holder: growing })
    const unsaved = run(900, { runStatus: 'paused', unsavedReason: 'the disk is full (ENOSPC)' })
    expect(memoryMove([unsaved, run(100)], MAX)).toMatchObject({
      kind: 'end',
      holder: { memoryBytes: 100 * MB },
      reason:
        'The open runs took 1000 MB of memory, which would soon be more than the 1000 MB that runs may take together, and none that went on took more than this one: 100 MB.',
    })
  })

  it('says of a paused one that gives way only that it is the largest of those on the disk', () => {
    const unsavedReason = 'the disk is full (ENOSPC)'
    const unsaved = run(600, { runStatus: 'paused', unsavedReason })
    const paused = run(300, { runStatus: 'paused' })

    expect(memoryMove([unsaved, paused, run(100)], MAX)).toEqual({
      kind: 'release',
      holder: paused,
      reason:
        'The open runs took 1000 MB of memory, which would soon be more than the 1000 MB that runs may take together, and none that is on the disk took more than this one: 300 MB. Its figures had to go; they come back when it is opened again.',
    })
  })

  it('waits for one to end that has been told to', () => {
    expect(memoryMove([run(500), run(450), run(550, { runStatus: 'ending' })], MAX)).toBeNull()
  })

  it('takes nothing that would help nobody', () => {
    const ended = run(40, { runStatus: 'ended' })

    expect(memoryMove([run(500), run(400), ended], MAX)).toMatchObject({ kind: 'end' })
  })

  it('takes none that stands still while none goes on, or only where two take far too much', () => {
    const ended = run(900, { runStatus: 'ended' })

    expect(memoryMove([ended, run(150, { runStatus: 'paused' })], MAX)).toBeNull()
    expect(memoryMove([run(2000, { runStatus: 'ended' })], MAX)).toBeNull()
    expect(memoryMove([ended, run(250, { runStatus: 'paused' })], MAX)).toMatchObject({
      kind: 'release',
      holder: ended,
    })
  })

  it('lets as many go on as there is room for, of those that all grow alike', () => {
    const ends: string[] = []
    let holders = Array.from({ length: 8 }, () => run(10))
    let most = 0

    for (let round = 0; round < 300; round += 1) {
      holders = holders.map((one) => (one.runStatus === 'running' ? grown(one) : one))
      for (let move = memoryMove(holders, MAX); move; move = memoryMove(holders, MAX)) {
        const { kind, holder } = move
        ends.push(kind)
        holders = holders.map((one) => (one === holder ? moved(one, kind) : one))
      }
      most = Math.max(most, sumOf(holders))
    }

    expect(ends.join(' ')).toBe('end release end release end release end release')
    expect(sumOf(holders.filter(({ runStatus }) => runStatus === 'running'))).toBe(800 * MB)
    expect(most).toBeLessThan(1.1 * MAX)
  })

  it('comes to an end: each move frees memory, or leaves one run less to grow', () => {
    let holders = Array.from({ length: 8 }, (_, n) => run(200 + n, { isWatched: n > 2 }))
    const kinds: string[] = []

    for (let move = memoryMove(holders, MAX); move; move = memoryMove(holders, MAX)) {
      const { kind, holder } = move
      kinds.push(kind)
      holders = holders.map((one) => (one === holder ? moved(one, kind) : one))
    }

    expect(kinds).toEqual(['rest', 'rest', 'rest', 'end', 'release'])
  })
})

describe('refusalOfSeat', () => {
  it('says that all are watched, or what keeps those from giving way that nobody watches', () => {
    const unsaved = { isWatched: false, unsavedReason: 'the disk is full (ENOSPC)' }

    expect(refusalOfSeat([run(1), run(1)], 2)).toBe(
      '2 topologies are being watched already, the most at a time. Close one of them first.',
    )
    expect(refusalOfSeat([run(1), run(1, unsaved)], 2)).toBe(
      'There are 2 open runs, the most at a time. One that nobody watches cannot give way, as that would lose what is not on the disk: the disk is full (ENOSPC). See to that first. Or close a topology that is being watched.',
    )
  })
})

describe('refusalToBegin', () => {
  it('says how much is taken', () => {
    const paused = { runStatus: 'paused' } as const
    expect(refusalToBegin([run(900, paused)], MAX)).toBeNull()
    expect(refusalToBegin([run(900, paused), run(100)], MAX)).toBe(
      'The open runs need 1020 MB of memory together, and 1000 MB is the most. Reset one of them, or close it.',
    )
    const unsaved = run(600, {
      isWatched: false,
      unsavedReason: 'the disk is full (ENOSPC)',
      ...paused,
    })
    expect(refusalToBegin([unsaved, unsaved], MAX)).toBe(
      'The open runs need 1200 MB of memory together, and 1000 MB is the most. 2 that nobody watches cannot give way, as that would lose what is not on the disk: the disk is full (ENOSPC). See to that first. Reset one of them, or close it.',
    )
  })
})

function run(megabytes: number, more: Partial<MemoryHolder> = {}): MemoryHolder {
  const memoryBytes = megabytes * MB
  return { memoryBytes, runStatus: 'running', isWatched: true, unsavedReason: null, ...more }
}

function moved(holder: MemoryHolder, kind: 'rest' | 'end' | 'release'): MemoryHolder {
  return kind === 'end' ? { ...holder, runStatus: 'ended' } : { ...holder, memoryBytes: 0 }
}

function grown(holder: MemoryHolder): MemoryHolder {
  const memoryBytes = Math.min(holder.memoryBytes + 5 * MB, 200 * MB)
  return { ...holder, memoryBytes }
}

function sumOf(holders: readonly MemoryHolder[]): number {
  return holders.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0)
}
