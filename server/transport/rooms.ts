// The rooms that are open. A room opens when somebody asks for its topology, and closes when nobody has
// watched for a while.

import type { Workspace } from '../storage/workspace.ts'
import type { Audience } from './audience.ts'
import { memoryMove, RUNS_BYTES_MAX, refusalOfSeat, refusalToBegin } from './memoryBudget.ts'
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
  #opening = 0
  readonly #closing = new Map<string, Promise<unknown>>()
  /** Rooms whose run may have a thread. */
  readonly #seated = new Set<Room>()
  readonly #takingSeat = new Map<Room, Promise<void>>()
  /** Those whose thread is about to end. */
  readonly #goingToRest = new Set<Room>()
  #makingRoom: Promise<void> | null = null

  constructor(parts: RoomsParts) {
    this.#parts = parts
  }

  /** Throws `RequestFailure` where there is no such topology. */
  async open(id: string): Promise<Room> {
    for (;;) {
      const opened = this.#open.get(id) ?? this.#openNow(id)
      this.#open.set(id, opened)
      try {
        const room = await opened
        room.touch()
        // It may have been closed in this very moment.
        if (this.#opened.has(room)) return room
      } catch (error) {
        if (this.#open.get(id) === opened) this.#open.delete(id)
        throw error
      }
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
    let room = await this.open(id)
    // Where somebody else has just removed it, there is none.
    while (!this.#opened.has(room)) room = await this.open(id)
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
      if (room.idleMs(nowMs) > IDLE_MS_MAX && room.isSaved) await this.#closeIdle(room, IDLE_MS_MAX)
  }

  /** Writes everything down. Answers what could not be. */
  async closeAll(): Promise<readonly string[]> {
    const rooms = await this.#rooms()
    // Others may be closing some of them, and hear themselves what could not be written.
    const open = rooms.filter((room) => this.#opened.has(room))
    const problems = await Promise.all(open.map((room) => this.#close(room)))
    await Promise.allSettled(this.#closing.values())
    return problems.flat()
  }

  async #rooms(): Promise<readonly Room[]> {
    const settled = await Promise.allSettled(this.#open.values())
    return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  }

  async #openNow(id: string): Promise<Room> {
    // Whoever closes it is told what went wrong.
    await this.#closing.get(id)?.catch(() => undefined)
    await this.#takePlace()
    try {
      const { workspace, audienceOf, log } = this.#parts
      const takeSeat = (room: Room) => this.#takeSeat(room)
      const memoryChanged = () => void this.#makeRoom()
      const audience = audienceOf(id)
      const room = await Room.open({ workspace, id, audience, takeSeat, memoryChanged, log })
      this.#opened.add(room)
      return room
    } finally {
      this.#opening -= 1
    }
  }

  /** Each that is being opened has its place. */
  async #takePlace(): Promise<void> {
    if (this.#tookPlace()) return
    const { roomsMax = ROOMS_MAX } = this.#parts
    const idle = longestIdleFirst(
      [...this.#opened].filter(({ isSaved }) => isSaved),
      BUSY_MS,
    )
    for (const room of idle) if ((await this.#closeIdle(room, BUSY_MS)) && this.#tookPlace()) return
    throw new RequestFailure(
      'tooManyRequests',
      `${roomsMax} topologies are open already, the most at a time. Close one of them first.`,
    )
  }

  /** False: there is none. */
  #tookPlace(): boolean {
    const { roomsMax = ROOMS_MAX } = this.#parts
    if (this.#opened.size + this.#opening >= roomsMax) return false
    this.#opening += 1
    return true
  }

  /** False: it would lose something, or somebody has asked for it meanwhile. */
  async #closeIdle(room: Room, leastMs: number): Promise<boolean> {
    if (!(await room.canClose()) || room.idleMs(performance.now()) <= leastMs) return false
    // Somebody else may have closed it meanwhile, and its topology may be open in another room.
    if (!this.#opened.has(room)) return false
    await this.#close(room)
    return true
  }

  /** Whoever asks for the topology meanwhile waits, and gets a room of its own. */
  async #close(room: Room, afterwards = async () => {}): Promise<readonly string[]> {
    this.#open.delete(room.id)
    this.#opened.delete(room)
    this.#seated.delete(room)
    const closed = room.close().then(async (problems) => {
      await afterwards()
      return problems
    })
    this.#closing.set(room.id, closed)
    try {
      return await closed
    } finally {
      this.#closing.delete(room.id)
    }
  }

  /** Who asks for the same room meanwhile waits for the same seat. */
  #takeSeat(room: Room): Promise<void> {
    const taking =
      this.#takingSeat.get(room) ??
      this.#takeSeatNow(room).finally(() => this.#takingSeat.delete(room))
    this.#takingSeat.set(room, taking)
    return taking
  }

  async #takeSeatNow(room: Room): Promise<void> {
    if (this.#seated.has(room)) return
    await this.#makeRoom()
    const refusal = refusalToBegin([...this.#seated], this.#bytesMax)
    if (refusal !== null) throw new RequestFailure('tooManyRequests', refusal)
    await this.#seat(room)
  }

  /** The one that nobody has watched longest gives way; one that would lose something does not. */
  async #seat(room: Room): Promise<void> {
    const { sessionsMax } = this.#parts
    const asked = new Set<Room>()
    while (this.#seated.size >= sessionsMax) {
      const [idle] = longestIdleFirst(
        [...this.#seated].filter((one) => !asked.has(one) && !this.#goingToRest.has(one)),
        0,
      )
      if (!idle)
        throw new RequestFailure('tooManyRequests', refusalOfSeat([...this.#seated], sessionsMax))
      asked.add(idle)
      await this.#letGo(idle, () => idle.rest())
    }
    // Nobody would ever give the seat of a closed room back.
    if (!this.#opened.has(room))
      throw new RequestFailure('unknownTopology', `The topology '${room.id}' was closed meanwhile.`)
    this.#seated.add(room)
  }

  /** `end` answers why it has not been done; null: it has. True: so it has. */
  async #letGo(room: Room, end: () => Promise<string | null>): Promise<boolean> {
    this.#goingToRest.add(room)
    try {
      const problem = await end()
      // Somebody may have come while its thread ended, and has begun another.
      if (problem === null && !room.isLive) this.#seated.delete(room)
      return problem === null
    } finally {
      this.#goingToRest.delete(room)
    }
  }

  get #bytesMax(): number {
    return this.#parts.runsBytesMax ?? RUNS_BYTES_MAX
  }

  /**
   * Until the runs have enough memory together, as far as that can be done now. Who asks meanwhile waits for
   * the same: until then, what is about to rest still counts.
   */
  #makeRoom(): Promise<void> {
    this.#makingRoom ??= this.#makeRoomNow().finally(() => {
      this.#makingRoom = null
    })
    return this.#makingRoom
  }

  async #makeRoomNow(): Promise<void> {
    for (let move = this.#nextMove(); move !== null; move = this.#nextMove()) {
      const { kind, holder: room } = move
      if (kind === 'end') {
        // It takes no less memory; who runs on is looked at when it takes more.
        room.endRun(move.reason)
        return
      }
      const rest = () => room.rest()
      const isGone = await this.#letGo(
        room,
        kind === 'rest' ? rest : () => room.releaseRun(move.reason),
      )
      // Somebody has reset it, and nobody knows what it takes now; it will tell.
      if (!isGone && kind === 'release' && room.unsavedReason === null) return
    }
  }

  #nextMove() {
    return memoryMove([...this.#seated], this.#bytesMax)
  }
}

/** Of those that nobody has watched or asked for longer than `leastMs`. */
function longestIdleFirst(rooms: readonly Room[], leastMs: number): readonly Room[] {
  const nowMs = performance.now()
  return rooms
    .filter((room) => room.idleMs(nowMs) > leastMs)
    .sort((a, b) => b.idleMs(nowMs) - a.idleMs(nowMs))
}
