// The examples as workloads: drawings as people make them, with several brokers, chance in what is published, keys,
// filters and laws that are not exponential.

import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseTopologyText } from '#shared/topology/parse.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { packageRoot } from '../../server/packageRoot.ts'
import { Simulation } from '../../server/simulation/simulation.ts'
import { SECOND_NS } from './sample.ts'
import type { Workload } from './workloads.ts'

const FOLDER = join(packageRoot(), 'examples')

/** In each of the child's samples. */
const DELIVERIES = 100_000
/** Virtual seconds that tell how busy it is. */
const TRIAL_SECONDS = 60

export const drawingNames: readonly string[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => basename(file, '.json'))

export function drawingNamed(name: string): Workload {
  const topology = parse(name)
  const trial = new Simulation({ topology, seed: 1 })
  trial.advance(TRIAL_SECONDS * SECOND_NS)
  const perSecond = trial.journal.count('delivered') / TRIAL_SECONDS
  return { name, what: topology.name, topology, seconds: Math.ceil(DELIVERIES / perSecond) }
}

function parse(name: string): Topology {
  const parsed = parseTopologyText(readFileSync(join(FOLDER, `${name}.json`), 'utf8'))
  if (!parsed.ok) throw new Error(`The example ${name} is not a topology.`)
  return parsed.topology
}
