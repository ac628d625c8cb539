// Deliveries per CPU-second of whole runs, as a share of the calibration loop measured beside them; then
// how that changes with the size of the drawing, the length of the run and the machine.

import { Simulation } from '../../server/simulation/simulation.ts'
import { calibrate } from './calibration.ts'
import { printCores } from './cores.ts'
import { printElements } from './elements.ts'
import { printEvents } from './events.ts'
import { printMemory } from './memory.ts'
import { printPeers } from './peers.ts'
import { perCpuSecond, SECOND_NS, sampleOf, thousands } from './sample.ts'
import { type Workload, workloads } from './workloads.ts'

const SAMPLES = 3

const parts = {
  workloads: printWorkloads,
  elements: printElements,
  events: printEvents,
  memory: printMemory,
  peers: printPeers,
  cores: printCores,
} satisfies Record<string, (isLong: boolean) => void | Promise<void>>

/** `words`: the parts that are wanted, all where none is named, and `--long` for the longest runs. */
export async function printEngineBench(words: readonly string[] = []): Promise<void> {
  const named = words.filter((word) => word !== '--long')
  const unknown = named.find((word) => !Object.hasOwn(parts, word))
  if (unknown !== undefined) {
    const known = Object.keys(parts).join(', ')
    throw new Error(`There is no part "${unknown}" of the engine's bench; there are ${known}.`)
  }
  for (const [name, print] of Object.entries(parts))
    if (named.length === 0 || named.includes(name)) await print(words.includes('--long'))
}

function printWorkloads(): void {
  console.log('Engine: whole runs, with brokers, services, journal, hash and statistics')
  for (const workload of workloads) {
    // Steady: the compiler has seen all of it.
    measure(workload)
    const samples = Array.from({ length: SAMPLES }, () => measure(workload))
    const { deliveries, calib } = samples.sort((a, b) => ratio(a) - ratio(b))[1] as Rates
    console.log(
      `  ${workload.name}  ${thousands(deliveries)} k deliveries per CPU-second, ` +
        `${(deliveries / calib).toFixed(3)} of calibration (${thousands(calib)} k)  ${workload.what}`,
    )
  }
}

/** A second of the processor. */
interface Rates {
  readonly deliveries: number
  readonly calib: number
}

function measure({ topology, seconds }: Workload): Rates {
  const calib = calibrate()
  const simulation = new Simulation({ topology, seed: 1 })
  return { deliveries: perCpuSecond(sampleOf(simulation, seconds * SECOND_NS)), calib }
}

function ratio({ deliveries, calib }: Rates): number {
  return deliveries / calib
}
