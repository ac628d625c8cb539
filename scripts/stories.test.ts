// The stories are checked as programs are: everything that they name exists, and what they promise
// happens when somebody does what they say.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Check, type Deed, isMet, type Story, storySchema } from '#shared/protocol/story.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { setField } from '#shared/topology/edits.ts'
import { parseTopologyText } from '#shared/topology/parse.ts'
import type { RunChange } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { figureOf, layoutOf } from '../client/store/live/figures.ts'
import { Simulation } from '../server/simulation/simulation.ts'

const examples = new URL('../examples/', import.meta.url)
const files = readdirSync(new URL('stories/', examples))

/** The app begins with the first; a story must not hang on it. */
const SEEDS = [1, 7]

/** Virtual time between two looks at the figures. */
const LOOK_NS = 250_000_000

/** Who reads a step without a promise takes a while, too. */
const READING_MS = 10_000

it('tells a story of every example', () => {
  const topologies = readdirSync(examples).filter((file) => file.endsWith('.json'))

  expect(files.sort()).toEqual(topologies.sort())
})

describe.each(files)('the story of %s', { timeout: 120_000 }, (file) => {
  const topology = exampleOf(file)
  const story = storyOf(file)

  it('looks at nodes that there are', () => {
    const ids = [...Object.keys(topology.services), ...Object.keys(topology.channels)]

    expect(ids).toEqual(expect.arrayContaining(story.steps.flatMap(({ look = [] }) => look)))
  })

  it('changes settings that there are, and puts everything right that it breaks', () => {
    const broken = new Set<string>()
    let current = topology
    for (const deed of deedsOf(story)) {
      if (deed.kind === 'set') current = edited(current, deed)
      if (deed.kind !== 'change') continue
      const { change } = deed
      if (change.kind === 'fault' && 'serviceId' in change.fault)
        broken.add(`${change.fault.kind} ${change.fault.serviceId}`)
      if (change.kind === 'recover') broken.delete(`${change.fault} ${change.serviceId}`)
    }

    expect([...broken]).toEqual([])
  })

  it.each(SEEDS)('promises what happens, with seed %i', (seed) => {
    const simulation = new Simulation({ topology, seed })
    simulation.advance(READING_MS * 1e6)

    const broken = story.steps.flatMap((step) => {
      for (const deed of step.act?.deeds ?? []) perform(simulation, deed)
      return brokenPromises(simulation, step.checks)
    })

    expect(broken).toEqual([])
    expect(simulation.ended).toBeNull()
  })
})

describe('a promise', () => {
  it.each([
    [{ atLeast: 1e9 }, false],
    [{ atMost: 0 }, true],
  ])('that is not kept is told: %j, stays: %s', (limit, stays) => {
    const simulation = new Simulation({ topology: exampleOf('hello-queue.json'), seed: 1 })
    const place = { element: 'services/receiver', metric: 'completed', says: 'No' }
    const check = { ...place, ...limit, withinMs: 20_000, stays }

    expect(brokenPromises(simulation, [check])).toEqual([expect.stringMatching(/^No \(at last: /)])
  })
})

function perform(simulation: Simulation, deed: Deed): void {
  const change = changeOf(deed)
  if (change === null) return
  const result = simulation.command(change)
  if (!result.ok) throw new Error(result.reason)
}

/** How fast it goes makes no difference to a run. */
function changeOf(deed: Deed): RunChange | null {
  switch (deed.kind) {
    case 'change':
      return deed.change
    case 'set':
      return { kind: 'edit', edits: [setField(deed.path, deed.value, 'Set')] }
    case 'speed':
      return null
  }
}

/** What was promised and did not happen. Ends as soon as that is certain. */
function brokenPromises(simulation: Simulation, checks: readonly Check[]): readonly string[] {
  const beganNs = simulation.nowNs
  const read = readerOf(simulation)
  const watched = checks.map((check) => ({ check, wasMet: false, wasBroken: false, last: 0 }))
  for (let ms = 0; ms <= READING_MS || watched.some((each) => isOpen(each, ms)); ) {
    const open = watched.filter(({ check }) => ms <= check.withinMs)
    const figureIn = open.length > 0 ? read() : () => Number.NaN
    for (const each of open) {
      each.last = figureIn(each.check)
      if (isMet(each.check, each.last)) each.wasMet = true
      else each.wasBroken = true
    }
    simulation.advance(simulation.nowNs + LOOK_NS)
    ms = (simulation.nowNs - beganNs) / 1e6
  }
  return watched
    .filter(({ check, wasMet, wasBroken }) => !wasMet || (check.stays && wasBroken))
    .map(({ check, last }) => `${check.says} (at last: ${last})`)
}

function isOpen({ check, wasMet }: { check: Check; wasMet: boolean }, ms: number): boolean {
  return ms <= check.withinMs && (check.stays || !wasMet)
}

/** Each call reads the figures as they are then. */
function readerOf(simulation: Simulation): () => (check: Check) => number {
  const layout = layoutOf(simulation.dictionary())
  const figures = new Float64Array(simulation.figureWidth)
  return () => {
    simulation.writeFigures(figures)
    const { nowNs } = simulation
    return ({ element, metric }) => {
      if (!layout.indexOf.has(element)) throw new Error(`The story names ${element}.`)
      return figureOf({ nowNs, layout, figures }, element, metric)
    }
  }
}

function edited(topology: Topology, { path, value }: Extract<Deed, { kind: 'set' }>): Topology {
  const outcome = applyEdit(topology, setField(path, value, 'Set'))
  if (!outcome.ok) throw new Error(outcome.reason)
  expect(outcome.topology).not.toBe(topology)
  return outcome.topology
}

function deedsOf({ steps }: Story): readonly Deed[] {
  return steps.flatMap(({ act }) => act?.deeds ?? [])
}

function storyOf(file: string): Story {
  return storySchema.parse(JSON.parse(readFileSync(new URL(`stories/${file}`, examples), 'utf8')))
}

function exampleOf(file: string): Topology {
  const parsed = parseTopologyText(readFileSync(new URL(file, examples), 'utf8'))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.topology
}
