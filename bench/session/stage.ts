// The server of the bench, and one browser that gives orders and watches nothing.

import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import { decodeFrame, type Frame } from '#shared/protocol/frame.ts'
import type { Control, RunState } from '#shared/protocol/protocol.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Child } from './child.ts'
import type { Standing } from './frameStamps.ts'
import type { MemoryTaken, ServerFacts, ServerQuestion } from './serverChild.ts'
import { type CpuSpent, cpuBetween, cpuByThread } from './threads.ts'

/** From one request to the next while latencies are measured. */
const POLL_MS = 20

/** What a thread says of itself may come a little after its answer. */
const LOOKS_MAX = 200
const LOOK_MS = 5

export interface Measured {
  /** Of the clock that all processes of the machine share. */
  readonly startMs: number
  readonly seconds: number
  readonly cpu: CpuSpent
  readonly facts: ServerFacts
  /** Of requests to the API, milliseconds. */
  readonly latenciesMs: readonly number[]
}

export class Stage {
  readonly #server: Child
  readonly #port: number
  readonly #browser: Socket

  private constructor(server: Child, port: number, browser: Socket) {
    this.#server = server
    this.#port = port
    this.#browser = browser
  }

  static async start(): Promise<Stage> {
    const server = new Child('serverChild.ts', [], ['frameStamps.ts'])
    const port = await server.ask<number>('port' satisfies ServerQuestion)
    const browser = io(`http://127.0.0.1:${port}`, { transports: ['websocket'] })
    await new Promise<void>((resolve) => browser.once('connect', resolve))
    return new Stage(server, port, browser)
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  async stop(): Promise<void> {
    this.#browser.disconnect()
    await this.#server.stop()
  }

  async add(topology: Topology): Promise<string> {
    const { text } = await this.http('POST', '/api/topologies', { kind: 'topology', topology })
    return String(JSON.parse(text).id)
  }

  async remove(topologyId: string): Promise<void> {
    await this.http('DELETE', `/api/topologies/${topologyId}`)
  }

  /** Flat out. */
  async run(topologyId: string): Promise<void> {
    await this.control(topologyId, { kind: 'setSpeed', speed: 'max' })
    await this.control(topologyId, { kind: 'run' })
  }

  control(topologyId: string, control: Control): Promise<RunState> {
    return this.ask('run:control', { topologyId, control }) as Promise<RunState>
  }

  /** The value of a reply that has to be good. */
  async ask(name: string, asked: object): Promise<unknown> {
    const reply = await this.#browser.timeout(30_000).emitWithAck(name, asked)
    if (reply.ok) return reply.value
    throw new Error(`${name}: ${reply.message}`)
  }

  /** Calls back with each state of a run that it hears of, once it has joined. */
  onState(hear: (state: RunState) => void): void {
    this.#browser.on('run:state', hear)
  }

  nextFrame(): Promise<Frame> {
    return new Promise((resolve, reject) => {
      this.#browser.once('run:frame', (bytes: Buffer) => {
        // The client for Node hands binary data over as a view of a larger block.
        const frame = decodeFrame(Uint8Array.from(bytes).buffer)
        if (frame) resolve(frame)
        else reject(new Error('A frame could not be read.'))
      })
    })
  }

  /** Of a run at full speed, which it changes nothing about. */
  async standing(topologyId: string): Promise<Standing> {
    const { nowNs } = await this.control(topologyId, { kind: 'setSpeed', speed: 'max' })
    for (let look = 0; look < LOOKS_MAX; look += 1) {
      const standing = await this.#server.ask<Standing | null>('standing' satisfies ServerQuestion)
      if (standing?.nowNs === nowNs) return standing
      await sleep(LOOK_MS)
    }
    throw new Error('The thread of the run has not said where it is.')
  }

  get serverPid(): number {
    return this.#server.pid
  }

  async memory(): Promise<MemoryTaken> {
    return this.#server.ask<MemoryTaken>('memory' satisfies ServerQuestion)
  }

  /** What happens in the server while `work` is done. */
  async measure(work: () => Promise<unknown>): Promise<Measured> {
    const { pid } = this.#server
    await this.#server.ask('begin' satisfies ServerQuestion)
    const [before, startMs] = [await cpuByThread(pid), performance.now()]
    const polling = this.#poll()
    await work()
    const latenciesMs = await polling.stop()
    const [after, endMs] = [await cpuByThread(pid), performance.now()]
    const facts = await this.#server.ask<ServerFacts>('end' satisfies ServerQuestion)
    const seconds = (endMs - startMs) / 1000
    return {
      startMs: performance.timeOrigin + startMs,
      seconds,
      cpu: cpuBetween(pid, before, after),
      facts,
      latenciesMs,
    }
  }

  /** Sends requests all the time, one after the other. */
  #poll(): { stop(): Promise<readonly number[]> } {
    const latenciesMs: number[] = []
    let isOver = false
    const poll = async () => {
      while (!isOver) {
        const startMs = performance.now()
        await this.http('GET', '/api/topologies')
        latenciesMs.push(performance.now() - startMs)
        await sleep(POLL_MS)
      }
      return latenciesMs
    }
    const done = poll()
    return {
      stop: () => {
        isOver = true
        return done
      },
    }
  }

  http(method: string, path: string, body?: object): Promise<{ status: number; text: string }> {
    const headers = body ? { 'content-type': 'application/json' } : {}
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.#port, path, method, headers }
      const sent = request(options, (response) => {
        const parts: string[] = []
        response.setEncoding('utf8').on('data', (part: string) => parts.push(part))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: parts.join('') }),
        )
      })
      sent.on('error', reject)
      sent.end(body && JSON.stringify(body))
    })
  }
}
