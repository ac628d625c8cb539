// Loaded before the server, in all of its threads: a session's thread tells when it sent each frame, and where
// it was each time that it told its state to somebody who asked.

import { readFileSync } from 'node:fs'
import { BroadcastChannel, isMainThread, parentPort } from 'node:worker_threads'
import type { FromWorker } from '../../server/session/messages.ts'

export const STAMPS = 'millrace-bench-frames'

export interface Stamp {
  readonly kind: 'frame'
  readonly sequence: number
  /** Of the clock that all processes of the machine share. */
  readonly atMs: number
}

/** All of one moment, as the run's own thread knows it. */
export interface Standing {
  readonly kind: 'standing'
  /** Virtual time. */
  readonly nowNs: number
  readonly atMs: number
  /** Of this thread on a processor; NaN where the system does not tell. */
  readonly cpuMs: number
}

if (!isMainThread && parentPort) stampFrames(parentPort)

function stampFrames(port: NonNullable<typeof parentPort>): void {
  const channel = new BroadcastChannel(STAMPS)
  channel.unref()
  const post = port.postMessage.bind(port)
  port.postMessage = (message: FromWorker, transfer) => {
    const stamp = stampOf(message)
    if (stamp) channel.postMessage(stamp)
    post(message, transfer)
  }
}

function stampOf(message: FromWorker): Stamp | Standing | null {
  const atMs = performance.timeOrigin + performance.now()
  if (message?.kind === 'news' && message.news.kind === 'frame')
    return { kind: 'frame', sequence: new Float64Array(message.news.bytes)[1] ?? 0, atMs }
  if (message?.kind !== 'reply' || !message.outcome.ok) return null
  const { value } = message.outcome
  if (typeof value !== 'object' || value === null || !('nowNs' in value)) return null
  return { kind: 'standing', nowNs: Number(value.nowNs), atMs, cpuMs: cpuOfThisThread() }
}

function cpuOfThisThread(): number {
  try {
    return Number.parseInt(readFileSync('/proc/thread-self/schedstat', 'utf8'), 10) / 1e6
  } catch {
    return Number.NaN
  }
}
