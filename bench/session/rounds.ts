// What it costs a run to be watched, from windows of time that are compared with each other by turns.

import { WATCHERS } from './crowd.ts'
import type { Standing } from './frameStamps.ts'
import { quantile } from './spread.ts'
import type { Measured } from './stage.ts'
import type { Arrival, Whereabouts } from './watcher.ts'

/** Of one core: where all others together take less, a window is quiet. */
const QUIET_SHARE = 0.2
/** Of fewer rounds that were quiet, nothing is said. */
const QUIET_ROUNDS_MIN = 5

export interface Window {
  readonly measured: Measured
  readonly from: Standing
  readonly to: Standing
  readonly arrivals: readonly Arrival[]
  readonly watchersMs: number
  /** Of the machine, for programs that are not the bench's. */
  readonly othersMs: number
}

/** The run with nobody, and with those who watch from there. */
export type Round = Readonly<Record<'alone' | Whereabouts, Window>>

export interface Watched {
  /** Frames that the run's thread made, and those that a watcher has got, on average of all. */
  readonly madePerSecond: number
  readonly camePerSecond: number
  /** Of one core: what the bench's own watchers take, all together. NaN where the system does not tell. */
  readonly watchersShare: number
  readonly agesMs: readonly number[]
  /** Of one core; NaN where the system does not tell. */
  readonly mainShare: number
  /** How much less the run gets done while it is watched, per second of its own CPU time. */
  readonly slowedOfCpu: number
  /** Per second, of the rounds in which the machine had no other work; NaN where too few were. */
  readonly slowedOfTime: number
  readonly latenciesMs: readonly number[]
  readonly loopP99Ms: number
}

export interface RoundsFigures extends Readonly<Record<Whereabouts, Watched>> {
  readonly mainShareAlone: number
  readonly rounds: number
  readonly quietRounds: number
  /** Of one core, that others took; NaN where the system does not tell. */
  readonly othersShare: number
}

export function figuresOf(rounds: readonly Round[]): RoundsFigures {
  const quiet = rounds.filter((round) => Object.values(round).every(isQuiet))
  const alone = rounds.map((round) => round.alone)
  return {
    elsewhere: watchedFrom('elsewhere', rounds, quiet),
    beside: watchedFrom('beside', rounds, quiet),
    mainShareAlone: mean(alone, mainShareIn),
    rounds: rounds.length,
    quietRounds: quiet.length,
    othersShare: mean(
      rounds.flatMap((round) => Object.values(round)),
      othersShareIn,
    ),
  }
}

function watchedFrom(
  whereabouts: Whereabouts,
  rounds: readonly Round[],
  quiet: readonly Round[],
): Watched {
  const watching = rounds.map((round) => round[whereabouts])
  const perSecond = (of: (window: Window) => number) =>
    mean(watching, (window) => of(window) / window.measured.seconds)
  return {
    madePerSecond: mean(watching, ({ measured }) => paceOf(measured.facts.stamps)),
    camePerSecond: mean(watching, camePerSecondIn),
    watchersShare: perSecond(({ watchersMs }) => watchersMs / 1000),
    agesMs: watching.flatMap(agesIn),
    mainShare: mean(watching, mainShareIn),
    slowedOfCpu: slowedBy(whereabouts, rounds, ({ from, to }) => to.cpuMs - from.cpuMs),
    slowedOfTime:
      quiet.length < QUIET_ROUNDS_MIN
        ? Number.NaN
        : slowedBy(whereabouts, quiet, ({ from, to }) => to.atMs - from.atMs),
    latenciesMs: watching.flatMap(({ measured }) => measured.latenciesMs),
    loopP99Ms: quantile(
      watching.map(({ measured }) => measured.facts.loopP99Ms),
      1,
    ),
  }
}

/** Each round is compared with itself, by what the run gets done for what `costOf` counts. */
function slowedBy(
  whereabouts: Whereabouts,
  rounds: readonly Round[],
  costOf: (window: Window) => number,
): number {
  const yieldOf = (window: Window) => (window.to.nowNs - window.from.nowNs) / costOf(window)
  const ratios = rounds.map((round) => yieldOf(round[whereabouts]) / yieldOf(round.alone))
  return 1 - quantile(ratios, 0.5)
}

/**
 * From the first to the last: a window begins with a frame, because it asks where the run is, and so a count of all
 * that come in it says too much.
 */
function paceOf(frames: readonly { readonly atMs: number }[]): number {
  const [first, last] = [frames[0], frames.at(-1)]
  if (!first || !last || frames.length < 2) return 0
  return (1000 * (frames.length - 1)) / (last.atMs - first.atMs)
}

/** Of the frames that were made meanwhile: one of before may come late, and would be counted too much. */
function camePerSecondIn(window: Window): number {
  const { stamps } = window.measured.facts
  if (stamps.length === 0) return 0
  return (paceOf(stamps) * agesIn(window).length) / (stamps.length * WATCHERS)
}

/** How old frames were when they came. */
export function agesIn({ arrivals, measured }: Window): readonly number[] {
  const sentMs = new Map(measured.facts.stamps.map(({ sequence, atMs }) => [sequence, atMs]))
  return arrivals.flatMap(({ sequence, atMs }) => {
    const from = sentMs.get(sequence)
    return from === undefined ? [] : [atMs - from]
  })
}

/** Where nobody can tell, it counts as quiet. */
function isQuiet(window: Window): boolean {
  return !(othersShareIn(window) >= QUIET_SHARE)
}

function othersShareIn({ othersMs, measured }: Window): number {
  return othersMs / 1000 / measured.seconds
}

function mainShareIn({ measured }: Window): number {
  return measured.cpu.mainMs / 1000 / measured.seconds
}

function mean<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0) / items.length
}
