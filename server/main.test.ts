// The app as a process: started, killed, stopped.

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { hasDisplay } from './openBrowser.ts'
import { wantedPort } from './wantedPort.ts'

const SOURCE = ['--import', 'tsx', join(import.meta.dirname, 'main.ts')]

let folder = ''
const children: ChildProcess[] = []
const sockets: Socket[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'))
})

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.disconnect()
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

describe('The app', () => {
  it('opens a new workspace with the example running, and stops in order', async () => {
    const app = await start({}, { code: SOURCE })
    const socket = await connect(app.port)

    const joined = await ask(socket, 'topology:join', { topologyId: 'order-to-cash' })
    expect(joined.value.run).toMatchObject({ status: 'running', speed: 1, seed: 1 })

    // As npm does with Ctrl-C: it comes from the terminal and once more from npm.
    app.child.kill('SIGINT')
    app.child.kill('SIGINT')
    app.child.kill('SIGTERM')
    expect(await app.exited).toBe(0)
    expect(existsSync(join(folder, '.millrace', 'lock'))).toBe(false)
    expect(existsSync(join(folder, '.millrace', 'order-to-cash.run.json'))).toBe(true)
  }, 60_000)

  it('has every acknowledged edit after it was killed', async () => {
    const app = await start()
    const socket = await connect(app.port)
    const acknowledged: number[] = []
    const edits = Array.from({ length: 40 }, async (_, count) => {
      const changes = [{ path: ['layout', 'nodes', `node-${count}`], value: { x: count, y: 0 } }]
      const edit = { label: 'Place', changes }
      const request = { topologyId: 'order-to-cash', editId: `edit-${1000 + count}`, edit }
      const reply = await ask(socket, 'topology:edit', request).catch(() => ({ ok: false }))
      if (reply.ok) acknowledged.push(count)
      if (acknowledged.length === 20) app.child.kill('SIGKILL')
    })
    await app.exited
    socket.disconnect()
    await Promise.allSettled(edits)

    const again = await start()
    const answer = await fetch(`http://127.0.0.1:${again.port}/api/topologies/order-to-cash`)

    const { topology } = await answer.json()
    const lost = acknowledged.filter((count) => !topology.layout.nodes[`node-${count}`])
    expect(acknowledged.length).toBeGreaterThanOrEqual(20)
    expect(lost).toEqual([])
  }, 60_000)

  it('says why it does not start on a folder that another server has', async () => {
    const first = await start()

    const second = spawnApp()

    expect(await second.exited).toBe(1)
    expect(second.printed()).toContain(`Another Millrace server (process ${first.child.pid})`)
  }, 60_000)

  it('takes the next port where its own is taken', async () => {
    const first = await start()
    const other = join(folder, 'other')

    const second = await start({ PORT: `${first.port}` }, { where: other })

    expect(second.port).toBeGreaterThan(first.port)
    expect(JSON.parse(await readFile(join(other, 'order-to-cash.json'), 'utf8')).name).toBe(
      'Order to cash',
    )
  }, 60_000)

  it('refuses a port that is none', async () => {
    const app = spawnApp({ PORT: 'x' })

    expect(await app.exited).toBe(1)
    expect(app.printed()).toBe("PORT is a number from 0 to 65535 (0: any free port), but is 'x'.\n")
  }, 60_000)
})

describe('wantedPort', () => {
  it('is 4400 where none is named', () => {
    expect([undefined, '', '0', '8080'].map(wantedPort)).toEqual([4400, 4400, 0, 8080])
  })

  it.each(['-1', '65536', '1.5', 'http'])('refuses %s', (text) => {
    expect(() => wantedPort(text)).toThrow(`but is '${text}'.`)
  })
})

describe('hasDisplay', () => {
  it.each([
    ['linux', {}, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['linux', { DISPLAY: ':0', MILLRACE_OPEN: '0' }, false],
    ['linux', { DISPLAY: ':0', CI: 'true' }, false],
    ['darwin', {}, true],
    ['darwin', { SSH_CONNECTION: '10.0.0.1' }, false],
    ['win32', {}, true],
  ] as const)('is on %s with %j %s', (platform, environment, expected) => {
    expect(hasDisplay(platform, environment)).toBe(expected)
  })
})

interface Start {
  /** The build, which starts faster, where nothing else is said. */
  readonly code?: readonly string[]
  readonly where?: string
}

function spawnApp(environment: NodeJS.ProcessEnv = {}, { code, where = folder }: Start = {}) {
  const built = [join(inject('builtServer'), 'main.js')]
  const child = spawn(process.execPath, [...(code ?? built), where], {
    env: { ...process.env, PORT: '0', MILLRACE_OPEN: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, exited, printed: () => text }
}

async function start(environment: NodeJS.ProcessEnv = {}, options: Start = {}) {
  const app = spawnApp(environment, options)
  const port = await new Promise<number>((resolve, reject) => {
    app.child.stdout.on('data', () => {
      const match = /^Millrace is listening on http:\/\/127\.0\.0\.1:(\d+)$/m.exec(app.printed())
      if (match) resolve(Number(match[1]))
    })
    app.exited.then((code) => reject(new Error(`ended with ${code}: ${app.printed()}`)))
  })
  return { ...app, port }
}

function connect(port: number): Promise<Socket> {
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], reconnection: false })
  sockets.push(socket)
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket))
    socket.once('connect_error', reject)
  })
}

function ask(socket: Socket, name: string, request: unknown) {
  return socket.timeout(20_000).emitWithAck(name, request)
}
