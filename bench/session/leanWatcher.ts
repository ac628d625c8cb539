// A browser's live link without the browser: it is sent the same, keeps the link open by the same answers,
// and reads all of it, into one block of memory that all such links share. It decodes nothing.

import { connect, type Socket } from 'node:net'
import { type Beginning, MessageReader } from './messageReader.ts'
import type { HearFrame, Watcher } from './watcher.ts'

const BLOCK = Buffer.alloc(256 * 1024)

/** Of engine.io and socket.io, as they begin a text. */
const OPENED = '0'
const PING = '2'
const PONG = '3'
const CONNECT = '40'
const REQUEST = '42'
const REPLY = '43'

/** Of a WebSocket message that a client sends: all of it, as a text, masked with zeros. */
const WHOLE_TEXT = 0x81
const MASKED = 0x80
const NO_MASK = [0, 0, 0, 0]
const SHORT = 125

const LET_GO = 'The server has let a watcher go.'

type Waiting = Readonly<Record<'resolve' | 'reject', (told: string) => void>>

export class LeanWatcher implements Watcher {
  readonly #socket: Socket
  readonly #hearFrame: HearFrame
  readonly #reader = new MessageReader((beginning) => this.#hear(beginning))
  #answer = ''
  #isUpgraded = false
  #requests = 0
  /** Who waits for a text that begins so. */
  readonly #waiting = new Map<string, Waiting>()
  #isOver = false

  private constructor(url: URL, hearFrame: HearFrame) {
    this.#hearFrame = hearFrame
    const take = (length: number) => this.#take(BLOCK.subarray(0, length))
    const onread = { buffer: BLOCK, callback: (length: number) => take(length) }
    this.#socket = connect({ host: url.hostname, port: Number(url.port), onread })
    this.#socket.on('error', ({ message }) => this.#end(message))
    this.#socket.on('close', () => this.#end(LET_GO))
    this.#socket.write(upgradeRequest(url.host))
  }

  static async open(url: string, hearFrame: HearFrame): Promise<LeanWatcher> {
    const watcher = new LeanWatcher(new URL(url), hearFrame)
    await watcher.#reply(OPENED)
    watcher.#send(CONNECT)
    await watcher.#reply(CONNECT)
    return watcher
  }

  async join(topologyId: string): Promise<void> {
    const id = this.#requests
    this.#requests += 1
    this.#send(`${REQUEST}${id}${JSON.stringify(['topology:join', { topologyId }])}`)
    const told = await this.#reply(`${REPLY}${id}[`)
    if (!told.includes('{"ok":true')) throw new Error(`A watcher was refused: ${told}`)
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  close(): void {
    this.#isOver = true
    this.#socket.destroy()
  }

  #take(block: Buffer): boolean {
    if (this.#isUpgraded) this.#reader.take(block)
    else this.#upgrade(block)
    return true
  }

  #upgrade(block: Buffer): void {
    this.#answer += block.toString('latin1')
    const end = this.#answer.indexOf('\r\n\r\n')
    if (end < 0) return
    if (!this.#answer.startsWith('HTTP/1.1 101 ')) this.#end(this.#answer)
    this.#isUpgraded = true
    this.#reader.take(Buffer.from(this.#answer.slice(end + 4), 'latin1'))
  }

  #hear({ kind, content }: Beginning): void {
    if (kind === 'text') this.#hearText(content.toString('latin1'))
    // The second number of a frame's head; only frames that follow each other grow.
    else if (kind === 'bytes') this.#hearFrame(content.readDoubleLE(8))
    else this.#end(LET_GO)
  }

  #hearText(text: string): void {
    if (text === PING) this.#send(PONG)
    for (const [begin, waiting] of this.#waiting) {
      if (!text.startsWith(begin)) continue
      this.#waiting.delete(begin)
      waiting.resolve(text)
    }
  }

  #reply(begin: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const fail = (told: string) => reject(new Error(told))
      if (this.#isOver) fail(LET_GO)
      else this.#waiting.set(begin, { resolve, reject: fail })
    })
  }

  #send(text: string): void {
    const bytes = Buffer.from(text)
    if (bytes.length > SHORT) throw new Error(`A watcher says too much: ${text}`)
    this.#socket.write(
      Buffer.concat([Buffer.of(WHOLE_TEXT, MASKED | bytes.length, ...NO_MASK), bytes]),
    )
  }

  #end(reason: string): void {
    if (this.#isOver) return
    this.#isOver = true
    for (const { reject } of this.#waiting.values()) reject(reason)
    this.#waiting.clear()
    this.#socket.destroy()
  }
}

function upgradeRequest(host: string): string {
  const lines = [
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}
