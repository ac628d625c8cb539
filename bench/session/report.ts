// How a session behaves under pressure, in a server of its own: with hundreds who watch, with readers
// that do not read, in a storm. The goals stand beside the figures.

import { availableParallelism, loadavg } from 'node:os'
import { type BacklogFigures, measureBacklogs } from './backlogs.ts'
import { WATCHERS } from './crowd.ts'
import type { Watched } from './rounds.ts'
import { quantile } from './spread.ts'
import {
  measureStorms,
  measureStormsTogether,
  type StormFigures,
  type StormsTogetherFigures,
} from './storms.ts'
import { measureTogether, type TogetherFigures } from './together.ts'
import { measureWatching, PAUSED, type WatchingFigures } from './watching.ts'

const parts: Readonly<Record<string, () => Promise<void>>> = {
  watching: async () => printWatching(await measureWatching()),
  together: async () => printTogether(await measureTogether()),
  storms: async () => {
    for (const storm of await measureStorms()) printStorm(storm)
    printStormsTogether(await measureStormsTogether())
  },
  backlogs: async () => printBacklogs(await measureBacklogs()),
}

/** `words`: the parts to print; all of them where none is named. */
export async function printSessionBench(words: readonly string[]): Promise<void> {
  const unknown = words.find((word) => !Object.hasOwn(parts, word))
  if (unknown !== undefined)
    throw new Error(
      `The session bench has no part "${unknown}"; it has ${Object.keys(parts).join(', ')}.`,
    )
  const [load = 0] = loadavg()
  console.log(
    `Session: a run at full speed in a real server. The load of the machine was ${load.toFixed(1)} on ` +
      `${availableParallelism()} cores; what is measured by the clock needs two that are free.`,
  )
  for (const [name, print] of Object.entries(parts))
    if (words.length === 0 || words.includes(name)) await print()
}

function printWatching(figures: WatchingFigures): void {
  const { elsewhere, beside, paused, rounds, quietRounds } = figures
  print(`${WATCHERS} who watch`, framesOf(elsewhere))
  print('', [
    `main thread ${percent(elsewhere.mainShare)} of a core, ${percent(figures.mainShareAlone)} with nobody (≤ 25 %)`,
    `run slowed by ${slowedBy(elsewhere)} (≤ 10 %)`,
  ])
  print('', [
    `they stand for browsers on other machines: here they read all of it, decode nothing, and get what is left, ${percent(elsewhere.watchersShare)} of a core`,
  ])
  print('the same, beside it', framesOf(beside))
  print('', [
    `run slowed by ${slowedBy(beside)}: they decode all of it and take turns with the run, ${percent(beside.watchersShare)} of a core`,
  ])
  print('of the machine', [
    `other programs took ${percent(figures.othersShare)} of a core; of time, the ${quietRounds} of ${rounds} rounds count that were without them`,
  ])
  print('the API meanwhile', [
    `answers ${spread(elsewhere.latenciesMs)} (p99 ≤ 100)`,
    `event loop p99 ${elsewhere.loopP99Ms.toFixed(0)} ms (≤ 50)`,
  ])
  print(`${PAUSED} stop reading`, [
    `memory + ${megabytes(paused.growth)} (≤ 64 MB)`,
    `age for the others ${spread(paused.agesOfOthersMs)}`,
    `up to date again after ${paused.recoveryMs.toFixed(0)} ms (≤ 2000)`,
  ])
}

function framesOf({ madePerSecond, camePerSecond, agesMs }: Watched): readonly string[] {
  const each = camePerSecond.toFixed(1)
  return [
    `${each} frames a second each, of ${madePerSecond.toFixed(1)} made`,
    `age ${spread(agesMs)} (≤ 250, 500)`,
  ]
}

function slowedBy({ slowedOfCpu, slowedOfTime }: Watched): string {
  const ofTime = Number.isNaN(slowedOfTime) ? 'an unknown share' : percent(slowedOfTime)
  return `${ofTime} of time, ${percent(slowedOfCpu)} of its CPU time`
}

function printTogether({ runs, latenciesMs, loopP99Ms, rss }: TogetherFigures): void {
  print(`${runs} runs at once`, [
    `the API answers ${spread(latenciesMs)} (p99 ≤ 100)`,
    `event loop p99 ${loopP99Ms.toFixed(0)} ms (≤ 50)`,
    `the server takes ${megabytes(rss)}`,
  ])
}

function printStorm(storm: StormFigures): void {
  const { name, stoppedAfterMs, cpuMs, rssGrowth, latenciesMs, reason, isReadable } = storm
  print(`storm: ${name}`, [
    `stopped after ${seconds(stoppedAfterMs)} (≤ 2 s), ${seconds(cpuMs)} of them at work`,
    `memory + ${megabytes(rssGrowth)} (≤ 256 MB)`,
    `API ${spread(latenciesMs)} (p99 ≤ 500)`,
    isReadable ? 'all can still be read' : 'NOT all can still be read',
  ])
  console.log(`  ${''.padEnd(20)} ${reason}`)
}

function printStormsTogether(figures: StormsTogetherFigures): void {
  const { storms, firstAfterMs, lastAfterMs, cpuMs, rssGrowth, latenciesMs, readable } = figures
  print(`${storms} storms at once`, [
    `each stopped after ${seconds(cpuMs / storms)} of CPU time (≤ 2 s)`,
    `by the clock, with fewer cores than storms, the first after ${seconds(firstAfterMs)} and the last after ${seconds(lastAfterMs)}`,
    `memory + ${megabytes(rssGrowth)}, ${megabytes(rssGrowth / storms)} each (≤ 256 MB)`,
    `API ${spread(latenciesMs)} (p99 ≤ 500)`,
    `${readable} of ${storms} can still be read`,
  ])
}

function printBacklogs({ runs, budget, rss, rssBefore, full, ended }: BacklogFigures): void {
  const taken = rss - rssBefore
  print(`${runs} backlogs at once`, [
    `memory + ${megabytes(taken)}, ${percent(taken / budget)} of the budget of ${megabytes(budget)} (≤ 110 %)`,
    `${full} came to two million messages, ${ended} ended for the others`,
  ])
}

function print(what: string, facts: readonly string[]): void {
  console.log(`  ${what.padEnd(20)} ${facts.join('; ')}`)
}

function spread(samplesMs: readonly number[]): string {
  const at = (share: number) => quantile(samplesMs, share).toFixed(0)
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)} ms`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`
}
