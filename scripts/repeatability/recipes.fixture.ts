// The recipes that are run everywhere: all examples and random drawings, with faults, operations and
// edits. Drawn from fixed seeds, so that they are the same each time.

import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { parseTopologyText } from '#shared/topology/parse.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { anyDeed, commandsOf } from '../../server/simulation/deeds.arbitrary.ts'
import { anyRun, RUN_NS } from '../../server/simulation/runnable.arbitrary.ts'
import type { RepeatableRun } from './repeatableRun.ts'

const DRAWN_WITH = 20_261_121
const DEEDS_MAX = 8

const PINNED_RANDOM_RUNS = 12
const PINNED_EXAMPLE_MS = 5000

/** Few and short: they are run with every test. */
export function pinnedRecipes(): readonly RepeatableRun[] {
  return [...examples(PINNED_EXAMPLE_MS), ...randomRuns(PINNED_RANDOM_RUNS)]
}

/** Every example, and so many random drawings, each with so many seeds. */
export function recipesOf({
  topologies,
  seeds,
}: {
  readonly topologies: number
  readonly seeds: number
}): readonly RepeatableRun[] {
  const drawings = [...examples(RUN_NS / 1e6), ...randomRuns(topologies)]
  return drawings.flatMap((run) =>
    Array.from({ length: seeds }, (_, index) => ({
      ...run,
      name: `${run.name}, seed ${run.seed + index}`,
      seed: (run.seed + index) % 2 ** 32,
    })),
  )
}

/** Without the leaning of tests towards what is small. */
export function randomRuns(count: number): readonly RepeatableRun[] {
  return fc
    .sample(fc.noBias(anyRun().filter(isLively)), { seed: DRAWN_WITH, numRuns: count })
    .map((run, index) => ({ name: `random ${index + 1}`, ...run, untilMs: RUN_NS / 1e6 }))
}

/** Several stages, and something comes in. */
function isLively({ topology }: { readonly topology: Topology }): boolean {
  const { shop, ...stages } = topology.services
  const isSilent = JSON.stringify(shop).includes('"ratePerSecond":0')
  return Object.keys(stages).length > 1 && !isSilent
}

/** As they are in the gallery, with things done to them. */
function examples(untilMs: number): readonly RepeatableRun[] {
  const folder = new URL('../../examples/', import.meta.url)
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return files.sort().map((file, index) => {
    const topology = exampleOf(readFileSync(new URL(file, folder), 'utf8'), file)
    const deeds = fc.sample(fc.array(anyDeed(), { maxLength: DEEDS_MAX }), {
      seed: DRAWN_WITH + index,
      numRuns: 1,
    })
    const commands = commandsOf(topology, deeds[0] ?? [])
    return { name: file.replace(/\.json$/, ''), topology, seed: 1, commands, untilMs }
  })
}

function exampleOf(text: string, file: string): Topology {
  const parsed = parseTopologyText(text)
  if (!parsed.ok) throw new Error(`The example ${file} cannot be read.`)
  return parsed.topology
}
