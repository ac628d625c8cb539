// A server on a workspace of its own, where nobody else's can be seen: one that a worker keeps for all
// its tests, or one that a single test may kill.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const root = dirname(dirname(import.meta.dirname))
/** `npm run e2e` removes all of it at the end, whatever became of the tests. */
const workspaces = process.env.E2E_WORKSPACES ?? tmpdir()

export class OwnServer {
  readonly folder: string
  #port = 0
  #process: ChildProcess | null = null

  private constructor(folder: string) {
    this.folder = folder
  }

  static async start(): Promise<OwnServer> {
    const server = new OwnServer(await mkdtemp(join(workspaces, 'millrace-e2e-')))
    await server.start()
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Again on the same port, so that pages find it where it was. */
  async start(): Promise<void> {
    const env = { ...process.env, PORT: String(this.#port), MILLRACE_OPEN: '0' }
    const args = [join(root, 'bin', 'start.mjs'), this.folder]
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
    this.#process = child
    this.#port = await portIn(child.stdout)
    // What it says from now on must not fill the pipe.
    child.stdout.resume()
  }

  /** Without a goodbye. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async close(): Promise<void> {
    await this.#end('SIGTERM')
    await rm(this.folder, { recursive: true, force: true })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    this.#process = null
    if (child === null || child.exitCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }
}

/** Which port a server says that it listens on. */
async function portIn(output: Readable): Promise<number> {
  for await (const line of createInterface({ input: output })) {
    const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1]
    if (port !== undefined) return Number(port)
  }
  throw new Error('The server ended before it listened.')
}
