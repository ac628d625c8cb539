// A browser's live link with the library that the app's pages use: it decodes all that it is sent.

import { io, type Socket } from 'socket.io-client'
import type { HearFrame, Watcher } from './watcher.ts'

const JOIN_MS_MAX = 20_000

export class SocketIoWatcher implements Watcher {
  readonly #socket: Socket

  private constructor(socket: Socket) {
    this.#socket = socket
  }

  static open(url: string, hearFrame: HearFrame): Promise<SocketIoWatcher> {
    const socket = io(url, { transports: ['websocket'], reconnection: false, forceNew: true })
    // The second number of a frame's head; only frames that follow each other grow.
    socket.on('run:frame', (bytes: Buffer) => hearFrame(bytes.readDoubleLE(8)))
    return new Promise((resolve, reject) => {
      socket.once('connect', () => resolve(new SocketIoWatcher(socket)))
      socket.once('connect_error', reject)
    })
  }

  async join(topologyId: string): Promise<void> {
    await this.#socket.timeout(JOIN_MS_MAX).emitWithAck('topology:join', { topologyId })
  }

  pause(): void {
    this.#bytes.pause()
  }

  resume(): void {
    this.#bytes.resume()
  }

  close(): void {
    this.#socket.disconnect()
  }

  /** Reading is stopped where the bytes come in; the client has no public name for it. */
  get #bytes(): { pause(): void; resume(): void } {
    const { transport } = this.#socket.io.engine as unknown as {
      transport: { ws: { pause(): void; resume(): void } }
    }
    return transport.ws
  }
}
