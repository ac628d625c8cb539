// The same recipe gives the same history: however the run is cut into pieces, whatever runs beside it, and
// from wherever it was saved and restored. See also determinismOfDrawings.test.ts.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { additionOf, after, isAdded } from './determinism.fixture.ts'
import { exampleRun } from './example.fixture.ts'
import { anyRun, RUN_NS } from './runnable.arbitrary.ts'
import { Simulation, type SimulationOptions, type SimulationState } from './simulation.ts'

const PROPERTY = { seed: 20_260_801, numRuns: 40 }

describe('a recipe', () => {
  it('[everywhere.virtual-time] gives the same history ten times over', () => {
    const hashes = Array.from({ length: 10 }, () => hashOf(exampleRun(), 20e9))

    expect(new Set(hashes).size).toBe(1)
    expect(hashOf({ ...exampleRun(), seed: 8 }, 20e9)).not.toBe(hashes[0])
  })

  it('gives the history that it gave on every machine before', () => {
    // When this has to change, so has ENGINE_VERSION: stored recipes give other histories.
    expect(hashOf(exampleRun(), 20e9)).toBe('764101f2ccbf56410a24b9e8a3442907')
  })

  it('gives the same history however the run is cut into pieces', () => {
    fc.assert(
      fc.property(
        anyRun(),
        fc.array(fc.integer({ min: 50_000_001, max: 900_000_000 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 50 }),
        (recipe, lengths, timersMax) => {
          const whole = new Simulation(recipe)
          whole.advance(RUN_NS)
          const cut = new Simulation(recipe)
          for (let piece = 0; cut.nowNs < RUN_NS && !cut.ended; piece += 1) {
            const untilNs = Math.min(RUN_NS, cut.nowNs + (lengths[piece % lengths.length] ?? 1))
            if (piece % 3 === 0) cut.advance(untilNs)
            else while (!cut.advanceAtMost(untilNs, timersMax));
          }

          expect(cut.hash()).toBe(whole.hash())
          expect(cut.report()).toEqual(whole.report())
        },
      ),
      PROPERTY,
    )
  })

  it('gives the same history step by step', () => {
    fc.assert(
      fc.property(anyRun(), (recipe) => {
        const whole = new Simulation(recipe)
        const stepped = new Simulation(recipe)
        for (let records = 0; stepped.nowNs < 2e9 && stepped.step(); ) {
          expect(stepped.journal.length).toBeGreaterThan(records)
          records = stepped.journal.length
        }
        // The last step may have come far, or nowhere.
        const untilNs = Math.max(2e9, stepped.nowNs)
        whole.advance(untilNs)
        stepped.advance(untilNs)

        expect(stepped.hash()).toBe(whole.hash())
      }),
      { ...PROPERTY, numRuns: 20 },
    )
  })

  it('reports the same of a drawing beside which another one runs', () => {
    fc.assert(
      fc.property(anyRun(), anyRun(), (recipe, other) => {
        const alone = new Simulation(recipe)
        const beside = new Simulation({
          ...recipe,
          topology: after(recipe.topology, additionOf(other.topology)),
        })
        alone.advance(RUN_NS)
        beside.advance(RUN_NS)

        const { services, channels, subscriptions } = beside.report()
        expect(alone.report()).toMatchObject({
          services: own(services),
          channels: own(channels),
          subscriptions: own(subscriptions),
        })
      }),
      { ...PROPERTY, numRuns: 20 },
    )
  })
})

describe('a saved run', () => {
  it('goes on the same from anywhere', () => {
    fc.assert(
      fc.property(anyRun(), fc.nat(RUN_NS / 1e6), fc.nat(2), (recipe, atMs, splits) => {
        const original = new Simulation(recipe)
        original.advance(atMs * 1e6)
        expectSameFrom(original, RUN_NS, splits)
      }),
      { ...PROPERTY, numRuns: 60 },
    )
  })

  it.each([0, 5.000_000_001, 12.3, 19])(
    'goes on the same from second %d of the example',
    (second) => {
      const original = new Simulation(exampleRun())
      original.advance(second * 1e9)
      expectSameFrom(original, 25e9, 0)
    },
  )

  it('is over where it was over', () => {
    const original = new Simulation({ ...exampleRun(), limits: { messagesMax: 500 } })
    original.advance(30e9)
    expect(original.ended?.reason).toContain('More than 500 messages are kept')

    const restored = Simulation.restore(copyOf(original.save()))
    restored.advance(60e9)

    expect(restored.ended).toEqual(original.ended)
    expect(restored.hash()).toBe(original.hash())
    expect(restored.nowNs).toBe(original.nowNs)
  })
})

/** Restores it, perhaps saves and restores what was restored, and lets both go on. */
function expectSameFrom(original: Simulation, untilNs: number, splits: number): void {
  const state = copyOf(original.save())
  let restored = Simulation.restore(state)
  expect(copyOf(restored.save())).toEqual(state)
  for (let split = 1; split <= splits; split += 1) {
    const between = original.nowNs + ((untilNs - original.nowNs) * split) / (splits + 1)
    restored.advance(Math.floor(between))
    restored = Simulation.restore(copyOf(restored.save()))
  }

  original.advance(untilNs)
  restored.advance(untilNs)

  expect(restored.hash()).toBe(original.hash())
  expect(restored.report()).toEqual(original.report())
  expect(copyOf(restored.save())).toEqual(copyOf(original.save()))
}

/** A state as it is kept: parts of what `save` gives are views of the live run. */
function copyOf(state: SimulationState): SimulationState {
  return structuredClone(state)
}

function hashOf(options: SimulationOptions, untilNs: number): string {
  const simulation = new Simulation(options)
  simulation.advance(untilNs)
  return simulation.hash()
}

function own<Value>(map: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(map).filter(([id]) => !isAdded(id)))
}
