// A real server on a port of its own and a folder of its own, with browsers that are socket.io clients.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { io, type Socket } from 'socket.io-client'
import { decodeFrame, type Frame } from '#shared/protocol/frame.ts'
import type {
  ClientToServerEvents,
  Reply,
  ReplyOf,
  RequestName,
  RequestOf,
  ServerToClientEvents,
} from '#shared/protocol/protocol.ts'
import { canonicalText } from '#shared/topology/canonical.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Gallery } from '../storage/gallery.ts'
import { Workspace } from '../storage/workspace.ts'
import { type RunningServer, startServer } from './server.ts'
import { welcome } from './welcome.ts'

type News = ServerToClientEvents
export type Browser = Socket<ServerToClientEvents, ClientToServerEvents>

/** Fewer than in the app: each is a thread. */
export const SESSIONS_MAX_HERE = 3

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}

export class TestServer {
  readonly folder: string
  readonly log: string[] = []
  #workspace: Workspace | null = null
  #gallery: Gallery | null = null
  #server: RunningServer | null = null
  #browsers: Browser[] = []

  private constructor(folder: string) {
    this.folder = folder
  }

  static async start(topologies: Readonly<Record<string, Topology>> = {}): Promise<TestServer> {
    const test = new TestServer(await mkdtemp(join(tmpdir(), 'millrace-')))
    for (const [id, topology] of Object.entries(topologies))
      await writeFile(test.pathOf(id), canonicalText(topology))
    await test.open()
    return test
  }

  async open(): Promise<void> {
    const workspace = await Workspace.open(this.folder)
    const gallery = await Gallery.open(join(import.meta.dirname, '../../examples'))
    this.#workspace = workspace
    this.#gallery = gallery
    const clientFolder = join(this.folder, 'client')
    const log = (line: string) => this.log.push(line)
    const sessionsMax = SESSIONS_MAX_HERE
    this.#server = await startServer({
      workspace,
      gallery,
      clientFolder,
      port: 0,
      log,
      sessionsMax,
    })
  }

  /** What the app does when it starts on a folder. */
  async welcome(): Promise<void> {
    if (!this.#workspace || !this.#gallery) throw new Error('the server is open')
    await welcome(this.#workspace, this.#gallery, this.running.rooms)
  }

  /** As a signal does. */
  async close(): Promise<readonly string[]> {
    for (const browser of this.#browsers.splice(0)) browser.disconnect()
    const server = this.#server
    this.#server = null
    return (await server?.close()) ?? []
  }

  async end(): Promise<void> {
    await this.close()
    await rm(this.folder, { recursive: true })
  }

  get running(): RunningServer {
    if (!this.#server) throw new Error('the server is open')
    return this.#server
  }

  get host(): string {
    return `127.0.0.1:${this.running.port}`
  }

  pathOf(id: string): string {
    return join(this.folder, `${id}.json`)
  }

  /** Connected, or the reason why not. */
  connect(headers: Readonly<Record<string, string>> = {}): Promise<Browser> {
    const browser: Browser = io(`http://${this.host}`, {
      transports: ['websocket'],
      extraHeaders: { ...headers },
      reconnection: false,
      forceNew: true,
    })
    this.#browsers.push(browser)
    return new Promise((resolve, reject) => {
      browser.once('connect', () => resolve(browser))
      browser.once('connect_error', reject)
    })
  }

  http(path: string, options: HttpOptions = {}): Promise<Answer> {
    const { method = 'GET', headers = {}, body } = options
    const { port } = this.running
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part
        })
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
        })
      })
      sent.on('error', reject)
      sent.end(body)
    })
  }

  post(path: string, body: unknown): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const headers = { 'content-type': 'application/json' }
    return this.http(path, { method: 'POST', headers, body: text })
  }
}

interface HttpOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

/** The server's reply, good or bad. */
export function ask<Name extends RequestName>(
  browser: Browser,
  name: Name,
  request: RequestOf<Name>,
): Promise<Reply<ReplyOf<Name>>> {
  return askAnything(browser, name, request) as Promise<Reply<ReplyOf<Name>>>
}

/** The value of a reply that has to be good. */
export async function tell<Name extends RequestName>(
  browser: Browser,
  name: Name,
  request: RequestOf<Name>,
): Promise<ReplyOf<Name>> {
  const reply = await ask(browser, name, request)
  if (reply.ok) return reply.value
  throw new Error(`${reply.code}: ${reply.message}`)
}

/** What no browser of ours would send. */
export function askAnything(browser: Browser, name: string, ...sent: unknown[]): Promise<unknown> {
  const loose = browser as unknown as Socket
  return loose.timeout(20_000).emitWithAck(name, ...sent)
}

/** The next news of that name that is wanted. */
export function heard<Name extends keyof News>(
  browser: Browser,
  name: Name,
  isWanted: (news: Parameters<News[Name]>[0]) => boolean = () => true,
): Promise<Parameters<News[Name]>[0]> {
  const loose: Socket = browser as unknown as Socket
  return new Promise((resolve) => {
    const listen = (news: Parameters<News[Name]>[0]): void => {
      if (!isWanted(news)) return
      loose.off(name as string, listen)
      resolve(news)
    }
    loose.on(name as string, listen)
  })
}

export async function frameHeard(
  browser: Browser,
  isWanted: (frame: Frame) => boolean = () => true,
): Promise<Frame> {
  let frame: Frame | null = null
  await heard(browser, 'run:frame', (bytes) => {
    // The client for Node hands binary data over as a Buffer, which is a view of a larger block.
    frame = decodeFrame(Uint8Array.from(bytes as unknown as Buffer).buffer)
    return frame !== null && isWanted(frame)
  })
  if (frame === null) throw new Error('the frame can be read')
  return frame
}

/** A message of socket.io as it stands on the wire. */
export function sendRaw(browser: Browser, text: string): void {
  browser.io.engine.write(text)
}

/** From now on what arrives is left lying. */
export function stopReading(browser: Browser): void {
  const { transport } = browser.io.engine as unknown as {
    transport: { ws: { pause(): void } }
  }
  transport.ws.pause()
}
