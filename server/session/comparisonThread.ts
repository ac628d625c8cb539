// A comparison in a thread of its own, so that the server answers others meanwhile.

import type { CompareOptions, Comparison } from '../simulation/compare/compare.ts'
import type { CompareRunsOptions, RunsCompared } from '../simulation/compare/compareRuns.ts'
import { startThread } from '../threads/startThread.ts'

const HEAP_MB_MAX = 1024
/** Real time for both runs. */
const PATIENCE_MS = 60_000

export type ComparisonWork =
  | { readonly kind: 'swap'; readonly options: CompareOptions }
  | { readonly kind: 'runs'; readonly options: CompareRunsOptions }

type Refused = { readonly ok: false; readonly reason: string }

export function compareInThread(options: CompareOptions): Promise<Comparison> {
  return workInThread<Comparison>({ kind: 'swap', options })
}

export function compareRunsInThread(
  options: CompareRunsOptions,
): Promise<{ readonly ok: true; readonly compared: RunsCompared } | Refused> {
  return workInThread({ kind: 'runs', options })
}

function workInThread<Answer>(work: ComparisonWork): Promise<Answer | Refused> {
  return new Promise((resolve) => {
    const worker = startThread(import.meta.url, 'comparison', {
      workerData: work,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
    })
    const end = (answer: Answer | Refused) => {
      clearTimeout(patience)
      void worker.terminate()
      resolve(answer)
    }
    const refuse = (reason: string) => end({ ok: false, reason })
    const patience = setTimeout(
      () => refuse('The comparison took longer than a minute. Compare a shorter time.'),
      PATIENCE_MS,
    )
    worker.once('message', (answer: Answer) => end(answer))
    worker.once('error', (error) =>
      refuse(error instanceof Error ? error.message : 'The comparison broke off.'),
    )
    worker.once('exit', () => refuse('The comparison ended without an answer.'))
  })
}
