// The rooms that are open. A room opens when somebody asks for its topology, and closes when nobody has
// watched for a while.

import type { Workspace } from '../storage/workspace.ts'
import type { Audience } from './audience.ts'
import { memoryMove, RUNS_BYTES_MAX, refusalToBegin } from './memoryBudget.ts'
import { RequestFailure } from './requestFailure.ts'
import { Room } from './room.ts'

/** Live runs at a time: each has a thread of its own. */
export const SESSIONS_MAX = 8

/** Open documents at a time. */
const ROOMS_MAX = 64

const IDLE_MS_MAX = 10 * 60_000

/** Whoever has asked so lately may still be waiting for the answer. */
const BUSY_MS = 5000

export interface RoomsParts {
  readonly workspace: Workspace
  readonly audienceOf: (topologyId: string) => Audience
  readonly sessionsMax: number
  readonly roomsMax?: number
  /** Of memory, for all runs together. */
  readonly runsBytesMax?: number
  readonly log: (line: string) => void
}

export class Rooms {
  readonly #parts: RoomsParts
  readonly #open = new Map<string, Promise<Room>>()
  readonly #opened = new Set<Room>()
  readonly #closing = new Map<string, Promise<unknown>>()
  /** Rooms whose run may have a thread. */
  readonly #seated = new Set<Room>()
  #isMakingRoom = false

  constructor(parts: RoomsParts) {
    this.#parts = parts
  }

  /** Throws `RequestFailure` where there is no such topology. */
  async open(id: string): Promise<Room> {
    const known = this.#open.get(id)
    const opened = known ?? this.#openNow(id)
    this.#open.set(id, opened)
    try {
      const room = await opened
      room.touch()
      return room
    } catch (error) {
      if (this.#open.get(id) === opened) this.#open.delete(id)
      throw error
    }
  }

  /** Somebody has stopped watching. */
  leave(id: string, watcherId: string): void {
    void this.#open.get(id)?.then(
      (room) => room.leave(watcherId),
      () => undefined,
    )
  }

  async remove(id: string): Promise<void> {
    const room = await this.open(id)
    await this.#close(room, () => this.#parts.workspace.remove(id))
    this.#parts.audienceOf(id).tell('topology:removed', { topologyId: id })
  }

  /** Somebody may have changed a file: whoever has it open looks. */
  async look(id: string): Promise<void> {
    const room = await this.#open.get(id)
    await room?.look()
  }

  /** Closes what nobody has watched for a while. */
  async sweep(nowMs: number): Promise<void> {
    for (const room of await this.#rooms())
      if (room.idleMs(nowMs) > IDLE_MS_MAX && room.isSaved) await this.#close(room)
  }

  /** Writes everything down. Answers what could not be. */
  async closeAll(): Promise<readonly string[]> {
    const problems = await Promise.all((await this.#rooms()).map((room) => this.#close(room)))
    return problems.filter((problem) => problem !== null)
  }

  async #rooms(): Promise<readonly Room[]> {
    const settled = await Promise.allSettled(this.#open.values())
    return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  }

  async #openNow(id: string): Promise<Room> {
    await this.#closing.get(id)
    const { workspace, audienceOf, log } = this.#parts
    await this.#makePlace()
    const takeSeat = (room: Room) => this.#takeSeat(room)
    const memoryChanged = () => void this.#makeRoom()
    const audience = audienceOf(id)
    const room = await Room.open({ workspace, id, audience, takeSeat, memoryChanged, log })
    this.#opened.add(room)
    return room
  }

  async #makePlace(): Promise<void> {
    const { roomsMax = ROOMS_MAX } = this.#parts
    if (this.#opened.size < roomsMax) return
    const idle = longestIdle(
      [...this.#opened].filter(({ isSaved }) => isSaved),
      BUSY_MS,
    )
    if (!idle) throw tooMany(`${roomsMax} topologies are open already`)
    await this.#close(idle)
  }

  /** Whoever asks for the topology meanwhile waits, and gets a room of its own. */
  async #close(room: Room, afterwards = async () => {}): Promise<string | null> {
    this.#open.delete(room.id)
    this.#opened.delete(room)
    this.#seated.delete(room)
    const closed = room.close().then(async (problem) => {
      await afterwards()
      return problem
    })
    this.#closing.set(room.id, closed)
    try {
      return await closed
    } finally {
      this.#closing.delete(room.id)
    }
  }

  async #takeSeat(room: Room): Promise<void> {
    if (this.#seated.has(room)) return
    const { sessionsMax } = this.#parts
    await this.#makeRoom()
    // Somebody else may have asked for the same room meanwhile.
    if (this.#seated.has(room)) return
    const refusal = refusalToBegin([...this.#seated], this.#bytesMax)
    if (refusal !== null) throw new RequestFailure('tooManyRequests', refusal)
    if (this.#seated.size < sessionsMax) {
      this.#seated.add(room)
      return
    }
    const idle = longestIdle([...this.#seated], 0)
    if (!idle) throw tooMany(`${sessionsMax} topologies are being watched already`)
    this.#seated.delete(idle)
    this.#seated.add(room)
    await idle.rest()
  }

  get #bytesMax(): number {
    return this.#parts.runsBytesMax ?? RUNS_BYTES_MAX
  }

  /** Until the runs have enough memory together, as far as that can be done now. */
  async #makeRoom(): Promise<void> {
    if (this.#isMakingRoom) return
    this.#isMakingRoom = true
    try {
      for (let move = this.#nextMove(); move !== null; move = this.#nextMove()) {
        const { kind, holder: room } = move
        if (kind === 'end') {
          // It takes no less memory; who runs on is looked at when it takes more.
          room.endRun(move.reason)
          return
        }
        this.#seated.delete(room)
        await (kind === 'rest' ? room.rest() : room.releaseRun(move.reason))
      }
    } finally {
      this.#isMakingRoom = false
    }
  }

  #nextMove() {
    return memoryMove([...this.#seated], this.#bytesMax)
  }
}

/** Of those that nobody has watched or asked for longer than `leastMs`. */
function longestIdle(rooms: readonly Room[], leastMs: number): Room | undefined {
  const nowMs = performance.now()
  return rooms
    .filter((room) => room.idleMs(nowMs) > leastMs)
    .sort((a, b) => b.idleMs(nowMs) - a.idleMs(nowMs))[0]
}

function tooMany(what: string): RequestFailure {
  const message = `${what}, the most at a time. Close one of them first.`
  return new RequestFailure('tooManyRequests', message)
}
