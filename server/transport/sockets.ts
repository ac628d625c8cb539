// The live link. Everything that arrives is foreign: who is no page of ours is refused, who asks too
// much is told so, and nothing that is sent can end the server.

import type { IncomingMessage } from 'node:http'
import { Server, type Socket } from 'socket.io'
import {
  type ClientToServerEvents,
  MESSAGE_BYTES_MAX,
  type RequestName,
  type ServerToClientEvents,
} from '#shared/protocol/protocol.ts'
import { failure, isRequestName, replyTo } from './answer.ts'
import type { Audience } from './audience.ts'
import { handlersFor } from './handlers.ts'
import { NewestFrame } from './newestFrame.ts'
import type { OwnAddresses } from './ownAddresses.ts'
import type { Rooms } from './rooms.ts'
import { TokenBucket } from './tokenBucket.ts'

const SOCKETS_MAX = 1200

const ALLOWANCE = { burst: 100, perSecond: 50 }

/** Requests beyond the allowance, less those within it, before the socket is closed. */
const EXCESS_MAX = 1000

interface SocketFacts {
  topologyId?: string
  /** What it has asked for last: the room may not be open yet. */
  wantedId?: string
}

export type LiveServer = Server<
  ClientToServerEvents,
  ServerToClientEvents,
  Record<string, never>,
  SocketFacts
>
type LiveSocket = Socket<
  ClientToServerEvents,
  ServerToClientEvents,
  Record<string, never>,
  SocketFacts
>

/** To be attached to an HTTP server that has its other listeners already. */
export function openSockets(addresses: OwnAddresses): LiveServer {
  const live: LiveServer = new Server({
    serveClient: false,
    transports: ['websocket'],
    maxHttpBufferSize: MESSAGE_BYTES_MAX,
    perMessageDeflate: false,
    connectTimeout: 10_000,
    cleanupEmptyChildNamespaces: true,
    allowRequest: (request, decide) => {
      const refusal = refusalOf(request, addresses, live.engine.clientsCount)
      decide(refusal, refusal === null)
    },
  })
  return live
}

function refusalOf(
  { headers }: IncomingMessage,
  addresses: OwnAddresses,
  socketCount: number,
): string | null {
  if (socketCount >= SOCKETS_MAX) return `This server has ${SOCKETS_MAX} browsers already.`
  return addresses.refusal({ host: headers.host, origin: headers.origin })
}

export function audienceOf(live: LiveServer, topologyId: string): Audience {
  const channel = channelOf(topologyId)
  const newest = new NewestFrame((frame) => {
    live.to(channel).volatile.emit('run:frame', frame)
  })
  return {
    tell: (name, ...news) => {
      newest.sendNow()
      live.to(channel).emit(name, ...news)
    },
    tellOthers: (exceptId, name, ...news) => {
      live
        .to(channel)
        .except(exceptId)
        .emit(name, ...news)
    },
    show: (frame) => newest.show(frame),
  }
}

/** Connects each browser with the rooms. */
export function serveSockets(live: LiveServer, rooms: Rooms): void {
  live.on('connection', (socket) => {
    const bucket = new TokenBucket(ALLOWANCE, performance.now())
    let excess = 0
    socket.onAny((name: string, ...sent: unknown[]) => {
      const reply = replyFunction(sent)
      if (!bucket.take(performance.now())) {
        reply(failure('tooManyRequests', 'That was too much at once. Try again in a moment.'))
        excess += 1
        if (excess > EXCESS_MAX) socket.disconnect(true)
      } else if (isRequestName(name)) {
        excess = Math.max(0, excess - 1)
        answer({ socket, rooms, name, sent }).catch(reportFailure)
      } else {
        reply(failure('malformedRequest', 'This server knows no request of that name.'))
      }
    })
    socket.on('disconnect', () => leave(socket, rooms))
  })
}

interface Asked {
  readonly socket: LiveSocket
  readonly rooms: Rooms
  readonly name: RequestName
  readonly sent: readonly unknown[]
}

async function answer({ socket, rooms, name, sent }: Asked): Promise<void> {
  const frames: ArrayBuffer[] = []
  const handlers = handlersFor(rooms, {
    id: socket.id,
    turnTo: (topologyId) => {
      socket.data.wantedId = topologyId
    },
    wants: (topologyId) => socket.connected && socket.data.wantedId === topologyId,
    watch: (topologyId) => changeRoom(socket, rooms, topologyId),
    show: (frame) => frames.push(frame),
  })
  replyFunction(sent)(await replyTo(name, requestIn(sent), handlers))
  for (const frame of frames) socket.emit('run:frame', frame)
}

function changeRoom(socket: LiveSocket, rooms: Rooms, topologyId: string): void {
  if (socket.data.topologyId !== topologyId) leave(socket, rooms)
  socket.data.topologyId = topologyId
  void socket.join(channelOf(topologyId))
}

function leave(socket: LiveSocket, rooms: Rooms): void {
  const { topologyId } = socket.data
  if (topologyId === undefined) return
  void socket.leave(channelOf(topologyId))
  rooms.leave(topologyId, socket.id)
}

/** Of our own making, so that nobody lands in a room by choosing a socket's id for a name. */
function channelOf(topologyId: string): string {
  return `p:${topologyId}`
}

function requestIn(sent: readonly unknown[]): unknown {
  return typeof sent[0] === 'function' ? undefined : sent[0]
}

function reportFailure(error: unknown): void {
  console.error('An answer could not be sent:', error)
}

/** A browser may leave the acknowledgement out. */
function replyFunction(sent: readonly unknown[]): (reply: unknown) => void {
  const last = sent.at(-1)
  return typeof last === 'function' ? (reply) => last(reply) : () => undefined
}
