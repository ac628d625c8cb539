// Browsers by the hundred, in a process of their own: socket.io clients that note when frames come.

import { setPriority } from 'node:os'
import { io, type Socket } from 'socket.io-client'
import { answerQuestions } from './child.ts'

export type WatchersQuestion =
  | { readonly kind: 'connect'; readonly url: string; readonly count: number }
  | { readonly kind: 'join'; readonly topologyId: string }
  /** The first so many stop reading, or go on. */
  | { readonly kind: 'pause'; readonly count: number }
  | { readonly kind: 'resume'; readonly count: number }
  | { readonly kind: 'begin' }
  | { readonly kind: 'end' }

export interface Arrival {
  readonly watcher: number
  readonly sequence: number
  /** Of the clock that all processes of the machine share. */
  readonly atMs: number
}

const JOIN_MS_MAX = 20_000

/** As a run's thread is: browsers have machines of their own, and must not take its turn from it here. */
const NICENESS = 5

let watchers: Socket[] = []
let arrivals: Arrival[] = []

setPriority(NICENESS)
answerQuestions<WatchersQuestion>(answer, async () => {
  for (const socket of watchers) socket.disconnect()
})

async function answer(asked: WatchersQuestion): Promise<unknown> {
  switch (asked.kind) {
    case 'connect':
      watchers = await Promise.all(
        Array.from({ length: asked.count }, (_, n) => connect(asked.url, n)),
      )
      return null
    case 'join':
      await Promise.all(watchers.map((socket) => join(socket, asked.topologyId)))
      return null
    case 'pause':
    case 'resume':
      for (const socket of watchers.slice(0, asked.count)) transportOf(socket)[asked.kind]()
      return null
    case 'begin':
      arrivals = []
      return null
    case 'end':
      return arrivals
  }
}

function join(socket: Socket, topologyId: string): Promise<unknown> {
  return socket.timeout(JOIN_MS_MAX).emitWithAck('topology:join', { topologyId })
}

function connect(url: string, watcher: number): Promise<Socket> {
  const socket = io(url, { transports: ['websocket'], reconnection: false, forceNew: true })
  socket.on('run:frame', (bytes: Buffer) => {
    // The second number of a frame's head; only frames that follow each other grow.
    const sequence = bytes.readDoubleLE(8)
    arrivals.push({ watcher, sequence, atMs: performance.timeOrigin + performance.now() })
  })
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket))
    socket.once('connect_error', reject)
  })
}

/** Reading is stopped where the bytes come in; the client has no public name for it. */
function transportOf(socket: Socket): { pause(): void; resume(): void } {
  const { transport } = socket.io.engine as unknown as {
    transport: { ws: { pause(): void; resume(): void } }
  }
  return transport.ws
}
