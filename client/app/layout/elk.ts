// ELK in a worker of its own: it loads when it is first wanted, and can be stopped at any time.

import ELK from 'elkjs/lib/elk-api.js'
import workerUrl from 'elkjs/lib/elk-worker.min.js?url'
import type { GraphNode } from '#shared/topology/arrangeGraph.ts'

export type LayoutOutcome =
  | { readonly kind: 'laid'; readonly graph: GraphNode }
  | { readonly kind: 'late' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly reason: string }

export async function layOut(
  graph: GraphNode,
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<LayoutOutcome> {
  const elk = new ELK({ workerFactory: () => new Worker(workerUrl) })
  // ELK writes into what it is given.
  const own = structuredClone(graph) as Parameters<typeof elk.layout>[0]
  try {
    return await Promise.race([
      elk.layout(own).then((laid): LayoutOutcome => ({ kind: 'laid', graph: laid as GraphNode })),
      ending(signal, timeoutMs),
    ])
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
  } finally {
    elk.terminateWorker()
  }
}

function ending(signal: AbortSignal, timeoutMs: number): Promise<LayoutOutcome> {
  return new Promise((resolve) => {
    setTimeout(() => resolve({ kind: 'late' }), timeoutMs)
    signal.addEventListener('abort', () => resolve({ kind: 'cancelled' }))
  })
}
