// The thread of a comparison: runs both drawings flat out, answers once, and ends.

import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '#shared/lib/assert.ts'
import { type CompareOptions, compareSwap } from '../simulation/compare/compare.ts'

const port = parentPort
assert(port, 'this file runs in a worker thread')

// What `compareInThread` passes; both sides are compiled together.
port.postMessage(compareSwap(workerData as CompareOptions))
