import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { RunState } from '#shared/protocol/protocol.ts'
import { ENGINE_VERSION, RECIPE_FORMAT, type Recipe } from '#shared/topology/recipe.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import type { SessionNews } from '../session/messages.ts'
import { SessionHost } from '../session/sessionHost.ts'
import { readBaselines } from '../storage/baselineFile.ts'
import { readRun, writeRun } from '../storage/runStore.ts'
import { Workspace } from '../storage/workspace.ts'
import { RequestFailure } from './requestFailure.ts'
import { RoomSession } from './roomSession.ts'

let folder = ''
let workspace: Workspace
let session: RoomSession | null = null

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'))
  workspace = await Workspace.open(folder)
})

afterEach(async () => {
  await session?.stop()
  await workspace.close()
  await rm(folder, { recursive: true })
})

describe('RoomSession', () => {
  it('tells why a run is over whose thread has died, and refuses all but a reset', async () => {
    const { room, kill, news, log } = setUp()
    await room.start()
    await room.control({ kind: 'setSpeed', speed: 7 })
    await room.look()

    await kill('It needed too much memory.')
    await room.start()

    const over = { status: 'ended', reason: 'It needed too much memory.', hash: null, speed: 7 }
    expect(news.at(-1)).toMatchObject({ kind: 'state', state: over })
    expect((await room.look()).run).toMatchObject(over)
    expect(log).toEqual(['The run of design has died. It needed too much memory.'])
    await expect(room.control({ kind: 'run' })).rejects.toThrow(
      'It needed too much memory. Reset it to start again.',
    )
    await expect(room.record()).rejects.toThrow('Reset it to start again.')
  })

  it('starts anew when a dead run is reset', async () => {
    const { room, kill } = setUp()
    await room.start()
    await kill('It died.')

    const states = await Promise.all([
      room.control({ kind: 'reset', seed: 9 }),
      room.control({ kind: 'reset', seed: 9 }),
    ])

    expect(states).toMatchObject([
      { status: 'paused', nowNs: 0, seed: 9 },
      { status: 'paused', nowNs: 0, seed: 9 },
    ])
    expect((await room.control({ kind: 'run' })).status).toBe('running')
  })

  it('is shown to those who watch also when it begins anew', async () => {
    const { room, kill, news } = setUp()
    await room.start()
    room.watch(true)
    await kill('It died.')
    news.splice(0)

    await room.control({ kind: 'reset' })
    await room.control({ kind: 'step' })
    await room.look()

    expect(news.map(({ kind }) => kind)).toContain('frame')
  })

  it('does not begin again while it is being released, unless it is reset', async () => {
    const { room, whileStopping, hosts, news, log } = setUp()
    await room.start()
    await room.look()
    const [host] = hosts
    let unanswered: Promise<unknown> = Promise.resolve()
    const begun = whileStopping(() => {
      unanswered = host?.ask('look', null) ?? unanswered
      return room.start()
    })

    expect(await room.release('There was no room.')).toBeNull()
    await begun
    const reason = 'The run was paused. There was no room.'
    expect(await unanswered).toEqual({ ok: false, reason })

    expect(hosts).toHaveLength(1)
    expect(room.isLive).toBe(false)
    const over = { status: 'ended', reason }
    expect(news.at(-1)).toMatchObject({ kind: 'state', state: over })

    await room.control({ kind: 'reset' })
    await room.look()
    const reset = whileStopping(() => room.control({ kind: 'reset' }))
    expect(await room.release('There was none again.')).toBeNull()
    await reset

    expect(hosts.map(({ isAlive }) => isAlive)).toEqual([false, false, true])
    expect(room.isLive).toBe(true)
    expect((await room.look()).run.status).toBe('paused')
    expect(log).toEqual([
      'The run of design has died. The run was paused. There was no room.',
      'The run of design has died. The run was paused. There was none again.',
    ])
  })

  it('brings back what was released when it is opened again, where there is room for it', async () => {
    let refusal: string | null = null
    let closed = false
    const takeSeat = async () => {
      if (closed) throw new RequestFailure('unknownTopology', 'It was closed meanwhile.')
      if (refusal !== null) throw new RequestFailure('tooManyRequests', refusal)
    }
    const { room, hosts, kill } = setUp({ takeSeat })
    await room.start()
    const { nowNs } = await room.control({ kind: 'step' })
    await room.look()
    expect(await room.release('There was no room.')).toBeNull()

    refusal = 'There is none yet.'
    await room.start()
    const over = 'The run was paused. There was no room.'
    expect((await room.look()).run).toMatchObject({ status: 'ended', reason: over })
    await expect(room.control({ kind: 'run' })).rejects.toThrow(`${over} Reset it to start again.`)

    closed = true
    await expect(room.start()).rejects.toThrow('It was closed meanwhile.')

    closed = false
    refusal = null
    await room.start()
    expect((await room.control({ kind: 'pause' })).nowNs).toBe(nowNs)
    expect(hosts).toHaveLength(2)

    await kill('It died.')
    await room.start()
    expect((await room.look()).run).toMatchObject({ status: 'ended', reason: 'It died.' })
    expect(hosts).toHaveLength(2)
  })

  it('resets a run that is asked to while it is being released, and refuses all else in a sentence', async () => {
    const { room, hosts, news } = setUp()
    await room.start()
    const { nowNs } = await room.control({ kind: 'step' })
    await room.look()

    const released = room.release('There was no room.')
    const run = room.control({ kind: 'run' })
    const change = room.change({ kind: 'fault', fault: { kind: 'crash', serviceId: 'payments' } })
    const refused = [
      expect(run).rejects.toThrow('There was no room. Reset it to start again.'),
      expect(change).rejects.toThrow('There was no room. Reset it to start again.'),
    ]

    expect(await released).toBeNull()
    await Promise.all(refused)
    expect(await readRun(workspace, 'design')).toMatchObject({
      run: { recipe: { untilMs: nowNs / 1e6, commands: [] } },
    })

    await room.control({ kind: 'reset' })
    await room.control({ kind: 'step' })
    await room.look()
    const releasedAgain = room.release('There was none again.')
    const reset = room.control({ kind: 'reset', seed: 9 })

    expect(await releasedAgain).toBeNull()
    expect(await reset).toMatchObject({ status: 'paused', nowNs: 0, seed: 9 })
    expect(hosts.map(({ isAlive }) => isAlive)).toEqual([false, false, true])
    expect((await room.look()).run).toMatchObject({ status: 'paused', nowNs: 0, seed: 9 })
    await room.stop()
    expect(news.at(-1)).toMatchObject({ kind: 'state', state: { nowNs: 0, seed: 9 } })
    expect(await readRun(workspace, 'design')).toMatchObject({
      run: { recipe: { untilMs: 0, seed: 9 } },
    })
  })

  it('is not ended where it has been reset or paused just before: then it takes no more', async () => {
    const { room } = setUp()
    await room.start()
    await room.control({ kind: 'run' })
    await room.look()

    const reset = room.control({ kind: 'reset' })
    room.end('There was no room.')

    expect(await reset).toMatchObject({ status: 'paused', nowNs: 0 })
    expect((await room.look()).run).toMatchObject({ status: 'paused', reason: null })
    expect(room.status).toBe('paused')
    await room.control({ kind: 'run' })
    await room.look()
    const pause = room.control({ kind: 'pause' })
    room.end('There was none for what goes on.')
    expect(await pause).toMatchObject({ status: 'paused' })
    expect((await room.look()).run).toMatchObject({ status: 'paused', reason: null })
    await room.control({ kind: 'run' })
    await room.look()
    room.end('There was none again.')
    expect((await room.look()).run).toMatchObject({ status: 'ended' })
  })

  it('is not released where it has been reset or set going just before', async () => {
    const { room } = setUp()
    await room.start()
    await room.control({ kind: 'step' })
    await room.look()

    for (const kind of ['reset', 'run'] as const) {
      const asked = room.control({ kind })
      // The thread has got it, and has not answered.
      await null
      expect(await room.release('There was no room.')).toBe('somebody has reset it or set it going')
      await asked
    }

    expect((await room.look()).run.status).toBe('running')
  })

  it('stays dead where its thread dies while it is being released, for the reason that it died of', async () => {
    const { room, kill, hosts, log } = setUp()
    await room.start()
    await room.control({ kind: 'step' })
    await room.look()

    const released = room.release('There was no room.')
    await kill('The simulator failed.')

    expect(await released).toBeNull()
    await room.start()
    expect((await room.look()).run).toMatchObject({
      status: 'ended',
      reason: 'The simulator failed.',
    })
    expect(hosts).toHaveLength(1)
    expect(log).toEqual(['The run of design has died. The simulator failed.'])
  })

  it('does what it is asked to while it is thought of releasing it, where that would lose something', async () => {
    const { room } = setUp()
    await room.start()
    await room.control({ kind: 'step' })
    fillDisk((_, flags) => flags !== 'r')
    await room.control({ kind: 'step' })

    const released = room.release('There was no room.')
    const run = room.control({ kind: 'run' })

    expect(await released).toBe('the disk is full (ENOSPC)')
    expect((await run).status).toBe('running')
  })

  it('leaves no thread behind where it is stopped while one begins, or waits for its seat', async () => {
    const { lstat } = workspace.disk
    const beginning = setUp()
    const isReading = new Promise<void>((resolve) => {
      const reading = vi.spyOn(workspace.disk, 'lstat').mockImplementation(async (path) => {
        resolve()
        return lstat(path)
      })
      onTestFinished(() => void reading.mockRestore())
    })
    const begun = beginning.room.start()
    await isReading
    await beginning.room.stop()
    await begun
    expect(beginning.hosts.map(({ isAlive }) => isAlive)).toEqual([false])

    let sit = () => {}
    const seat = new Promise<void>((resolve) => {
      sit = resolve
    })
    const waiting = setUp({ takeSeat: () => seat })
    const refused = expect(waiting.room.start()).rejects.toThrow(
      "The topology 'design' was closed meanwhile.",
    )
    await waiting.room.stop()
    sit()
    await refused
    expect(waiting.hosts).toEqual([])
  })

  it('begins at the beginning where the stored run cannot be read, and says so', async () => {
    await writeFile(join(folder, '.millrace', 'design.run.json'), '{"format":"millrace-run/1"')
    const { room, log } = setUp()

    await room.start()

    expect((await room.look()).run).toMatchObject({ status: 'paused', nowNs: 0 })
    expect(log).toHaveLength(1)
    expect(log[0]).toContain('The stored run cannot be repeated: ')
  })

  it('writes the run down where there is no room for those to compare with, and says so once', async () => {
    const { room, log, problems } = setUp()
    const makeRoom = fillDisk((path) => path.includes('.baselines.'))
    await room.start()
    await room.control({ kind: 'step' })
    await room.control({ kind: 'fork' })
    const { nowNs } = await room.control({ kind: 'step' })
    await room.stop()

    const full =
      'The runs to compare that of design with were not written down: the disk is full (ENOSPC).'
    expect(log).toEqual([full])
    expect(problems).toEqual([
      'The runs kept to compare this one with are not on the disk: the disk is full (ENOSPC). Writing is ' +
        'tried again within half a minute; if the server stops before that works, they are lost.',
      null,
    ])
    makeRoom()
    const again = setUp().room
    await again.start()
    expect((await again.control({ kind: 'pause' })).nowNs).toBe(nowNs)
    expect((await again.look()).run.baselines).toEqual([])
  })

  it('tries again until there is room, also while the run is paused, and says that it is over', async () => {
    const { room, problems, heardProblem } = setUp()
    const makeRoom = fillDisk((_, flags) => flags !== 'r')
    await room.start()
    await room.control({ kind: 'step' })
    await room.control({ kind: 'fork' })
    await heardProblem((told) => told.length === 2)
    const { status, nowNs } = (await room.look()).run
    makeRoom()
    await heardProblem((told) => told.at(-1) === null)

    expect(status).toBe('paused')
    expect(problems).toEqual([
      expect.stringMatching(/^This run is not on the disk: the disk is full/),
      expect.stringMatching(/^The runs kept to compare this one with are not on the disk: /),
      null,
    ])
    const [run, baselines] = await Promise.all([
      readRun(workspace, 'design'),
      readBaselines(workspace, 'design'),
    ])
    expect(run).toMatchObject({ kind: 'read', run: { recipe: { untilMs: nowNs / 1e6 } } })
    expect(baselines).toMatchObject({ kind: 'read', baselines: [{ atNs: nowNs }] })
  })

  it('tries less and less often while nobody asks, and at once when somebody does', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    vi.spyOn(workspace.disk, 'unlink').mockResolvedValue()
    const { room } = setUp({ storeMs: 1000 })
    const opened = vi.fn<(path: string) => void>()
    fillDisk((path) => {
      opened(path)
      return true
    })
    // The thread answers in turn: what was asked of it before has been answered then.
    const settled = () => room.event(0, 1).catch(() => undefined)
    await room.start()
    await room.control({ kind: 'run' })
    await settled()

    opened.mockClear()
    for (let second = 0; second < 100; second += 1) {
      vi.advanceTimersByTime(1000)
      await settled()
    }
    expect(opened.mock.calls.length).toBeLessThan(10)
    expect(opened.mock.calls.length).toBeGreaterThan(5)

    opened.mockClear()
    await room.control({ kind: 'setSpeed', speed: 2 })
    await settled()
    expect(opened).toHaveBeenCalledTimes(1)
  })

  it('says no more of what a run that has died could not write down', async () => {
    const { room, problems, heardProblem, kill } = setUp()
    fillDisk((path) => path.includes('.baselines.'))
    await room.start()
    await room.control({ kind: 'step' })
    await room.control({ kind: 'fork' })
    await heardProblem((told) => told.length === 1)
    expect(room.storeProblems).toEqual(problems)

    await kill('It ran out of memory.')
    await room.control({ kind: 'reset' })

    expect(problems.at(-1)).toBe(null)
    expect(room.storeProblems).toEqual([])
  })

  it('leads back to where the run was, though it was ended on the way there', async () => {
    const stored = { recipe: longRecipe(), speed: 1 } as const
    await writeRun(workspace, 'design', stored)
    const { room, log, heardState } = setUp()
    await room.start()
    room.end('There was no room.')
    await heardState(({ status }) => status === 'ended')
    expect(await room.stop()).toEqual([])
    expect(log).toEqual([])

    expect(await readRun(workspace, 'design')).toEqual({ kind: 'read', run: stored })
  })

  it('forgets the stored run of a drawing that cannot run any more', async () => {
    const { room } = setUp()
    await room.start()
    await room.control({ kind: 'step' })
    const broken = exampleTopology()
    const placed = { ...broken.services.shop?.sources.placed, channelId: 'gone' }
    room.replace({
      ...broken,
      services: { ...broken.services, shop: { ...broken.services.shop, sources: { placed } } },
    } as typeof broken)
    await room.control({ kind: 'reset' })
    await room.stop()

    const again = setUp().room
    await again.start()

    expect((await again.look()).run.nowNs).toBe(0)
  })
})

