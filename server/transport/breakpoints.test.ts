import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Breakpoint, BreakpointChange } from '#shared/protocol/breakpoints.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { askAnything, type Browser, heard, TestServer, tell } from './testServer.fixture.ts'

let server: TestServer
const named = { topologyId: 'design' }
const breakpoint: Breakpoint = { id: 'a', enabled: true, moments: ['handled'], every: 5 }

beforeEach(async () => {
  server = await TestServer.start({ design: exampleTopology() })
})

afterEach(() => server.end())

describe('Breakpoints', () => {
  it('are shared by all who watch, and pause the run for all', async () => {
    const browser = await join()
    const other = await join()
    const told = heard(other, 'run:state', ({ breakpoints }) => breakpoints.list.length > 0)
    await put(browser)
    expect((await told).breakpoints).toEqual({ revision: 1, list: [breakpoint] })

    const paused = heard(other, 'run:state', ({ pausedAt }) => pausedAt !== null)
    await tell(browser, 'run:control', { ...named, control: { kind: 'runToBreakpoint' } })

    const { status, nowNs, pausedAt } = await paused
    expect(status).toBe('paused')
    expect(pausedAt).toMatchObject({ breakpointId: 'a', atNs: nowNs })
  })

  it('are refused with a sentence that says where they are wrong', async () => {
    const browser = await join()
    const condition = { kind: 'lag', above: 1 }
    const change = { kind: 'put', breakpoint: { ...breakpoint, condition } }

    expect(await askAnything(browser, 'run:breakpoints', { ...named, change })).toMatchObject({
      ok: false,
      code: 'malformedRequest',
      message: expect.stringContaining('How much waits is looked at when an event arrives'),
    })
  })

  it('are gone with the server, and brought back by who still knows them, once', async () => {
    await put(await join())
    await server.close()
    await server.open()

    const browser = await join()
    const change: BreakpointChange = { kind: 'bringBack', list: [breakpoint] }
    const bringBack = { ...named, change }
    const { breakpoints } = await tell(browser, 'run:breakpoints', bringBack)
    expect(breakpoints).toEqual({ revision: 1, list: [breakpoint] })
    await tell(browser, 'run:breakpoints', { ...named, change: { kind: 'clear' } })
    const again = await tell(browser, 'run:breakpoints', bringBack)
    expect(again.breakpoints.list).toEqual([])
  })
})

async function join(): Promise<Browser> {
  const browser = await server.connect()
  await tell(browser, 'topology:join', named)
  return browser
}

async function put(browser: Browser): Promise<void> {
  await tell(browser, 'run:breakpoints', { ...named, change: { kind: 'put', breakpoint } })
}
