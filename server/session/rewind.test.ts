// Going back: exactly the run that was there, whatever was done to it, from however far away.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command } from '#shared/topology/recipe.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { anyRun, RUN_NS } from '../simulation/runnable.arbitrary.ts'
import { Simulation, type SimulationOptions } from '../simulation/simulation.ts'
import { LiveRun } from './liveRun.ts'

const DENSE = { spacingMin: 40, costWeight: 0 }
const PROPERTY = { seed: 20_261_121, numRuns: 12 }

describe('a run that goes back', () => {
  it('is the run that was there, in whatever order its moments are visited, and goes on the same', () => {
    const anyMoments = fc.array(fc.nat(RUN_NS), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(anyRun(), anyMoments, (recipe, moments) => {
        let run = recorded(recipe, RUN_NS)
        const untilNs = run.simulation.nowNs
        const visited = moments.filter((ns) => ns <= untilNs)
        const direct = new Simulation(recipe)
        const hashes = new Map<number, string>()
        for (const momentNs of visited.toSorted((a, b) => a - b)) {
          direct.advance(momentNs)
          hashes.set(momentNs, direct.hash())
        }
        for (const momentNs of visited) {
          run = wentTo(run, momentNs)
          const { simulation } = run
          expect([simulation.nowNs, simulation.hash()]).toEqual([momentNs, hashes.get(momentNs)])
        }
        run.advance(RUN_NS, () => true)

        direct.advance(RUN_NS)
        expect(run.simulation.hash()).toBe(direct.hash())
        expect(run.simulation.report()).toEqual(direct.report())
      }),
      PROPERTY,
    )
  })

  it('goes another way from any moment when something is changed there, as a recipe tells', () => {
    fc.assert(
      fc.property(anyRun(), fc.nat(RUN_NS), fc.nat(RUN_NS), (recipe, atNs, laterNs) => {
        const first = recorded(recipe, RUN_NS)
        const cutNs = Math.min(atNs, first.simulation.nowNs)
        const run = wentTo(first, cutNs)
        const outcome = run.command({
          kind: 'fault',
          fault: { kind: 'slow', serviceId: 'shop', factor: 2 },
        })
        fc.pre(outcome.ok)
        const { commands } = run.simulation
        expect(commands).toEqual([...before(recipe.commands, cutNs), outcome.command])
        expect(run.recording.untilNs).toBe(run.simulation.nowNs)

        run.advance(RUN_NS, () => true)
        const fork = { ...recipe, commands: [...commands] }
        expect(run.simulation.hash()).toBe(hashOf(fork, run.simulation.nowNs))
        // What was recorded after the cut before is forgotten.
        const momentNs = Math.min(laterNs, run.simulation.nowNs)
        expect(wentTo(run, momentNs).simulation.hash()).toBe(hashOf(fork, momentNs))
      }),
      PROPERTY,
    )
  })

  it('repeats a bounded number of timers, however long the run is', () => {
    const most = [20, 80].map((seconds) => {
      const run = recorded({ topology: exampleTopology(), seed: 7 }, seconds * 1e9)
      const moments = Array.from({ length: 40 }, (_, index) =>
        Math.floor((index * 1e9 * seconds) / 40),
      )
      return Math.max(...moments.map((ns) => timersRepeated(run, ns)))
    })

    // Two spacings, and what fires in a tenth of a second between two looks.
    for (const timers of most) expect(timers).toBeLessThan(2 * (1000 + 100))
    expect(most[1]).toBeGreaterThan(500)
  })

  it('has the newest records of the journal, and the beginning of their stories', () => {
    const run = recorded({ topology: exampleTopology(), seed: 7 }, 60e9)

    const { journal, nowNs } = wentTo(run, 40e9).simulation

    const rows = journal.rows(0, Infinity)
    expect(rows.length).toBeGreaterThan(1000)
    expect(rows.at(-1)?.atNs).toBeLessThanOrEqual(nowNs)
    const direct = new Simulation({ topology: exampleTopology(), seed: 7 })
    direct.advance(40e9)
    expect(rows).toEqual(direct.journal.rows(journal.oldest, Infinity))
  })

  it('keeps the timeline of what is recorded, and cuts it where it goes another way', () => {
    const run = recorded({ topology: exampleTopology(), seed: 7 }, 20e9)
    const whole = run.timeline()

    const past = wentTo(run, 10.05e9)
    expect(past.timeline()).toEqual(whole)
    past.advance(12e9, () => true)
    expect(past.timeline()).toEqual(whole)
    past.cut()

    const direct = LiveRun.begin({ topology: exampleTopology(), seed: 7 })
    direct.advance(12e9, () => true)
    expect(past.timeline()).toEqual(direct.timeline())
    past.advance(20e9, () => true)
    expect(past.timeline()).toEqual(whole)
  })
})

/** A run that has come that far, looked at ten times a virtual second as a session does. */
function recorded(options: SimulationOptions, untilNs: number): LiveRun {
  const checkpoints = options.commands ? DENSE : { spacingMin: 1000, costWeight: 0 }
  const run = LiveRun.begin({ ...options, checkpoints })
  for (let ns = 1e8; ns <= untilNs; ns += 1e8) run.advance(ns, () => true)
  return run
}

function wentTo(run: LiveRun, ns: number): LiveRun {
  const restored = run.restored(ns)
  restored.advance(ns, () => true)
  return restored
}

function timersRepeated(run: LiveRun, ns: number): number {
  const restored = run.restored(ns)
  const before = restored.simulation.fired
  restored.advance(ns, () => true)
  return restored.simulation.fired - before
}

function before(commands: readonly Command[], ns: number): readonly Command[] {
  return commands
    .filter(({ atNs }) => atNs <= ns)
    .sort((a, b) => a.atNs - b.atNs || a.sequence - b.sequence)
}

function hashOf(options: SimulationOptions, untilNs: number): string {
  const simulation = new Simulation(options)
  simulation.advance(untilNs)
  return simulation.hash()
}
