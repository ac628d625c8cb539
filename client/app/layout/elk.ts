// ELK in a worker of its own: it loads when it is first wanted, and can be stopped at any time.

import ELK from 'elkjs/lib/elk-api.js'
import workerUrl from 'elkjs/lib/elk-worker.min.js?url'
import type { GraphNode } from '#shared/topology/arrangeGraph.ts'

export type LayoutOutcome =
  /** The first graph, and of the others those that could be laid out in time; null: it could not. */
  | { readonly kind: 'laid'; readonly graphs: readonly (GraphNode | null)[] }
  | { readonly kind: 'late' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly reason: string }

interface Bounds {
  readonly signal: AbortSignal
  /** For the first graph. */
  readonly timeoutMs: number
  /** For all others together. */
  readonly othersMs: number
  /** Whether the first is so good that no other is wanted. */
  readonly isEnough: (laid: GraphNode) => boolean
}

/** One after the other. */
export async function layOut(
  graph: GraphNode,
  others: readonly GraphNode[],
  { signal, timeoutMs, othersMs, isEnough }: Bounds,
): Promise<LayoutOutcome> {
  const elk = new ELK({ workerFactory: () => new Worker(workerUrl) })
  // ELK writes into what it is given.
  const lay = (one: GraphNode) =>
    elk.layout(structuredClone(one) as Parameters<typeof elk.layout>[0]) as Promise<GraphNode>
  try {
    const ending = endingOf(signal, timeoutMs)
    const first = await Promise.race([lay(graph), ending])
    if ('kind' in first) return first
    const laid: (GraphNode | null)[] = [first]
    if (isEnough(first)) return { kind: 'laid', graphs: laid }
    const over = endingOf(signal, othersMs)
    for (const other of others) {
      const next = await Promise.race([lay(other).catch(() => null), over])
      if (next !== null && 'kind' in next) {
        if (next.kind === 'cancelled') return next
        break
      }
      laid.push(next)
    }
    return { kind: 'laid', graphs: laid }
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
  } finally {
    elk.terminateWorker()
  }
}

type Ending = Extract<LayoutOutcome, { kind: 'late' | 'cancelled' }>

function endingOf(signal: AbortSignal, timeoutMs: number): Promise<Ending> {
  return new Promise((resolve) => {
    setTimeout(() => resolve({ kind: 'late' }), timeoutMs)
    signal.addEventListener('abort', () => resolve({ kind: 'cancelled' }))
  })
}
