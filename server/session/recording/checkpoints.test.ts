import { describe, expect, it } from 'vitest'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { Simulation } from '../../simulation/simulation.ts'
import { type CheckpointLimits, Checkpoints, stateOf } from './checkpoints.ts'

describe('Checkpoints', () => {
  it('lie so many timers apart', () => {
    const { simulation, checkpoints } = run({ spacingMin: 200 }, 20)

    const gaps = gapsOf(checkpoints)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(200)
    // They are looked for after every twenty timers or so.
    expect(Math.max(...gaps)).toBeLessThan(300)
    expect(gaps.length).toBeGreaterThan(simulation.fired / 300 - 1)
  })

  it('lie further apart where they cost much', () => {
    const { simulation, checkpoints } = run({ spacingMin: 50, costWeight: 0.25 }, 30)

    const [cost = 0] = checkpoints.all.map(({ state }) => (0.25 * state.body.length) / 12)
    const gaps = gapsOf(checkpoints).slice(1)
    expect(cost).toBeGreaterThan(200)
    expect(Math.min(...gaps)).toBeGreaterThan(cost / 2)
    expect(gaps.length).toBeGreaterThan(simulation.fired / cost / 4)
  })

  it('stay within their number, however long the run is, and evenly spread', () => {
    const { simulation, checkpoints } = run({ spacingMin: 100, countMax: 16 }, 40)

    const gaps = gapsOf(checkpoints)
    expect(checkpoints.all).toHaveLength(16)
    expect(Math.max(...gaps)).toBeLessThan((4 * simulation.fired) / 16)
  })

  it('stay within their bytes, and count what they share once', () => {
    const free = run({ spacingMin: 100 }, 10).checkpoints
    const bytesMax = Math.ceil(free.bytes / 3)
    const { checkpoints } = run({ spacingMin: 100, bytesMax }, 10)

    expect(free.bytes).toBeGreaterThan(0)
    expect(checkpoints.bytes).toBeLessThanOrEqual(bytesMax)
    expect(checkpoints.all.length).toBeGreaterThan(2)
    free.cut(0)
    expect(free.bytes).toBe(0)
  })

  it('are not taken where one would take the room of all', () => {
    const { checkpoints } = run({ spacingMin: 50, bytesMax: 1000 }, 5)

    expect(checkpoints.all).toEqual([])
    expect(checkpoints.bytes).toBe(0)
  })

  it('stay where they are when the run has grown beyond their room', () => {
    const bytesMax = 4_000_000
    const simulation = new Simulation({ topology: exampleTopology(), seed: 7 })
    const save = simulation.save.bind(simulation)
    const withLog = () => ({ log: new Uint8Array(1000 * simulation.fired), ...save() })
    simulation.save = withLog
    const checkpoints = new Checkpoints({ costWeight: 0, spacingMin: 400, bytesMax })

    while (!simulation.advanceAtMost(30e9, 20)) checkpoints.offer(simulation)

    expect(withLog().log.length).toBeGreaterThan(bytesMax)
    expect(checkpoints.all.length).toBeGreaterThan(2)
    expect(checkpoints.bytes).toBeLessThanOrEqual(bytesMax)
  })

  it('are tried ever less often where they are too large, and as often as any once they fit', () => {
    const tooLarge = run({ spacingMin: 50, bytesMax: 1000 }, 20)
    const fitting = run({ spacingMin: 50 }, 20)

    const spacings = tooLarge.taken.map((fired, n) => fired - (tooLarge.taken[n - 1] ?? 0))
    expect(spacings.map((spacing) => Math.floor(spacing / 50)).slice(0, 6)).toEqual([
      1, 2, 4, 8, 16, 16,
    ])
    expect(fitting.taken).toEqual(fitting.checkpoints.all.map(({ fired }) => fired))
  })

  it('are taken again after the run has gone back before one that was too large', () => {
    const { simulation, checkpoints, taken } = run({ spacingMin: 50, bytesMax: 1000 }, 5)
    const again = new Simulation({ topology: exampleTopology(), seed: 7 })
    const takenBefore = taken.length

    const { taken: takenAgain } = follow(again, checkpoints, 5)

    expect(takenBefore).toBeGreaterThan(0)
    expect(again.fired).toBe(simulation.fired)
    expect(takenAgain.length).toBeGreaterThan(0)
  })

  it('give the same run again and again, whatever became of the first', () => {
    const { simulation, checkpoints } = run({ spacingMin: 500 }, 10)
    const middle = checkpoints.before(5e9)
    if (!middle) throw new Error('there is a checkpoint')

    const hashes = [1, 2, 3].map(() => {
      const restored = Simulation.restore({ ...stateOf(middle), commands: [] })
      expect([restored.nowNs, restored.fired]).toEqual([middle.atNs, middle.fired])
      restored.advance(10e9)
      return restored.hash()
    })

    expect(hashes).toEqual([simulation.hash(), simulation.hash(), simulation.hash()])
  })

  it('answer for a moment with the newest before it, and forget what comes after a cut', () => {
    const { checkpoints } = run({ spacingMin: 200 }, 10)
    const [first, second, third] = checkpoints.all
    if (!first || !second || !third) throw new Error('there are three')

    expect(checkpoints.before(second.atNs)).toBe(second)
    expect(checkpoints.before(second.atNs - 1)).toBe(first)
    expect(checkpoints.before(first.atNs - 1)).toBe(null)
    expect(checkpoints.previous(third)).toBe(second)
    checkpoints.cut(second.atNs)
    expect(checkpoints.all).toEqual([first, second])
  })
})

function run(limits: Partial<CheckpointLimits>, seconds: number) {
  const simulation = new Simulation({ topology: exampleTopology(), seed: 7 })
  const checkpoints = new Checkpoints({ costWeight: 0, ...limits })
  return { simulation, checkpoints, ...follow(simulation, checkpoints, seconds) }
}

/** `taken`: the timers fired whenever one was taken, kept or not. */
function follow(simulation: Simulation, checkpoints: Checkpoints, seconds: number) {
  const taken: number[] = []
  const save = simulation.save.bind(simulation)
  simulation.save = () => {
    taken.push(simulation.fired)
    return save()
  }
  while (!simulation.advanceAtMost(seconds * 1e9, 20)) checkpoints.offer(simulation)
  return { taken }
}

/** Timers fired from each to the next. */
function gapsOf({ all }: Checkpoints): number[] {
  return all.map(({ fired }, index) => fired - (all[index - 1]?.fired ?? 0))
}
