// Runs one workload in a process of its own, as each run of the product has a thread of its own, and prints
// what it did of it and of the calibration loop.

import { Simulation } from '../../server/simulation/simulation.ts'
import { copyMoreIntoCallers } from '../../server/threads/inlining.ts'
import { calibrate } from './calibration.ts'
import { drawingNamed } from './drawings.ts'
import { perCpuSecond, SECOND_NS, sampleOf } from './sample.ts'
import { workloads } from './workloads.ts'

const SAMPLES = 9

/** In a second of the processor. */
export interface Rates {
  readonly deliveries: number
  readonly calib: number
}

function main([name]: readonly string[]): Rates {
  const workload = workloads.find((known) => known.name === name)
  const { topology, seconds } = workload ?? drawingNamed(name ?? '')
  const simulation = new Simulation({ topology, seed: 1 })
  // Steady: the compiler has seen all of it, and memory is in use.
  simulation.advance(seconds * SECOND_NS)
  const samples = Array.from({ length: SAMPLES }, (_, index) => {
    const calib = calibrate()
    const until = (index + 2) * seconds * SECOND_NS
    return { deliveries: perCpuSecond(sampleOf(simulation, until)), calib }
  })
  return samples.sort((a, b) => ratio(a) - ratio(b))[SAMPLES >> 1] as Rates
}

function ratio({ deliveries, calib }: Rates): number {
  return deliveries / calib
}

copyMoreIntoCallers()
console.log(JSON.stringify(main(process.argv.slice(2))))
