// A thread of an experiment: one replication after the other, as it is told.

import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '#shared/lib/assert.ts'
import type { Task } from '../../experiment/plan.ts'
import { replicate } from '../../experiment/replication.ts'
import type { FromThread, ThreadData } from './messages.ts'

const port = parentPort
assert(port, 'this file runs in a worker thread')

// What `ThreadPool` passes; both sides are compiled together.
const { plan, shares, thread } = workerData as ThreadData

port.on('message', (task: Task) => {
  const answer = (message: FromThread) => port.postMessage(message)
  try {
    const result = replicate(plan, task, (share) => {
      shares[thread] = share
    })
    answer({ ok: true, task, result })
  } catch (error) {
    answer({ ok: false, task, reason: error instanceof Error ? error.message : String(error) })
  }
})
