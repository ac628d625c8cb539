// The thread of a comparison: runs both flat out, answers once, and ends.

import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '#shared/lib/assert.ts'
import { compareSwap } from '../simulation/compare/compare.ts'
import { compareRuns } from '../simulation/compare/compareRuns.ts'
import type { ComparisonWork } from './comparisonThread.ts'

const port = parentPort
assert(port, 'this file runs in a worker thread')

// What `comparisonThread.ts` passes; both sides are compiled together.
const work = workerData as ComparisonWork
port.postMessage(
  work.kind === 'swap'
    ? compareSwap(work.options)
    : { ok: true, compared: compareRuns(work.options) },
)
