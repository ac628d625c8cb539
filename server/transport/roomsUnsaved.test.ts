import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { readRun } from '../storage/runStore.ts'
import { Workspace } from '../storage/workspace.ts'
import type { Room } from './room.ts'
import { Rooms } from './rooms.ts'

let folder = ''
let workspace: Workspace
let rooms: Rooms
const log: string[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'))
  workspace = await Workspace.open(folder)
  for (const name of ['A', 'B', 'C']) await workspace.create({ ...exampleTopology(), name })
})

afterEach(async () => {
  vi.useRealTimers()
  await rooms.closeAll()
  await workspace.close()
  await rm(folder, { recursive: true })
  log.length = 0
})

describe('A run of which something is not on the disk', () => {
  it('does not give its thread to another, and whoever wants one is told what would help', async () => {
    const makeRoom = fillDisk('')
    rooms = open({ sessionsMax: 1 })
    const a = await rooms.open('a')
    const nowNs = await stepped(a)
    const b = await rooms.open('b')

    await expect(b.join('somebody')).rejects.toThrow(
      'There are 1 open runs, the most at a time. One that nobody watches cannot give way, as that would lose ' +
        'what is not on the disk: the disk is full (ENOSPC). See to that first. Or close a topology ' +
        'that is being watched.',
    )

    expect((await a.join('again')).reply.run.nowNs).toBe(nowNs)
    a.leave('again')
    makeRoom()
    expect((await b.join('somebody')).reply.run.nowNs).toBe(0)
    expect(await readRun(workspace, 'a')).toMatchObject({
      kind: 'read',
      run: { recipe: { untilMs: nowNs / 1e6 } },
    })
  })

  it('is passed over for one that can come back', async () => {
    fillDisk('a.')
    rooms = open({ sessionsMax: 2 })
    const a = await rooms.open('a')
    const nowNs = await stepped(a)
    const b = await rooms.open('b')
    await stepped(b)

    await (await rooms.open('c')).join('somebody')

    expect(b.isLive).toBe(false)
    expect((await a.join('again')).reply.run.nowNs).toBe(nowNs)
  })

  it('is not closed with a topology that nobody has asked for long', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    rooms = open({ sessionsMax: 2, roomsMax: 1 })
    const a = await rooms.open('a')
    const nowNs = await stepped(a)
    vi.advanceTimersByTime(3_600_000)
    // Only now, when it was thought to be all on the disk.
    fillDisk('a.moment')
    await a.control({ kind: 'step' })
    vi.advanceTimersByTime(3_600_000)

    await rooms.sweep(performance.now())

    await expect(rooms.open('b')).rejects.toThrow('1 topologies are open already')
    expect(await rooms.open('a')).toBe(a)
    expect((await a.join('again')).reply.run.nowNs).toBeGreaterThan(nowNs)
  })

  it('is told of when the server ends', async () => {
    fillDisk('a.')
    rooms = open({ sessionsMax: 1 })
    await stepped(await rooms.open('a'))

    expect(await rooms.closeAll()).toEqual([
      'The run of a was not written down: the disk is full (ENOSPC). What is new is lost.',
    ])
  })
})

function open({ sessionsMax, roomsMax = 9 }: { sessionsMax: number; roomsMax?: number }): Rooms {
  const audience = { tell: () => {}, tellOthers: () => {}, show: () => {} }
  return new Rooms({
    workspace,
    audienceOf: () => audience,
    sessionsMax,
    roomsMax,
    log: (line) => log.push(line),
  })
}

/** Somebody has watched, has done something, and has gone. Answers to where. */
async function stepped(room: Room): Promise<number> {
  await room.join('somebody')
  const { nowNs } = await room.control({ kind: 'step' })
  room.leave('somebody')
  return nowNs
}

/** For the server's own files whose names begin so, until what it answers is called. */
function fillDisk(beginning: string): () => void {
  const { open: reallyOpen } = workspace.disk
  const spied = vi.spyOn(workspace.disk, 'open').mockImplementation(async (path, flags) => {
    if (flags !== 'r' && path.includes(join('.millrace', `.${beginning}`)))
      throw Object.assign(new Error(), { code: 'ENOSPC' })
    return reallyOpen(path, flags)
  })
  const makeRoom = () => spied.mockRestore()
  onTestFinished(makeRoom)
  return makeRoom
}
