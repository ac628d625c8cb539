// News are few and are kept for whoever reads slowly, but not without end: who does not read for long
// is let go, and gets everything anew when it comes back. (Frames are never kept, see `Audience.show`.)

import type { LiveServer } from './sockets.ts'

export const LOOK_MS = 1000
/** Of one watcher: a quarter of two hundred may stop reading, and cost 50 MB at the most. */
const BYTES_WAITING_MAX = 1_000_000
const PACKETS_WAITING_MAX = 1000

/** Looks in a row at which too much waits, before a watcher is let go. */
export const LOOKS_MAX = 5

/** What engine.io and ws hold back for a socket; neither has a public name for it. */
interface Outgoing {
  readonly writeBuffer: readonly unknown[]
  readonly transport: {
    readonly socket?: { readonly bufferedAmount: number; terminate(): void }
  }
}

export class SlowWatchers {
  readonly #live: LiveServer
  #late = new Map<string, number>()

  constructor(live: LiveServer) {
    this.#live = live
  }

  /** To be called every `LOOK_MS`. */
  look(): void {
    const late = new Map<string, number>()
    for (const [id, socket] of this.#live.sockets.sockets) {
      const outgoing = socket.conn as unknown as Outgoing
      if (!isLate(outgoing)) continue
      const looks = (this.#late.get(id) ?? 0) + 1
      late.set(id, looks)
      if (looks < LOOKS_MAX) continue
      socket.disconnect(true)
      // A farewell would wait behind all that it has not read.
      outgoing.transport.socket?.terminate()
    }
    this.#late = late
  }
}

function isLate({ writeBuffer, transport }: Outgoing): boolean {
  const bytesWaiting = transport.socket?.bufferedAmount ?? 0
  return writeBuffer.length > PACKETS_WAITING_MAX || bytesWaiting > BYTES_WAITING_MAX
}
