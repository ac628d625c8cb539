// A session's thread: works in slices and, in between, answers and tells.

import { getHeapStatistics } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '#shared/lib/assert.ts'
import { Broadcast } from './broadcast.ts'
import { Desk } from './desk.ts'
import { collectGarbage } from './garbage.ts'
import { bytesTakenBy, MemoryReports } from './memoryReports.ts'
import type { FromWorker, SessionNews, SessionStart, ToWorker } from './messages.ts'
import { Session } from './session.ts'
import { yieldToOthers } from './threadPriority.ts'

/** Less is not worth the time that it takes. */
const COLLECTED_BYTES_MIN = 100_000_000
/** Columns are let go by another thread of the machine, a little after they were collected. */
const COLLECTED_AGAIN_MS = 1000

const port = parentPort
assert(port, 'this file runs in a worker thread')

// What SessionHost passes; both sides are compiled together.
const start = workerData as SessionStart
const clock = { nowMs: () => performance.now() }
const { checkpointBytesMax: bytesMax, secondRunBytesMax } = start
const session = new Session(start, clock, {
  ...(bytesMax === undefined ? {} : { checkpoints: { bytesMax } }),
  ...(secondRunBytesMax === undefined ? {} : { secondRun: { bytesTaken, secondRunBytesMax } }),
})
const broadcast = new Broadcast(session, clock, tell)
const desk = new Desk(session, broadcast)
const memory = new MemoryReports(clock, bytesTaken, (bytes) => post({ kind: 'memory', bytes }))
yieldToOthers()
let shown = session.run
let isScheduled = false

port.on('message', (message: ToWorker) => {
  if (message.kind === 'watch') broadcast.watch(message.watching)
  else desk.take(message.request, (outcome) => post({ kind: 'reply', id: message.id, outcome }))
  broadcast.flush()
  schedule(0)
})
schedule(0)

function work(): void {
  isScheduled = false
  const restMs = session.tick()
  const hasCaughtUp = desk.catchUp()
  broadcast.flush()
  if (session.run !== shown) {
    shown = session.run
    // Not here: until this function ends, it may hold the run before.
    setImmediate(giveBack)
    setTimeout(giveBack, COLLECTED_AGAIN_MS)
  }
  const delayMs = hasCaughtUp ? 0 : (restMs ?? broadcast.awaitedInMs)
  memory.look(delayMs === null)
  if (delayMs !== null) schedule(delayMs)
}

function schedule(delayMs: number): void {
  if (isScheduled) return
  isScheduled = true
  // Messages are read between two slices in both cases.
  if (delayMs === 0) setImmediate(work)
  else setTimeout(work, delayMs)
}

/** Another run is on show: what the one before it took is nobody's any more. */
function giveBack(): void {
  if (bytesTaken() >= COLLECTED_BYTES_MIN) collectGarbage()
  memory.lookNow()
}

function bytesTaken(): number {
  const { total_heap_size: heap, external_memory: columns } = getHeapStatistics()
  return bytesTakenBy(heap, columns)
}

function tell(news: SessionNews): void {
  post({ kind: 'news', news }, 'bytes' in news ? [news.bytes] : [])
}

function post(message: FromWorker, transfer: readonly ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer)
}
