// What a drawing looks like, what its parts are called, in which order they are listed, and what stands
// beside them unconnected, changes nothing of what happens in it.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Edit } from '#shared/topology/change.ts'
import type { Command } from '#shared/topology/recipe.ts'
import {
  additionOf,
  after,
  inAnotherOrder,
  isAdded,
  movedTo,
  withOtherNames,
  withSharedServices,
} from './determinism.fixture.ts'
import { exampleRun } from './example.fixture.ts'
import { rowsOf } from './namedRows.fixture.ts'
import { anyRun, RUN_NS } from './runnable.arbitrary.ts'
import { Simulation, type SimulationOptions } from './simulation.ts'

const PROPERTY = { seed: 20_261_121, numRuns: 8 }

describe('the order of a drawing', () => {
  it('is not part of the recipe', () => {
    fc.assert(
      fc.property(anyRun(), anyRun(), fc.integer(), (recipe, other, order) => {
        const drawn = { ...recipe, topology: withSharedServices(recipe.topology, other.topology) }
        const shuffled = { ...drawn, topology: inAnotherOrder(drawn.topology, order) }

        expect(hashOf(shuffled)).toBe(hashOf(drawn))
      }),
      PROPERTY,
    )
  })

  it('is another one after the shuffle, of the same parts', () => {
    const { topology } = exampleRun()
    const shuffled = inAnotherOrder(topology, 1)

    expect(Object.keys(shuffled.channels)).not.toEqual(Object.keys(topology.channels))
    expect(shuffled).toEqual(topology)
  })
})

describe('where boxes stand', () => {
  const anyPlace = fc.record({
    x: fc.integer({ min: -9999, max: 9999 }),
    y: fc.integer({ min: -9999, max: 9999 }),
  })

  it('changes nothing, wherever they are from the start', () => {
    fc.assert(
      fc.property(anyRun(), fc.array(anyPlace, { minLength: 1 }), (recipe, places) => {
        const moved = after(recipe.topology, movedTo(recipe.topology, places))

        expect(hashOf({ ...recipe, topology: moved })).toBe(hashOf(recipe))
      }),
      PROPERTY,
    )
  })

  it('changes nothing when they are moved in a run, which only notes it', () => {
    fc.assert(
      fc.property(
        anyRun(),
        fc.array(anyPlace, { minLength: 1 }),
        fc.nat(11_000),
        (recipe, places, atMs) => {
          const still = rowsOf(recipe)
          const edits = [movedTo(recipe.topology, places)]
          const commands = [...recipe.commands, lateCommand(atMs, edits)]
          const moved = rowsOf({ ...recipe, commands })

          const notes = moved.filter(({ kind, atNs }) => kind === 'edited' && atNs === atMs * 1e6)
          expect(notes.length).toBeGreaterThan(0)
          expect(moved.filter((row) => row !== notes.at(-1))).toEqual(still)
        },
      ),
      PROPERTY,
    )
  })
})

describe('the names in a drawing', () => {
  it('change nothing but names', () => {
    fc.assert(
      fc.property(anyRun(), (recipe) => {
        const renamed = { ...recipe, topology: withOtherNames(recipe.topology) }
        const [was, is] = [ended(recipe), ended(renamed)]

        expect(is.hash()).toBe(was.hash())
        const untitled = is.report().channels
        expect(Object.keys(untitled)).toEqual(Object.keys(was.report().channels))
        expect(is.topology.services).not.toEqual(was.topology.services)
      }),
      PROPERTY,
    )
  })
})

describe('a part that nothing connects to the rest', () => {
  it('leaves the history of every other element as it was, record by record', () => {
    fc.assert(
      fc.property(anyRun(), anyRun(), (recipe, other) => {
        const beside = after(recipe.topology, additionOf(other.topology))

        const rows = rowsOf({ ...recipe, topology: beside })
        expect(rows.filter(({ element }) => !isAdded(element))).toEqual(rowsOf(recipe))
      }),
      PROPERTY,
    )
  })

  it('leaves it so when it comes in the middle of a run', () => {
    fc.assert(
      fc.property(anyRun(), anyRun(), fc.nat(11_000), (recipe, other, atMs) => {
        const added = additionOf(other.topology)
        const rows = rowsOf({
          ...recipe,
          commands: [...recipe.commands, lateCommand(atMs, [added])],
        })

        const own = rows.filter(({ element }) => !isAdded(element))
        const notes = own.filter(({ kind, atNs }) => kind === 'edited' && atNs === atMs * 1e6)
        expect(notes.length).toBeGreaterThan(0)
        expect(own.filter((row) => row !== notes.at(-1))).toEqual(rowsOf(recipe))
      }),
      PROPERTY,
    )
  })
})

function hashOf(recipe: SimulationOptions): string {
  return ended(recipe).hash()
}

function ended(recipe: SimulationOptions): Simulation {
  const simulation = new Simulation(recipe)
  simulation.advance(RUN_NS)
  return simulation
}

/** After all other commands of its instant. */
function lateCommand(atMs: number, edits: Edit[]): Command {
  return { atNs: atMs * 1e6, sequence: 1000, change: { kind: 'edit', edits } }
}