/** The disk is full for what is opened so, until what it answers is called. */
function fillDisk(isConcerned: (path: string, flags: string | number | undefined) => boolean) {
  const { open: reallyOpen } = workspace.disk
  const open = vi.spyOn(workspace.disk, 'open').mockImplementation(async (path, flags) => {
    if (isConcerned(path, flags)) throw Object.assign(new Error(), { code: 'ENOSPC' })
    return reallyOpen(path, flags)
  })
  const makeRoom = () => open.mockRestore()
  onTestFinished(makeRoom)
  return makeRoom
}

/** Of ten days, on the way to whose end there is time for anything. */
function longRecipe(): Recipe {
  return {
    format: RECIPE_FORMAT,
    engineVersion: ENGINE_VERSION,
    topology: exampleTopology(),
    seed: 7,
    untilMs: 864_000_000,
    commands: [
      {
        atNs: 1_000_000,
        sequence: 0,
        change: { kind: 'fault', fault: { kind: 'crash', serviceId: 'shop' } },
      },
    ],
  }
}

function setUp({
  storeMs = 5,
  takeSeat = async () => {},
}: {
  storeMs?: number
  takeSeat?: () => Promise<void>
} = {}) {
  const news: SessionNews[] = []
  const log: string[] = []
  const hosts: SessionHost[] = []
  const problems: (string | null)[] = []
  let hearProblem: () => void = () => undefined
  let hearState: (state: RunState) => void = () => undefined
  let kill: (reason: string) => Promise<void> = async () => undefined
  let meanwhile: () => void = () => undefined
  const room = new RoomSession({
    workspace,
    id: 'design',
    topology: exampleTopology,
    tell: (told) => {
      news.push(told)
      if (told.kind === 'state') hearState(told.state)
    },
    log: (line) => log.push(line),
    takeSeat,
    storeProblem: (problem) => {
      problems.push(problem)
      hearProblem()
    },
    storeMs,
    startHost: (start, listener) => {
      const host = new SessionHost(start, listener)
      const stop = host.stop.bind(host)
      host.stop = async (reason) => {
        meanwhile()
        meanwhile = () => undefined
        await stop(reason)
      }
      hosts.push(host)
      kill = async (reason) => {
        listener.died(reason)
        await host.stop()
      }
      return host
    },
  })
  session = room
  const whileStopping = (work: () => Promise<unknown>) =>
    new Promise<unknown>((resolve) => {
      meanwhile = () => resolve(work())
    })
  const heardProblem = (isHeard: (told: typeof problems) => boolean) =>
    new Promise<void>((resolve) => {
      hearProblem = () => {
        if (isHeard(problems)) resolve()
      }
      hearProblem()
    })
  const heardState = (isHeard: (state: RunState) => boolean) =>
    new Promise<RunState>((resolve) => {
      hearState = (state) => {
        if (isHeard(state)) resolve(state)
      }
    })
  return {
    room,
    news,
    heardState,
    log,
    hosts,
    problems,
    heardProblem,
    whileStopping,
    kill: (reason: string) => kill(reason),
  }
}
