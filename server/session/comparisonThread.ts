// A comparison in a thread of its own, so that the server answers others meanwhile.

import type { CompareOptions, Comparison } from '../simulation/compare/compare.ts'
import { startWorkerThread } from './workerFile.ts'

const HEAP_MB_MAX = 1024
/** Real time for both runs. */
const PATIENCE_MS = 60_000

export function compareInThread(options: CompareOptions): Promise<Comparison> {
  return new Promise((resolve) => {
    const worker = startWorkerThread('comparison', {
      workerData: options,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
    })
    const end = (comparison: Comparison) => {
      clearTimeout(patience)
      void worker.terminate()
      resolve(comparison)
    }
    const refuse = (reason: string) => end({ ok: false, reason })
    const patience = setTimeout(
      () => refuse('The comparison took longer than a minute. Compare a shorter time.'),
      PATIENCE_MS,
    )
    worker.once('message', (comparison: Comparison) => end(comparison))
    worker.once('error', (error) =>
      refuse(error instanceof Error ? error.message : 'The comparison broke off.'),
    )
    worker.once('exit', () => refuse('The comparison ended without an answer.'))
  })
}
