import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { emptyTopology } from '#shared/topology/topology.ts'
import { Workspace } from '../storage/workspace.ts'
import { Rooms } from './rooms.ts'

let folder = ''
let rooms: Rooms

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'))
  const workspace = await Workspace.open(folder)
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

  it('are gone with their topology', async () => {
    await rooms.open('a')

    const removed = rooms.remove('a')

    await expect(rooms.open('a').then(() => removed)).resolves.toBeUndefined()
    await expect(rooms.open('a')).rejects.toThrow("There is no topology 'a' here.")
  })
})
