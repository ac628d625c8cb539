// The page's one connection to its server, as functions for whoever needs something from it.

import type { BreakpointChange } from '#shared/protocol/breakpoints.ts'
import type { Control, EventDetail, RunState } from '#shared/protocol/protocol.ts'
import type { RunChange } from '#shared/topology/recipe.ts'
import { designerStore } from '../store/designerStore.ts'
import { KeptBreakpoints } from '../store/keptBreakpoints.ts'
import { live } from '../store/live/liveStore.ts'
import { keepPendingEdits, WriteAhead } from '../store/writeAhead.ts'
import { deleteTopology } from './documents.ts'
import { createSocket } from './requests.ts'
import type { Result } from './result.ts'
import { TopologyConnection } from './topologyConnection.ts'

let connection: TopologyConnection | null = null

/** Called once, when the page starts. */
export function startConnection(): void {
  const writeAhead = new WriteAhead(localStorage, crypto.randomUUID())
  keepPendingEdits(designerStore, writeAhead, () =>
    designerStore.getState().notify({
      tone: 'warning',
      text: 'This browser has no room left to keep edits that are not saved yet. Leave the page open.',
    }),
  )
  connection = new TopologyConnection({
    socket: createSocket(),
    store: designerStore,
    live,
    writeAhead,
    keptBreakpoints: new KeptBreakpoints(localStorage),
  })
  connection.start()
}

/** Shows a topology and follows it. On failure, what was open stays open. */
export async function openTopology(topologyId: string): Promise<Result<null>> {
  return connection?.open(topologyId) ?? NOT_STARTED
}

/** Of the open topology, by the person who looks at it. The server keeps its file aside. */
export async function deleteOpenTopology(topologyId: string): Promise<Result<null>> {
  connection?.expectRemoval(topologyId)
  const result = await deleteTopology(topologyId)
  if (!result.ok) connection?.expectRemoval(null)
  return result
}

export function closeTopology(): void {
  connection?.close()
}

/** A failure also raises a notice. */
export async function control(change: Control): Promise<Result<RunState>> {
  const answered = designerStore.getState().awaitControl(change)
  try {
    return reported((await connection?.control(change)) ?? NOT_STARTED)
  } finally {
    answered()
  }
}

/** A fault, or its end. A failure also raises a notice. */
export async function changeRun(change: RunChange): Promise<Result<{ readonly atNs: number }>> {
  return reported((await connection?.changeRun(change)) ?? NOT_STARTED)
}

/** A failure also raises a notice. */
export async function changeBreakpoints(change: BreakpointChange): Promise<Result<RunState>> {
  return reported((await connection?.changeBreakpoints(change)) ?? NOT_STARTED)
}

export async function readEvent(origin: number, n: number): Promise<Result<EventDetail>> {
  return connection?.readEvent(origin, n) ?? NOT_STARTED
}

function reported<Value>(result: Result<Value>): Result<Value> {
  if (!result.ok) designerStore.getState().notify({ tone: 'error', text: result.message })
  return result
}

const NOT_STARTED: Result<never> = {
  ok: false,
  message: 'The page has not connected yet.',
  retryable: true,
}
