// Two hundred browsers watch a run at full speed; then a quarter of them stops reading.

import { setTimeout as sleep } from 'node:timers/promises'
import type { ReplyOf } from '#shared/protocol/protocol.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { drawingOf } from '../../e2e/stage/drawing.ts'
import { Child } from './child.ts'
import type { Standing } from './frameStamps.ts'
import { quantile } from './spread.ts'
import { type Measured, Stage } from './stage.ts'
import { machineBusyMs, processBusyMs } from './threads.ts'
import type { Arrival, WatchersQuestion } from './watchersChild.ts'

export const WATCHERS = 200
export const PAUSED = 50

const NODES = 100
/** Short ones by turns: neighbours of the machine come and go, and a run does not cost the same for ever. */
const ROUNDS = 16
const WINDOW_MS = 1000
/** After all have come or gone, before it is measured. */
const SETTLE_MS = 200

/** Of one core: where all others together take less, a window is quiet. */
const QUIET_SHARE = 0.2
/** Of fewer rounds that were quiet, nothing is said. */
const QUIET_ROUNDS_MIN = 5

const PAUSE_MS = 6000
const WARM_UP_MS = 4000
const RECOVERY_MS = 4000

/** Of the logs: short, so that a run of minutes at full speed keeps what one of seconds does. */
const KEPT_MS = 60_000

