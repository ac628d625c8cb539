// Deliveries per CPU-second of whole runs, and as a share of the calibration loop measured beside them.

import { Simulation } from '../../server/simulation/simulation.ts'
import { calibrate } from './calibration.ts'
import { type Workload, workloads } from './workloads.ts'

const SAMPLES = 3

export function printEngineBench(): void {
  console.log('Engine: whole runs, with brokers, services, journal, hash and statistics')
  for (const workload of workloads) {
    const samples = Array.from({ length: SAMPLES }, () => measure(workload))
    const { deliveries, calib } = samples.sort((a, b) => ratio(a) - ratio(b))[1] as Sample
    console.log(
      `  ${workload.name}  ${thousands(deliveries)} k deliveries per CPU-second, ` +
        `${(deliveries / calib).toFixed(3)} of calibration (${thousands(calib)} k)  ${workload.what}`,
    )
  }
}

interface Sample {
  readonly deliveries: number
  readonly calib: number
}

function measure({ topology, seconds }: Workload): Sample {
  const calib = calibrate()
  const simulation = new Simulation({ topology, seed: 1 })
  const before = process.cpuUsage()
  simulation.advance(seconds * 1e9)
  const { user, system } = process.cpuUsage(before)
  return { deliveries: (simulation.journal.count('delivered') / (user + system)) * 1e6, calib }
}

function ratio({ deliveries, calib }: Sample): number {
  return deliveries / calib
}

function thousands(perSecond: number): string {
  return Math.round(perSecond / 1000).toString()
}
