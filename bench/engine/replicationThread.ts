// Takes replications of a workload from a counter that all threads share, until there are no more.

import { parentPort, workerData } from 'node:worker_threads'
import { Simulation } from '../../server/simulation/simulation.ts'
import { SECOND_NS } from './sample.ts'
import { workloads } from './workloads.ts'

export interface ReplicationWork {
  readonly workload: string
  readonly seconds: number
  readonly replications: number
  /** How many have been taken. */
  readonly taken: Int32Array<SharedArrayBuffer>
}

function replicate({ workload, seconds, replications, taken }: ReplicationWork): number {
  const topology = workloads.find(({ name }) => name === workload)?.topology
  if (!topology) throw new Error(`There is no workload ${workload}.`)
  let deliveries = 0
  for (;;) {
    const replication = Atomics.add(taken, 0, 1)
    if (replication >= replications) return deliveries
    const simulation = new Simulation({ topology, seed: replication })
    simulation.advance(seconds * SECOND_NS)
    deliveries += simulation.journal.count('delivered')
  }
}

// The thread first says that it has loaded everything, and begins when it is told to.
parentPort?.once('message', () => parentPort?.postMessage(replicate(workerData as ReplicationWork)))
parentPort?.postMessage('ready')
