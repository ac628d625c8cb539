// Puts the server together: workspace, rooms, HTTP, sockets.

import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { watchFolder } from '../storage/folderWatch.ts'
import type { Gallery } from '../storage/gallery.ts'
import type { Workspace } from '../storage/workspace.ts'
import { createApp } from './app.ts'
import { listenOnIpv6Loopback, listenOnLoopback } from './listen.ts'
import { OwnAddresses } from './ownAddresses.ts'
import { Rooms, SESSIONS_MAX } from './rooms.ts'
import { LOOK_MS, SlowWatchers } from './slowWatchers.ts'
import { audienceOf, type LiveServer, openSockets, serveSockets } from './sockets.ts'

const HEADERS_MS_MAX = 10_000
const REQUEST_MS_MAX = 30_000
const CONNECTIONS_MAX = 2000
const SWEEP_MS = 30_000

export interface ServerParts {
  readonly workspace: Workspace
  readonly gallery: Gallery
  readonly clientFolder: string
  /** Taken if it is free, otherwise the next one; 0: any. */
  readonly port: number
  readonly log: (line: string) => void
  readonly sessionsMax?: number
}

export interface RunningServer {
  readonly port: number
  readonly rooms: Rooms
  readonly live: LiveServer
  /** Writes everything down and lets go of everything. Answers what could not be saved. */
  close(): Promise<readonly string[]>
}

export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const { workspace, gallery, clientFolder, log } = parts
  const report = (error: unknown) => log(error instanceof Error ? error.message : String(error))
  const addresses = new OwnAddresses()
  const http = createServer({ headersTimeout: HEADERS_MS_MAX, requestTimeout: REQUEST_MS_MAX })
  http.maxConnections = CONNECTIONS_MAX
  const connections = new Set<Socket>()
  http.on('connection', (connection) => {
    connections.add(connection)
    connection.once('close', () => connections.delete(connection))
  })
  const live = openSockets(addresses)
  const { sessionsMax = SESSIONS_MAX } = parts
  const rooms = new Rooms({ workspace, audienceOf: (id) => audienceOf(live, id), sessionsMax, log })
  http.on('request', createApp({ workspace, gallery, rooms, addresses, clientFolder }))
  // It takes its own requests away from those who listen already, and from nobody who comes later.
  live.attach(http)
  serveSockets(live, rooms)
  const port = await listenOnLoopback(http, parts.port)
  addresses.listenOn(port)
  const ipv6 = await listenOnIpv6Loopback(http, port)
  // A connection that cannot be accepted is no reason to end.
  for (const door of [http, ipv6]) door?.on('error', report)
  const stopWatching = watchFolder(workspace.folder, (id) => {
    rooms.look(id).catch(report)
  })
  const slowWatchers = new SlowWatchers(live)
  const looks = setInterval(() => slowWatchers.look(), LOOK_MS).unref()
  const sweep = setInterval(() => {
    rooms.sweep(performance.now()).catch(report)
  }, SWEEP_MS).unref()
  const close = async () => {
    stopWatching()
    clearInterval(looks)
    clearInterval(sweep)
    ipv6?.close()
    // New requests are refused first, so that what is written down is complete.
    const closed = live.close()
    const problems = await rooms.closeAll()
    // A browser that does not answer its farewell is not waited for.
    for (const connection of connections) connection.destroy()
    await closed
    await workspace.close()
    return problems
  }
  return { port, rooms, live, close }
}
