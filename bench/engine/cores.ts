// How much sooner the same replications are done by two threads than by one.

import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { startThread } from '../../server/threads/startThread.ts'
import type { ReplicationWork } from './replicationThread.ts'
import { median } from './sample.ts'

const REPLICATIONS = 16
const ROUNDS = 3
const SECONDS_OF_EACH = 1500

export async function printCores(): Promise<void> {
  console.log(`Two cores: ${REPLICATIONS} replications of W2 by worker threads, by the clock`)
  if (availableParallelism() < 2) {
    console.log('  this machine has one core')
    return
  }
  const gains: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const [one, two] = [await msWith(1), await msWith(2)]
    gains.push(one / two)
  }
  console.log(
    `  two threads are ${median(gains).toFixed(2)} times as fast as one ` +
      `(${gains.map((gain) => gain.toFixed(2)).join(', ')})`,
  )
}

/** Until all replications are done, from the moment that every thread is ready. */
async function msWith(threads: number): Promise<number> {
  const taken = new Int32Array(new SharedArrayBuffer(4))
  const work: ReplicationWork = {
    workload: 'W2',
    seconds: SECONDS_OF_EACH,
    replications: REPLICATIONS,
    taken,
  }
  const workers = Array.from({ length: threads }, () =>
    startThread(import.meta.url, 'replicationThread', { workerData: work }),
  )
  await Promise.all(workers.map((worker) => once(worker, 'message')))
  const startedAt = performance.now()
  const done = workers.map((worker) => once(worker, 'message'))
  for (const worker of workers) worker.postMessage('begin')
  await Promise.all(done)
  const spent = performance.now() - startedAt
  await Promise.all(workers.map((worker) => worker.terminate()))
  return spent
}
