import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { RunState } from '#shared/protocol/protocol.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { busyTopology, historyHash, startOf } from './session.fixture.ts'
import { SessionHost } from './sessionHost.ts'

let host: SessionHost | null = null

afterEach(() => host?.stop())

describe('SessionHost', () => {
  it('runs in its thread what runs here, and stops at the same moment', async () => {
    const { ask, states } = setUp()
    const there = states((state) => state.status === 'paused' && state.nowNs > 0)

    await ask.ask('control', { kind: 'runUntil', untilMs: 5000 })

    const hash = historyHash({ topology: exampleTopology(), seed: 7 }, 5_000_000_000)
    expect(await there).toMatchObject({ nowNs: 5_000_000_000, hash })
  })

  it('tells when its thread dies, answers what was asked, and stays dead', async () => {
    // Types end here: nobody but a bug passes this.
    const { ask, died } = setUp(null as unknown as Topology)

    const answer = await ask.ask('look', null)

    expect(await died).toContain('The simulator failed, which is a bug: ')
    expect(answer).toEqual({ ok: false, reason: await died })
    expect(await ask.ask('record', null)).toEqual({ ok: false, reason: await died })
    expect(ask.isAlive).toBe(false)
  })

  it('gives the memory of a run back that is reset, though nothing happens then', async () => {
    const { ask, memory } = setUp(busyTopology())
    await ask.ask('control', { kind: 'runUntil', untilMs: 600_000 })
    await memory((bytes) => bytes > 180_000_000)

    await ask.ask('control', { kind: 'reset' })

    await memory((bytes) => bytes < 100_000_000)
  })

  it.each([
    ['look', null],
    ['keep', { key: 'k', has: null }],
    ['baselines', null],
  ] as const)(
    'gives a thread up that does not answer %s, which never waits for a run',
    async (name, payload) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      onTestFinished(() => void vi.useRealTimers())
      const { ask, died } = setUp()

      const answer = ask.ask(name, payload)
      vi.advanceTimersByTime(30_000)

      const reason = 'Its thread has not answered for 30 seconds.'
      expect(await Promise.race([answer, died])).toEqual({ ok: false, reason })
      expect(await died).toBe(reason)
    },
  )

  it('answers what was asked when it is stopped', async () => {
    const { ask } = setUp()
    const answer = ask.ask('look', null)

    await ask.stop()

    expect(await answer).toEqual({ ok: false, reason: 'The run was stopped.' })
  })
})

function setUp(topology: Topology = exampleTopology()) {
  const waiting: { isWanted: (state: RunState) => boolean; resolve: (state: RunState) => void }[] =
    []
  const states = (isWanted: (state: RunState) => boolean) =>
    new Promise<RunState>((resolve) => {
      waiting.push({ isWanted, resolve })
    })
  let hearMemory: () => void = () => undefined
  let tellDeath: (reason: string) => void = () => undefined
  const died = new Promise<string>((resolve) => {
    tellDeath = resolve
  })
  const ask = new SessionHost(startOf(topology), {
    news: (news) => {
      if (news.kind !== 'state') return
      for (const { isWanted, resolve } of waiting) if (isWanted(news.state)) resolve(news.state)
    },
    died: tellDeath,
    memoryChanged: () => hearMemory(),
  })
  const memory = (isWanted: (bytes: number) => boolean) =>
    new Promise<void>((resolve) => {
      hearMemory = () => {
        if (isWanted(ask.memoryBytes)) resolve()
      }
      hearMemory()
    })
  host = ask
  return { ask, states, died, memory }
}
