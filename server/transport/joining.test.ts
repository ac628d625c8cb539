import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { emptyTopology } from '#shared/topology/topology.ts'
import { ask, TestServer, tell } from './testServer.fixture.ts'

let server: TestServer

beforeAll(async () => {
  server = await TestServer.start({ slow: emptyTopology('Slow'), quick: emptyTopology('Quick') })
})

afterAll(() => server.end())

describe('A browser that goes on to another topology', () => {
  it('stays there, also when the one before is open only then', async () => {
    const browser = await server.connect()
    const { rooms } = server.running
    const slow = await rooms.open('slow')
    const quick = await rooms.open('quick')
    let letGo = () => {}
    const allowed = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const opening = vi.spyOn(rooms, 'open').mockImplementationOnce(async () => {
      await allowed
      return slow
    })

    const late = ask(browser, 'topology:join', { topologyId: 'slow' })
    await tell(browser, 'topology:join', { topologyId: 'quick' })
    letGo()

    expect(await late).toEqual({
      ok: false,
      code: 'refusedControl',
      message: 'Another topology has been opened since.',
    })
    expect([slow.isWatched, quick.isWatched]).toEqual([false, true])
    opening.mockRestore()
    await tell(browser, 'topology:join', { topologyId: 'slow' })
    expect([slow.isWatched, quick.isWatched]).toEqual([true, false])
  })

  it('gets no figures of the one before whose run begins only then', async () => {
    const browser = await server.connect()
    const slow = await server.running.rooms.open('slow')
    const join = slow.join.bind(slow)
    let letGo = () => {}
    const isAsked = new Promise<void>((resolve) => {
      vi.spyOn(slow, 'join').mockImplementationOnce(async (watcherId) => {
        const joined = await join(watcherId)
        resolve()
        await new Promise<void>((go) => {
          letGo = go
        })
        return joined
      })
    })

    const late = ask(browser, 'topology:join', { topologyId: 'slow' })
    await isAsked
    await tell(browser, 'topology:join', { topologyId: 'quick' })
    letGo()

    expect(await late).toMatchObject({ ok: false, code: 'refusedControl' })
  })
})