export interface WatchingFigures {
  /** That the run's thread made, and that each watcher has got. */
  readonly madePerSecond: number
  readonly framesPerSecond: number
  /** Of one core: what the bench's own watchers take, all together. NaN where the system does not tell. */
  readonly watchersShare: number
  readonly agesMs: readonly number[]
  /** Of one core; NaN where the system does not tell. */
  readonly mainShare: number
  readonly mainShareAlone: number
  /** How much less the run gets done while it is watched, per second of its own CPU time. */
  readonly slowedOfCpu: number
  /** Per second, of the rounds in which the machine had no other work; NaN where too few were. */
  readonly slowedOfTime: number
  readonly rounds: number
  readonly quietRounds: number
  /** Of one core, that others took; NaN where the system does not tell. */
  readonly othersShare: number
  readonly latenciesMs: readonly number[]
  readonly loopP99Ms: number
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
  const watchers = new Child('watchersChild.ts', [])
  const tell = <Value>(question: WatchersQuestion) => watchers.ask<Value>(question)
  try {
    const watched = await stage.add(withShortLogs(drawingOf(NODES)))
    const idle = await stage.add(drawingOf(5))
    await tell({ kind: 'connect', url: stage.url, count: WATCHERS })
    await tell({ kind: 'join', topologyId: watched })
    await stage.run(watched)
    await sleep(WARM_UP_MS)
    const scene: Scene = { stage, tell, watched, watchersPid: watchers.pid }
    const rounds: Round[] = []
    const windowAt = async (topologyId: string) => {
      await tell({ kind: 'join', topologyId })
      await sleep(SETTLE_MS)
      return windowOf(scene)
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      // A B, then B A: what changes all the time counts for both, and they move half as often.
      const [first, second] = round % 2 === 0 ? [idle, watched] : [watched, idle]
      const windows = [await windowAt(first), await windowAt(second)] as const
      const [alone, watching] = round % 2 === 0 ? windows : [windows[1], windows[0]]
      rounds.push({ alone, watching })
    }
    await tell({ kind: 'join', topologyId: watched })
    const paused = await pausing(scene)
    await requireRunning(stage, watched)
    return { ...figuresOf(rounds), paused }
  } finally {
    await watchers.stop()
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
  readonly watchersPid: number
  readonly tell: <Value>(question: WatchersQuestion) => Promise<Value>
  readonly watched: string
}

interface Window {
  readonly measured: Measured
  readonly from: Standing
  readonly to: Standing
  readonly arrivals: readonly Arrival[]
  /** Frames made, and those that came, while it was measured: both by the clock of the machine. */
  readonly made: number
  readonly came: number
  readonly watchersMs: number
  /** Of the machine, for programs that are not the bench's. */
  readonly othersMs: number
}

async function windowOf(scene: Scene, ms = WINDOW_MS): Promise<Window> {
  const { stage, tell, watched, watchersPid } = scene
  const own = () => Promise.all([stage.serverPid, watchersPid, process.pid].map(processBusyMs))
  await tell({ kind: 'begin' })
  const from = await stage.standing(watched)
  const [busyBefore, ownBefore] = await Promise.all([machineBusyMs(), own()])
  const measured = await stage.measure(() => sleep(ms))
  const [busyAfter, ownAfter] = await Promise.all([machineBusyMs(), own()])
  const to = await stage.standing(watched)
  const arrivals = await tell<readonly Arrival[]>({ kind: 'end' })
  const isWithin = ({ atMs }: { readonly atMs: number }) =>
    atMs >= measured.startMs && atMs < measured.startMs + measured.seconds * 1000
  const ownMs = sum(ownAfter) - sum(ownBefore)
  return {
    measured,
    from,
    to,
    arrivals,
    made: measured.facts.stamps.filter(isWithin).length,
    came: arrivals.filter(isWithin).length,
    watchersMs: (ownAfter[1] ?? Number.NaN) - (ownBefore[1] ?? Number.NaN),
    othersMs: Math.max(0, busyAfter - busyBefore - ownMs),
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

interface Round {
  readonly alone: Window
  readonly watching: Window
}

function figuresOf(rounds: readonly Round[]): Omit<WatchingFigures, 'paused'> {
  const alone = rounds.map((round) => round.alone)
  const watching = rounds.map((round) => round.watching)
  const quiet = rounds.filter((round) => isQuiet(round.alone) && isQuiet(round.watching))
  return {
    madePerSecond: mean(watching, ({ made, measured }) => made / measured.seconds),
    framesPerSecond: mean(watching, ({ came, measured }) => came / measured.seconds) / WATCHERS,
    watchersShare: mean(
      watching,
      ({ watchersMs, measured }) => watchersMs / 1000 / measured.seconds,
    ),
    agesMs: watching.flatMap(agesIn),
    mainShare: mean(watching, mainShareIn),
    mainShareAlone: mean(alone, mainShareIn),
    slowedOfCpu: slowedBy(rounds, ({ from, to }) => to.cpuMs - from.cpuMs),
    slowedOfTime:
      quiet.length < QUIET_ROUNDS_MIN
        ? Number.NaN
        : slowedBy(quiet, ({ from, to }) => to.atMs - from.atMs),
    rounds: rounds.length,
    quietRounds: quiet.length,
    othersShare: mean([...alone, ...watching], othersShareIn),
    latenciesMs: watching.flatMap(({ measured }) => measured.latenciesMs),
    loopP99Ms: quantile(
      watching.map(({ measured }) => measured.facts.loopP99Ms),
      1,
    ),
  }
}

/** Each round is compared with itself, by what the run gets done for what `costOf` counts. */
function slowedBy(rounds: readonly Round[], costOf: (window: Window) => number): number {
  const yieldOf = (window: Window) => (window.to.nowNs - window.from.nowNs) / costOf(window)
  const ratios = rounds.map(({ alone, watching }) => yieldOf(watching) / yieldOf(alone))
  return 1 - quantile(ratios, 0.5)
}

/** Where nobody can tell, it counts as quiet. */
function isQuiet(window: Window): boolean {
  return !(othersShareIn(window) >= QUIET_SHARE)
}

function othersShareIn({ othersMs, measured }: Window): number {
  return othersMs / 1000 / measured.seconds
}

async function pausing(scene: Scene): Promise<WatchingFigures['paused']> {
  const { stage, tell } = scene
  const before = await stage.memory()
  await tell({ kind: 'pause', count: PAUSED })
  const meanwhile = await windowOf(scene, PAUSE_MS)
  const growth = (await stage.memory()).main - before.main
  await tell({ kind: 'begin' })
  const resumedMs = performance.timeOrigin + performance.now()
  const { facts } = await stage.measure(async () => {
    await tell({ kind: 'resume', count: PAUSED })
    await sleep(RECOVERY_MS)
  })
  const arrivals = await tell<readonly Arrival[]>({ kind: 'end' })
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

function agesIn({ arrivals, measured }: Window): readonly number[] {
  const sentMs = new Map(measured.facts.stamps.map(({ sequence, atMs }) => [sequence, atMs]))
  return arrivals.flatMap(({ sequence, atMs }) => {
    const from = sentMs.get(sequence)
    return from === undefined ? [] : [atMs - from]
  })
}

function mainShareIn({ measured }: Window): number {
  return measured.cpu.mainMs / 1000 / measured.seconds
}

function mean<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0) / items.length
}
