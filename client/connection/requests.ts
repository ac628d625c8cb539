import { io, type Socket } from 'socket.io-client'
import type { z } from 'zod'
import {
  type ClientToServerEvents,
  failures,
  type ReplyOf,
  type RequestName,
  type RequestOf,
  requests,
  type ServerToClientEvents,
} from '#shared/protocol/protocol.ts'
import { NOT_UNDERSTOOD, type Result, UNREACHABLE } from './result.ts'

export type ServerSocket = Socket<ServerToClientEvents, ClientToServerEvents>

const REPLY_MAX_MS = 15_000

/** Not connected yet. */
export function createSocket(): ServerSocket {
  return io({
    transports: ['websocket'],
    autoConnect: false,
    reconnectionDelay: 300,
    reconnectionDelayMax: 3000,
  })
}

/** Sends a request now or not at all: what waits for a connection would come out of its time. */
export async function ask<Name extends RequestName>(
  socket: ServerSocket,
  name: Name,
  request: RequestOf<Name>,
): Promise<Result<ReplyOf<Name>>> {
  if (!socket.connected) return UNREACHABLE
  try {
    // The typed events lose track of which request belongs to which name.
    const untyped = socket as unknown as Socket
    const reply: unknown = await untyped.timeout(REPLY_MAX_MS).emitWithAck(name, request)
    // The schema of this name yields the reply of this name; the compiler loses the connection.
    return readReply(reply, requests[name].reply) as Result<ReplyOf<Name>>
  } catch {
    return UNREACHABLE
  }
}

function readReply(reply: unknown, schema: z.ZodType): Result<unknown> {
  if (typeof reply !== 'object' || reply === null || !('ok' in reply)) return NOT_UNDERSTOOD
  if (reply.ok !== true) return failureOf(reply)
  const parsed = schema.safeParse('value' in reply ? reply.value : undefined)
  return parsed.success ? { ok: true, value: parsed.data } : NOT_UNDERSTOOD
}

function failureOf(reply: object): Result<never> {
  if (!('message' in reply) || typeof reply.message !== 'string') return NOT_UNDERSTOOD
  const code = 'code' in reply ? reply.code : undefined
  const known = Object.entries(failures).find(([name]) => name === code)
  return {
    ok: false,
    message: reply.message,
    retryable: known?.[1].retryable ?? false,
    ...(known && { code: known[0] }),
  }
}
