import { describe, expect, it } from 'vitest'
import { WATCHERS } from './crowd.ts'
import { figuresOf, type Round, type Window } from './rounds.ts'

describe('figuresOf', () => {
  it('compares each round with itself, for both crowds', () => {
    // The machine is twice as fast from the third round on: that is nobody's doing.
    const rounds = Array.from({ length: 6 }, (_, round) => {
      const speed = round < 2 ? 1 : 2
      return roundOf({
        alone: { advancedNs: 1000 * speed },
        elsewhere: { advancedNs: 950 * speed, cpuMs: 990 },
        beside: { advancedNs: 800 * speed, cpuMs: 840 },
      })
    })

    const { elsewhere, beside } = figuresOf(rounds)

    expect(elsewhere.slowedOfTime).toBeCloseTo(0.05)
    expect(elsewhere.slowedOfCpu).toBeCloseTo(1 - 950 / 990)
    expect(beside.slowedOfTime).toBeCloseTo(0.2)
    expect(beside.slowedOfCpu).toBeCloseTo(1 - 800 / 840)
  })

  it('tells of time only what it cost while the machine had no other work', () => {
    const quiet = roundOf({ alone: {}, elsewhere: { advancedNs: 900 }, beside: {} })
    const loud = roundOf({ alone: {}, elsewhere: { advancedNs: 100 }, beside: { othersMs: 201 } })
    const loudRounds = Array.from({ length: 9 }, () => loud)

    const figures = figuresOf([...Array.from({ length: 5 }, () => quiet), ...loudRounds])

    expect(figures.elsewhere.slowedOfTime).toBeCloseTo(0.1)
    expect([figures.rounds, figures.quietRounds]).toEqual([14, 5])
    expect(figuresOf([quiet, quiet, quiet, quiet, ...loudRounds]).elsewhere.slowedOfTime).toBeNaN()
  })

  it('does not take a machine for busy of which nobody can tell', () => {
    const unknown = roundOf({
      alone: { othersMs: Number.NaN },
      elsewhere: { advancedNs: 900, othersMs: Number.NaN },
      beside: { othersMs: Number.NaN },
    })

    const { elsewhere, quietRounds } = figuresOf(Array.from({ length: 5 }, () => unknown))

    expect(quietRounds).toBe(5)
    expect(elsewhere.slowedOfTime).toBeCloseTo(0.1)
  })

  it('tells how old frames were, of those that were made meanwhile', () => {
    const arrivals = [
      { watcher: 0, sequence: 4, atMs: 120 },
      { watcher: 1, sequence: 4, atMs: 135 },
      { watcher: 0, sequence: 3, atMs: 101 },
    ]
    const stamps = [{ kind: 'frame', sequence: 4, atMs: 100 }] as const
    const watched = windowOf({})
    const facts = { ...watched.measured.facts, stamps }
    const elsewhere = { ...watched, arrivals, measured: { ...watched.measured, facts } }

    const figures = figuresOf([{ alone: windowOf({}), elsewhere, beside: windowOf({}) }])

    expect(figures.elsewhere.agesMs).toEqual([20, 35])
    expect(figures.beside.agesMs).toEqual([])
  })
})

describe('figuresOf, of frames', () => {
  it('counts what was made from the first to the last, and what came of it to each who watches', () => {
    const frames = Array.from({ length: 11 }, (_, sequence) => ({ sequence, atMs: 100 * sequence }))
    const stamps = frames.map((frame) => ({ kind: 'frame', ...frame }) as const)
    // Every second one comes to half of them, and none to the others.
    const arrivals = Array.from({ length: WATCHERS / 2 }, (_, watcher) =>
      frames.filter(({ sequence }) => sequence % 2 === 0).map((frame) => ({ watcher, ...frame })),
    ).flat()
    const late = { watcher: 0, sequence: -1, atMs: 0 }
    const watched = windowOf({})
    const facts = { ...watched.measured.facts, stamps }
    const measured = { ...watched.measured, facts }
    const elsewhere = { ...watched, arrivals: [late, ...arrivals], measured }

    const figures = figuresOf([{ alone: windowOf({}), elsewhere, beside: windowOf({}) }])

    expect(figures.elsewhere.madePerSecond).toBeCloseTo(10)
    expect(figures.elsewhere.camePerSecond).toBeCloseTo((10 * 6) / 11 / 2)
    expect(figures.beside.madePerSecond).toBe(0)
  })
})

interface Drawn {
  readonly advancedNs?: number
  readonly cpuMs?: number
  readonly othersMs?: number
}

function roundOf(drawn: Readonly<Record<keyof Round, Drawn>>): Round {
  const { alone, elsewhere, beside } = drawn
  return { alone: windowOf(alone), elsewhere: windowOf(elsewhere), beside: windowOf(beside) }
}

/** Of a second in which all goes to the run. */
function windowOf({ advancedNs = 1000, cpuMs = 1000, othersMs = 0 }: Drawn): Window {
  return {
    measured: {
      startMs: 0,
      seconds: 1,
      cpu: { mainMs: 0, sessionMs: cpuMs, othersMs: cpuMs },
      facts: { loopP99Ms: 0, loopMaxMs: 0, stamps: [] },
      latenciesMs: [],
    },
    from: { kind: 'standing', nowNs: 5000, atMs: 0, cpuMs: 0 },
    to: { kind: 'standing', nowNs: 5000 + advancedNs, atMs: 1000, cpuMs },
    arrivals: [],
    watchersMs: 0,
    othersMs,
  }
}
