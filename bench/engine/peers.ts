// The same workloads in other simulators, where this machine has them. They are no dependencies.

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { z } from 'zod'
import { Simulation } from '../../server/simulation/simulation.ts'
import { perCpuSecond, SECOND_NS, sampleOf, thousands } from './sample.ts'
import { type Workload, workloads } from './workloads.ts'

const ratesSchema = z.record(z.string(), z.number().positive())

export function printPeers(): void {
  console.log('Peers: the same workload in the same run')
  const version = python('import simpy; print(simpy.__version__)')
  if (version === null) {
    console.log('  SimPy  not installed (python3 cannot import simpy)')
    return
  }
  const text = spawnSync('python3', [join(import.meta.dirname, 'simpyPeer.py')], {
    encoding: 'utf8',
  })
  if (text.status !== 0) {
    console.log(`  SimPy ${version}  could not run the workloads: ${text.stderr.trim()}`)
    return
  }
  const rates = ratesSchema.parse(JSON.parse(text.stdout))
  for (const workload of workloads) {
    const theirs = rates[workload.name]
    if (theirs === undefined) continue
    const ours = deliveriesPerSecond(workload)
    console.log(
      `  SimPy ${version}  ${workload.name}  ${thousands(theirs)} k deliveries per CPU-second, ` +
        `Millrace ${thousands(ours)} k: ${(ours / theirs).toFixed(1)} times as many`,
    )
  }
}

function deliveriesPerSecond({ topology, seconds }: Workload): number {
  return perCpuSecond(sampleOf(new Simulation({ topology, seed: 1 }), seconds * SECOND_NS))
}

/** What it prints; null where there is no Python, or it fails. */
function python(code: string): string | null {
  const { status, stdout } = spawnSync('python3', ['-c', code], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : null
}
