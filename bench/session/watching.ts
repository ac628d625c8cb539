// Two hundred browsers watch a run at full speed; then a quarter of them stops reading.
//
// Browsers have machines of their own; here they share one with the run, so it is measured twice. Those who
// stand for browsers elsewhere are sent the same and read all of it, but decode nothing and get only what
// server and run leave of the processors: what is left is what the server makes a run pay. Frames are made,
// copied, sent and, since both ends are here, brought to two hundred sockets all the same. Those beside the
// run decode what they get with the library of the app's pages, and take turns with the run.

import { setTimeout as sleep } from 'node:timers/promises'
import { assert } from '#shared/lib/assert.ts'
import type { ReplyOf } from '#shared/protocol/protocol.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { drawingOf } from '../../e2e/stage/drawing.ts'
import { Crowd } from './crowd.ts'
import { agesIn, figuresOf, type Round, type RoundsFigures, type Window } from './rounds.ts'
import { Stage } from './stage.ts'
import { machineBusyMs, processBusyMs } from './threads.ts'
import type { Whereabouts } from './watcher.ts'

export const PAUSED = 50

const NODES = 100
/** Short ones by turns: neighbours of the machine come and go, and a run does not cost the same for ever. */
const ROUNDS = 12
const WINDOW_MS = 1000
/** After all have come or gone, before it is measured. */
const SETTLE_MS = 200

const PAUSE_MS = 6000
const WARM_UP_MS = 4000
const RECOVERY_MS = 4000

/** Of the logs: short, so that a run of minutes at full speed keeps what one of seconds does. */
const KEPT_MS = 60_000

export interface WatchingFigures extends RoundsFigures {
  readonly paused: {
    /** Of the thread that sends: the run's own memory grows anyway. */
    readonly growth: number
    readonly agesOfOthersMs: readonly number[]
    /** Until all those who read again are up to date. */
    readonly recoveryMs: number
  }
}

export async function measureWatching(): Promise<WatchingFigures> {
  const stage = await Stage.start()
  const elsewhere = await Crowd.gather(stage.url, 'elsewhere')
  const beside = await Crowd.gather(stage.url, 'beside')
  try {
    const watched = await stage.add(withShortLogs(drawingOf(NODES)))
    const idle = await stage.add(drawingOf(5))
    const scene: Scene = { stage, crowds: { elsewhere, beside }, watched, idle }
    await letWatch(scene, 'elsewhere')
    await stage.run(watched)
    await sleep(WARM_UP_MS)
    const rounds: Round[] = []
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await roundOf(scene, round))
    await letWatch(scene, 'elsewhere')
    const paused = await pausing(scene)
    await requireRunning(stage, watched)
    return { ...figuresOf(rounds), paused }
  } finally {
    await Promise.all([elsewhere.stop(), beside.stop()])
    await stage.stop()
  }
}

function withShortLogs(topology: Topology): Topology {
  const channels = Object.entries(topology.channels).map(([id, channel]) => {
    const isLog = channel.kind === 'kafkaTopic'
    return [id, isLog ? { ...channel, retentionMs: KEPT_MS, segmentMs: KEPT_MS } : channel] as const
  })
  return { ...topology, channels: Object.fromEntries(channels) }
}

/** Of a run that is over, nothing could be said: it would cost nothing to watch. */
async function requireRunning(stage: Stage, topologyId: string): Promise<void> {
  const { run } = (await stage.ask('topology:join', { topologyId })) as ReplyOf<'topology:join'>
  if (run.status !== 'running')
    throw new Error(
      `The run that was watched is ${run.status}: ${run.reason ?? 'nobody knows why'}`,
    )
}

interface Scene {
  readonly stage: Stage
  readonly crowds: Readonly<Record<Whereabouts, Crowd>>
  readonly watched: string
  /** Where they look who do not watch. */
  readonly idle: string
}

/** Null: nobody. */
async function letWatch(scene: Scene, whereabouts: Whereabouts | null): Promise<void> {
  const { crowds, watched, idle } = scene
  await crowds.elsewhere.watch(whereabouts === 'elsewhere' ? watched : idle)
  await crowds.beside.watch(whereabouts === 'beside' ? watched : idle)
}

/** A B C, then C B A: what changes all the time counts for all of them, and they move less often. */
async function roundOf(scene: Scene, round: number): Promise<Round> {
  const windows: Partial<Record<keyof Round, Window>> = {}
  const order = ['alone', 'elsewhere', 'beside'] as const
  for (const who of round % 2 === 0 ? order : order.toReversed()) {
    await letWatch(scene, who === 'alone' ? null : who)
    await sleep(SETTLE_MS)
    windows[who] = await windowOf(scene, who === 'alone' ? 'elsewhere' : who)
  }
  const { alone, elsewhere, beside } = windows
  assert(alone && elsewhere && beside, 'a round has all of its windows')
  return { alone, elsewhere, beside }
}

async function windowOf(
  { stage, crowds, watched }: Scene,
  whereabouts: Whereabouts,
  ms = WINDOW_MS,
): Promise<Window> {
  const crowd = crowds[whereabouts]
  const pids = [crowds.elsewhere.pid, crowds.beside.pid, stage.serverPid, process.pid]
  const own = () => Promise.all(pids.map(processBusyMs))
  await crowd.begin()
  const from = await stage.standing(watched)
  const [busyBefore, ownBefore] = await Promise.all([machineBusyMs(), own()])
  const measured = await stage.measure(() => sleep(ms))
  const [busyAfter, ownAfter] = await Promise.all([machineBusyMs(), own()])
  const to = await stage.standing(watched)
  const arrivals = await crowd.arrivals()
  const ownMs = ownAfter.map((ms, index) => ms - (ownBefore[index] ?? Number.NaN))
  return {
    measured,
    from,
    to,
    arrivals,
    watchersMs: sum(ownMs.slice(0, 2)),
    othersMs: Math.max(0, busyAfter - busyBefore - sum(ownMs)),
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

async function pausing(scene: Scene): Promise<WatchingFigures['paused']> {
  const { stage, crowds } = scene
  const crowd = crowds.elsewhere
  const before = await stage.memory()
  await crowd.pause(PAUSED)
  const meanwhile = await windowOf(scene, 'elsewhere', PAUSE_MS)
  const growth = (await stage.memory()).main - before.main
  await crowd.begin()
  const resumedMs = performance.timeOrigin + performance.now()
  const { facts } = await stage.measure(async () => {
    await crowd.resume(PAUSED)
    await sleep(RECOVERY_MS)
  })
  const arrivals = await crowd.arrivals()
  const first = Math.min(...facts.stamps.map(({ sequence }) => sequence))
  const fresh = Array.from({ length: PAUSED }, (_, watcher) => {
    const of = arrivals.filter((a) => a.watcher === watcher && a.sequence >= first)
    return Math.min(...of.map(({ atMs }) => atMs)) - resumedMs
  })
  const others = meanwhile.arrivals.filter(({ watcher }) => watcher >= PAUSED)
  return {
    growth,
    agesOfOthersMs: agesIn({ ...meanwhile, arrivals: others }),
    recoveryMs: Math.max(...fresh),
  }
}
