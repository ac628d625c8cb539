// What several people ask of the rooms at the same time.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { SessionHost } from '../session/sessionHost.ts'
import { Workspace } from '../storage/workspace.ts'
import { Rooms, type RoomsParts } from './rooms.ts'

let folder = ''
let workspace: Workspace
let rooms: Rooms

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'))
  workspace = await Workspace.open(folder)
  for (const name of ['A', 'B', 'C', 'D']) await workspace.create({ ...exampleTopology(), name })
})

afterEach(async () => {
  vi.useRealTimers()
  await rooms.closeAll()
  await workspace.close()
  await rm(folder, { recursive: true })
})

describe('Rooms of which several are asked for at once', () => {
  it('begin all of them when one that nobody watches has given its memory to the first', async () => {
    rooms = open({ sessionsMax: 3, runsBytesMax: 1_000_000 })
    const a = await rooms.open('a')
    await a.join('somebody')
    await vi.waitUntil(() => a.memoryBytes > 0)
    const [b, c] = [await rooms.open('b'), await rooms.open('c')]
    const threads = endedByHand()

    a.leave('somebody')
    const joined = Promise.all([b.join('somebody'), c.join('somebody')])
    const begun = expect(joined).resolves.toHaveLength(2)
    await threads.endOne()

    await begun
  })

  it('look again at a run that was reset while it was to be released only when it takes another size', async () => {
    const budget = { bytes: 1e12 }
    rooms = open({
      sessionsMax: 3,
      get runsBytesMax() {
        return budget.bytes
      },
    })
    const [a, b, c] = [await rooms.open('a'), await rooms.open('b'), await rooms.open('c')]
    await Promise.all([a.join('somebody'), b.join('somebody')])
    await vi.waitUntil(() => a.memoryBytes > 0 && b.memoryBytes > 0)
    const released = vi.fn<() => Promise<string>>()
    released.mockImplementation(async () => {
      if (released.mock.calls.length > 10) throw new Error('It is asked for again and again.')
      return 'somebody has reset it'
    })
    for (const room of [a, b]) vi.spyOn(room, 'releaseRun').mockImplementation(released)

    budget.bytes = (a.memoryBytes + b.memoryBytes) / 2

    await expect(c.join('somebody')).rejects.toThrow('Reset one of them, or close it.')
    expect(released).toHaveBeenCalledTimes(1)
    budget.bytes = 1e12
  })

  it('close one of them once, and not the one that was opened for its topology since', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    rooms = open({ sessionsMax: 2, roomsMax: 2 })
    const a = await rooms.open('a')
    await a.join('somebody')
    a.leave('somebody')
    vi.advanceTimersByTime(60_000)
    await rooms.open('b')
    vi.advanceTimersByTime(60_000)
    const { canClose } = a
    let sayItCan = () => {}
    vi.spyOn(a, 'canClose').mockImplementationOnce(async () => {
      const can = await canClose.call(a)
      await new Promise<void>((resolve) => {
        sayItCan = resolve
      })
      return can
    })

    const c = rooms.open('c').catch(() => null)
    await rooms.open('d')
    const again = await rooms.open('a')
    sayItCan()
    await c

    expect(again).not.toBe(a)
    expect(await rooms.open('a')).toBe(again)
  })

  it('close another one where somebody else took the place of the first meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    rooms = open({ sessionsMax: 2, roomsMax: 2 })
    const a = await rooms.open('a')
    vi.advanceTimersByTime(1000)
    await rooms.open('b')
    vi.advanceTimersByTime(60_000)
    const close = a.close.bind(a)
    let d: Promise<unknown> = Promise.resolve()
    vi.spyOn(a, 'close').mockImplementationOnce(() => {
      d = rooms.open('d')
      return close()
    })

    const c = await rooms.open('c')

    expect([await d, c]).toEqual([await rooms.open('d'), await rooms.open('c')])
    await expect(rooms.open('b')).rejects.toThrow('2 topologies are open already')
  })

  it('keep no seat for one that was removed before it had it', async () => {
    rooms = open({ sessionsMax: 1 })
    const a = await rooms.open('a')
    await a.join('somebody')
    const b = await rooms.open('b')
    const threads = endedByHand()

    a.leave('somebody')
    const joined = b.join('somebody')
    const refused = expect(joined).rejects.toThrow("The topology 'b' was closed meanwhile.")
    await threads.ending
    await rooms.remove('b')
    await threads.endOne()

    await refused
    expect((await (await rooms.open('c')).join('somebody')).reply.run.status).toBe('paused')
  })
})

function open(parts: Pick<RoomsParts, 'sessionsMax' | 'roomsMax' | 'runsBytesMax'>): Rooms {
  const audience = { tell: () => {}, tellOthers: () => {}, show: () => {} }
  const { sessionsMax, roomsMax = 9 } = parts
  return new Rooms({
    workspace,
    audienceOf: () => audience,
    log: () => {},
    sessionsMax,
    roomsMax,
    get runsBytesMax() {
      return parts.runsBytesMax ?? 1e12
    },
  })
}

/** The next thread that is told to end waits for `endOne`; `ending`: it has been told. */
function endedByHand() {
  let tell = () => {}
  let allow = () => {}
  const ending = new Promise<void>((resolve) => {
    tell = resolve
  })
  const allowed = new Promise<void>((resolve) => {
    allow = resolve
  })
  const { stop } = SessionHost.prototype
  const spied = vi.spyOn(SessionHost.prototype, 'stop').mockImplementationOnce(async function (
    this: SessionHost,
  ) {
    tell()
    await allowed
    await stop.call(this)
  })
  onTestFinished(() => void spied.mockRestore())
  const endOne = async () => {
    await ending
    allow()
  }
  return { ending, endOne }
}
