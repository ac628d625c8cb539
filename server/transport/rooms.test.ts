import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { emptyTopology } from '#shared/topology/topology.ts'
import { Workspace } from '../storage/workspace.ts'
import { Rooms } from './rooms.ts'

let folder = ''
let rooms: Rooms
let workspace: Workspace

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'))
  workspace = await Workspace.open(folder)
  for (const name of ['A', 'B', 'C']) await workspace.create(emptyTopology(name))
  const audience = { tell: () => {}, tellOthers: () => {}, show: () => {} }
  const audienceOf = () => audience
  rooms = new Rooms({ workspace, audienceOf, sessionsMax: 1, roomsMax: 2, log: () => {} })
})

afterEach(async () => {
  vi.useRealTimers()
  await rooms.closeAll()
  await rm(folder, { recursive: true })
})

describe('Rooms', () => {
  it('open so many at a time, and close the one that nobody has asked for longest', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    const a = await rooms.open('a')
    vi.advanceTimersByTime(1000)
    const b = await rooms.open('b')
    await expect(rooms.open('c')).rejects.toThrow('2 topologies are open already')

    vi.advanceTimersByTime(5500)
    await rooms.open('c')

    expect(await rooms.open('b')).toBe(b)
    vi.advanceTimersByTime(6000)
    expect(await rooms.open('a')).not.toBe(a)
  })

  it('open no more than that at a time, also where all are asked for at once', async () => {
    const opened = await Promise.allSettled(['a', 'b', 'c'].map((id) => rooms.open(id)))

    expect(opened).toMatchObject([
      { status: 'fulfilled' },
      { status: 'fulfilled' },
      { reason: { message: expect.stringContaining('2 topologies are open already') } },
    ])
  })

  it('are opened anew by who asks in the very moment in which they are closed', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    for (let turns = 0; turns < 12; turns += 1) {
      const a = await rooms.open('a')
      vi.advanceTimersByTime(3_600_000)
      const { canClose } = a
      let sayItCan = () => {}
      const isAsked = new Promise<void>((resolve) => {
        vi.spyOn(a, 'canClose').mockImplementationOnce(async () => {
          const can = await canClose.call(a)
          resolve()
          await new Promise<void>((say) => {
            sayItCan = say
          })
          return can
        })
      })
      const swept = rooms.sweep(performance.now())
      await isAsked
      sayItCan()
      for (let turn = 0; turn < turns; turn += 1) await null

      const again = await rooms.open('a')

      await swept
      expect(await rooms.open('a')).toBe(again)
    }
  })

  it('are removed once where two ask for it at once, who are told what there is to tell', async () => {
    await rooms.open('a')

    const first = rooms.remove('a')
    const second = expect(rooms.remove('a')).rejects.toThrow("There is no topology 'a' here.")
    await first
    await second
    await workspace.create(emptyTopology('A'))

    expect((await rooms.open('a')).topology.name).toBe('A')
  })

  it('can be opened by others when their topology could not be removed', async () => {
    await rooms.open('a')
    let opened: Promise<unknown> = Promise.resolve()
    const failing = vi.spyOn(workspace, 'remove').mockImplementationOnce(async () => {
      opened = rooms.open('a')
      throw new Error('no disk')
    })
    onTestFinished(() => void failing.mockRestore())

    await expect(rooms.remove('a')).rejects.toThrow('no disk')

    await expect(opened).resolves.toBe(await rooms.open('a'))
  })

  it('are all closed only when the one is that somebody is removing, which is closed once', async () => {
    const [a, b] = [await rooms.open('a'), await rooms.open('b')]
    const closes = [a, b].map((room) => vi.spyOn(room, 'close'))
    const remove = workspace.remove.bind(workspace)
    let removeNow = () => {}
    const isRemoving = new Promise<void>((tell) => {
      const removing = vi.spyOn(workspace, 'remove').mockImplementationOnce(async (id) => {
        tell()
        await new Promise<void>((resolve) => {
          removeNow = resolve
        })
        await remove(id)
      })
      onTestFinished(() => void removing.mockRestore())
    })
    const removed = rooms.remove('a')
    let isGone = false
    const closed = rooms.closeAll().then(async () => {
      isGone = !(await workspace.has('a'))
    })
    await isRemoving
    // It has nothing else to wait for.
    await closes[1]?.mock.results[0]?.value
    for (let turn = 0; turn < 50; turn += 1) await null

    removeNow()
    await Promise.all([removed, closed])

    expect(isGone).toBe(true)
    expect(closes.map(({ mock }) => mock.calls.length)).toEqual([1, 1])
  })

  it('are gone with their topology', async () => {
    await rooms.open('a')

    const removed = rooms.remove('a')

    await expect(rooms.open('a').then(() => removed)).resolves.toBeUndefined()
    await expect(rooms.open('a')).rejects.toThrow("There is no topology 'a' here.")
  })
})
