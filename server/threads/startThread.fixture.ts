// Stands in for `startThread.ts` in tests: see `vitest.config.ts`.

import { join } from 'node:path'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import { inject } from 'vitest'

/** From the build, wherever the caller's source is. */
export function startThread(_caller: string, name: string, options: WorkerOptions): Worker {
  return new Worker(join(inject('builtServer'), `${name}.js`), options)
}
