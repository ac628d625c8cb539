// Two runs up to the same moment, most often one and what became of it when something was done
// otherwise: the same random streams, so that what differs comes of that.

import { elementNames } from '#shared/topology/elements.ts'
import type { Recipe } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation } from '../simulation.ts'
import type { Outcome } from './compare.ts'
import { JournalFeed } from './journalFeed.ts'
import { RunTally } from './runTally.ts'

/** Up to the `untilMs` of the second. */
export interface CompareRunsOptions {
  readonly before: Recipe
  readonly after: Recipe
  readonly labels: readonly [before: string, after: string]
}

export interface RunsCompared {
  readonly before: Outcome
  readonly after: Outcome
  readonly untilMs: number
  /** Messages waiting in all channels together, at moments evenly spread up to `untilMs`. */
  readonly backlog: { readonly before: readonly number[]; readonly after: readonly number[] }
}

const BACKLOG_SAMPLES = 60

export function compareRuns({ before, after, labels }: CompareRunsOptions): RunsCompared {
  const { untilMs } = after
  const [first, second] = [runOf(before, untilMs), runOf(after, untilMs)]
  return {
    before: { name: labels[0], ...first.figures },
    after: { name: labels[1], ...second.figures },
    untilMs,
    backlog: { before: first.backlog, after: second.backlog },
  }
}

function runOf({ topology, seed, commands }: Recipe, untilMs: number) {
  const simulation = new Simulation({ topology, seed, commands })
  const tally = new RunTally(logsOf(topology))
  const feed = new JournalFeed(simulation, (row, nameOf) => tally.take(row, nameOf))
  const backlog: number[] = []
  for (let sample = 1; sample <= BACKLOG_SAMPLES; sample += 1) {
    feed.advance(Math.round((untilMs * 1e6 * sample) / BACKLOG_SAMPLES), () => tally.isFull)
    backlog.push(waitingIn(simulation))
  }
  const { channels, subscriptions } = simulation.report()
  const inFlight = sum(Object.values(subscriptions).map((report) => report.inFlight))
  const figures = tally.figures()
  const inside = waitingIn(simulation) + inFlight
  return {
    backlog,
    figures: {
      ...figures,
      expected: figures.handled + figures.deadLettered + figures.lost + inside,
      inside,
      backlogMax: Math.max(0, ...Object.values(channels).map(({ depthMax }) => depthMax)),
      drainMs: null,
      endedBecause: tally.isFull
        ? 'More events than can be compared.'
        : (simulation.ended?.reason ?? null),
    },
  }
}

/** For each of its readers, what they have not begun. */
function waitingIn(simulation: Simulation): number {
  const { channels, subscriptions } = simulation.report()
  const isQueue = (id: string) => /Queue$/.test(channels[id]?.kind ?? '')
  const inQueues = Object.entries(channels).filter(([id]) => isQueue(id))
  const ofLogs = Object.values(subscriptions).filter(({ channelId }) => !isQueue(channelId))
  return sum([
    ...inQueues.map(([, { waiting }]) => waiting),
    ...ofLogs.map(({ waiting }) => waiting),
  ])
}

/** Channels that keep what was read. */
function logsOf({ channels }: Topology): ReadonlySet<string> {
  const logs = Object.entries(channels).filter(
    ([, { kind }]) => kind === 'kafkaTopic' || kind === 'eventStore',
  )
  return new Set(logs.map(([id]) => elementNames.channel(id)))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
