import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RunState } from '#shared/protocol/protocol.ts'
import { busyTopology } from '../session/session.fixture.ts'
import { Workspace } from '../storage/workspace.ts'
import type { Audience } from './audience.ts'
import { Rooms } from './rooms.ts'

let folder = ''
let workspace: Workspace
let rooms: Rooms
let open: (runsBytesMax: number) => Rooms
const hearers = new Set<(state: RunState) => void>()

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'))
  workspace = await Workspace.open(folder)
  for (const name of ['A', 'B']) await workspace.create({ ...busyTopology(), name })
  const audience: Audience = {
    tell: (name, ...[news]) => {
      if (name === 'run:state') for (const hear of hearers) hear(news as RunState)
    },
    tellOthers: () => {},
    show: () => {},
  }
  open = (runsBytesMax) =>
    new Rooms({
      workspace,
      audienceOf: () => audience,
      sessionsMax: 2,
      runsBytesMax,
      log: () => {},
    })
})

afterEach(async () => {
  hearers.clear()
  await rooms.closeAll()
  await workspace.close()
  await rm(folder, { recursive: true })
})

describe('Rooms whose runs take more memory than there is', () => {
  it('end a run with a sentence and keep what it has come to, begin no other, and let one rest', async () => {
    // Less than any thread takes.
    rooms = open(1_000_000)
    const ended = heardEnd()
    const a = await rooms.open('a')
    await a.join('somebody')
    await a.control({ kind: 'setSpeed', speed: 'max' })
    await a.control({ kind: 'run' })

    const { reason, nowNs } = await ended
    const b = await rooms.open('b')
    // How many messages it keeps by then, and whether they are worth a word, depends on the machine.
    expect(reason).toMatch(
      /^The run took \d+ MB of memory, which would soon be more than the 1 MB that runs may take together\.( It keeps .+\.)?$/,
    )
    expect((await a.record()).recipe.untilMs).toBe(nowNs / 1_000_000)
    await expect(b.join('somebody')).rejects.toThrow(
      /^The open runs need \d+ MB of memory together, and 1 MB is the most\. Reset one of them, or close it\.$/,
    )

    a.leave('somebody')

    expect((await b.join('somebody')).reply.run.status).toBe('paused')
    expect(a.memoryBytes).toBe(0)
  })

  it('let a large one go that is paused, not a small one that goes on, and have it back', async () => {
    rooms = open(230_000_000)
    const [a, b] = [await rooms.open('a'), await rooms.open('b')]
    await a.join('somebody')
    await a.control({ kind: 'setSpeed', speed: 'max' })
    await a.control({ kind: 'run' })
    await vi.waitUntil(() => a.memoryBytes > 150_000_000, { interval: 10, timeout: 30_000 })
    const { nowNs } = await a.control({ kind: 'pause' })
    const ended = heardEnd()
    await b.join('somebody else')
    await b.control({ kind: 'setSpeed', speed: 'max' })
    await b.control({ kind: 'run' })

    const { reason } = await ended
    expect(reason).toMatch(
      /^The run was paused\. The open runs took \d+ MB of memory, which would soon be more than the 230 MB that runs may take together, and none took more than this one: \d+ MB\. Its figures had to go; they come back when it is opened again\.$/,
    )
    expect(b.runStatus).toBe('running')
    await expect(a.control({ kind: 'run' })).rejects.toThrow('Reset it to start again.')

    await b.control({ kind: 'reset' })
    const { run } = (await a.join('somebody')).reply
    expect(run).toMatchObject({ status: 'running', recordedNs: nowNs })
  })
})

function heardEnd(): Promise<RunState> {
  return new Promise((resolve) => {
    hearers.add((state) => {
      if (state.status === 'ended') resolve(state)
    })
  })
}
