// Opens a port on this machine's loopback, and on no other address.

import type { Server } from 'node:http'
import { createServer, type Server as NetServer } from 'node:net'
import { errorCode } from '../storage/disk.ts'

/** How many ports after the wanted one are tried. */
const ATTEMPTS_MAX = 100

/** The wanted port or the next free one (0: any). Answers the port. */
export async function listenOnLoopback(server: Server, wantedPort: number): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await listen(server, wantedPort + attempt, '127.0.0.1')
    } catch (error) {
      const mayTryNext =
        errorCode(error) === 'EADDRINUSE' && attempt < ATTEMPTS_MAX && wantedPort + attempt < 65_535
      if (!mayTryNext) throw error
    }
  }
}

/** `localhost` may mean ::1 too. Answers null where that cannot be had. */
export async function listenOnIpv6Loopback(
  server: Server,
  port: number,
): Promise<NetServer | null> {
  // The same settings as those of an HTTP server's own connections.
  const options = { allowHalfOpen: true, noDelay: true }
  const door = createServer(options, (socket) => server.emit('connection', socket))
  door.maxConnections = server.maxConnections
  try {
    await listen(door, port, '::1')
    return door
  } catch {
    return null
  }
}

function listen(server: NetServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, exclusive: true }, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}
