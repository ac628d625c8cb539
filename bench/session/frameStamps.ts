// Loaded before the server, in all of its threads: a session's thread tells when it sent each frame.

import { BroadcastChannel, isMainThread, parentPort } from 'node:worker_threads'
import type { FromWorker } from '../../server/session/messages.ts'

export const STAMPS = 'millrace-bench-frames'

export interface Stamp {
  readonly sequence: number
  /** Of the clock that all processes of the machine share. */
  readonly atMs: number
}

if (!isMainThread && parentPort) stampFrames(parentPort)

function stampFrames(port: NonNullable<typeof parentPort>): void {
  const channel = new BroadcastChannel(STAMPS)
  channel.unref()
  const post = port.postMessage.bind(port)
  port.postMessage = (message: FromWorker, transfer) => {
    if (message?.kind === 'news' && message.news.kind === 'frame') {
      const sequence = new Float64Array(message.news.bytes)[1] ?? 0
      channel.postMessage({ sequence, atMs: performance.timeOrigin + performance.now() })
    }
    post(message, transfer)
  }
}
