// Swap and compare: one channel as it is and as another broker would carry it, both run from the start
// with the same seed and the same faults. At the end the sources stop, and the rest drains.

import { applyEdit } from '#shared/topology/edit.ts'
import { lint } from '#shared/topology/lint.ts'
import type { Command } from '#shared/topology/recipe.ts'
import { type Conversation, conversationAt } from '#shared/topology/swap/conversation.ts'
import { swapChannel } from '#shared/topology/swap/swap.ts'
import { SWAP_NAMES, type SwapTarget, targetOf } from '#shared/topology/swap/targets.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation } from '../simulation.ts'
import { JournalFeed } from './journalFeed.ts'
import { Tally, type TallyFigures } from './tally.ts'

export interface CompareOptions {
  readonly topology: Topology
  readonly channelId: string
  readonly target: SwapTarget
  readonly seed: number
  /** How long the sources publish; after that, up to DRAIN_MAX_MS more. */
  readonly untilMs: number
  /** Faults to have in both runs. Edits are left out: they speak of one drawing. */
  readonly commands?: readonly Command[]
}

/** What one of the two runs came to. */
export interface Outcome extends Omit<TallyFigures, 'lastSettledNs'> {
  readonly name: string
  /** Neither handled nor dead-lettered, nor waiting any more. */
  readonly lost: number
  /** Still inside when the time to drain was over. */
  readonly inside: number
  /** The largest number of messages that waited at once, in the channel that had most. */
  readonly backlogMax: number
  /** From the end of publishing until the last message was settled; null: it did not drain. */
  readonly drainMs: number | null
  /** Why the run ended before its time; null: it did not. */
  readonly endedBecause: string | null
}

export type Comparison =
  | {
      readonly ok: true
      readonly before: Outcome
      readonly after: Outcome
      readonly notes: readonly string[]
    }
  | { readonly ok: false; readonly reason: string }

/** Virtual. */
const DRAIN_MAX_MS = 600_000
const DRAIN_STEP_MS = 1000
export const COMPARE_MAX_MS = 3_600_000

export function compareSwap(options: CompareOptions): Comparison {
  const { topology, channelId, target } = options
  const swap = swapChannel(topology, channelId, target)
  if (!swap.ok) return swap
  const applied = applyEdit(topology, swap.edit)
  if (!applied.ok) return { ok: false, reason: applied.reason }
  const problem = errorIn(topology) ?? errorIn(applied.topology)
  if (problem !== null) return { ok: false, reason: problem }
  const now = targetOf(topology, channelId)
  const before = outcomeOf(now === null ? 'As it is' : SWAP_NAMES[now], topology, options)
  if (!before.ok) return before
  const after = outcomeOf(SWAP_NAMES[target], applied.topology, options)
  if (!after.ok) return after
  return { ok: true, before: before.outcome, after: after.outcome, notes: swap.notes }
}

/** Why a drawing cannot run. */
function errorIn(topology: Topology): string | null {
  return lint(topology).find(({ severity }) => severity === 'error')?.message ?? null
}

type Run =
  | { readonly ok: true; readonly outcome: Outcome }
  | { readonly ok: false; readonly reason: string }

function outcomeOf(name: string, topology: Topology, options: CompareOptions): Run {
  const read = conversationAt(topology, options.channelId)
  if (!read.ok) return read
  const { conversation } = read
  const { seed, untilMs } = options
  const simulation = new Simulation({ topology, seed, commands: commandsFor(topology, options) })
  const tally = new Tally(topology, conversation)
  const feed = new JournalFeed(simulation, (row, nameOf) => tally.take(row, nameOf))
  const isFull = () => tally.isFull
  feed.advance(untilMs * 1e6, isFull)
  let inside = Infinity
  for (let drainMs = DRAIN_STEP_MS; drainMs <= DRAIN_MAX_MS; drainMs += DRAIN_STEP_MS) {
    if (simulation.ended || tally.isFull) break
    feed.advance((untilMs + drainMs) * 1e6, isFull)
    inside = insideOf(simulation, conversation)
    if (inside === 0) break
  }
  if (!Number.isFinite(inside)) inside = insideOf(simulation, conversation)
  const { lastSettledNs, ...figures } = tally.figures()
  const settled = figures.handled + figures.deadLettered
  return {
    ok: true,
    outcome: {
      name,
      ...figures,
      lost: Math.max(0, figures.expected - settled - inside),
      inside,
      backlogMax: backlogMaxOf(simulation, conversation),
      drainMs: inside === 0 ? Math.max(0, lastSettledNs / 1e6 - untilMs) : null,
      endedBecause: tally.isFull ? 'More events than can be compared.' : endReason(simulation),
    },
  }
}

function endReason({ ended }: Simulation): string | null {
  return ended?.reason ?? null
}

/** The faults of both, and at the end no source publishes any more. */
function commandsFor(topology: Topology, { commands = [], untilMs }: CompareOptions): Command[] {
  const faults = commands.filter(
    ({ change: { kind }, atNs }) =>
      (kind === 'fault' || kind === 'recover') && atNs < untilMs * 1e6,
  )
  const changes = Object.entries(topology.services).flatMap(([serviceId, { sources }]) =>
    Object.keys(sources).map((sourceId) => ({
      path: ['services', serviceId, 'sources', sourceId, 'arrivals'],
      value: { kind: 'constant', ratePerSecond: 0 },
    })),
  )
  if (changes.length === 0) return faults
  const edits = [{ label: 'Stop the sources', changes }]
  const sequence = Math.max(0, ...faults.map((fault) => fault.sequence)) + 1
  return [...faults, { atNs: untilMs * 1e6, sequence, change: { kind: 'edit', edits } }]
}

/** Messages of the conversation that are not settled yet: of all groups. */
function insideOf(simulation: Simulation, conversation: Conversation): number {
  const { channels, subscriptions } = simulation.report()
  const { root, rootId, queueIds, groups } = conversation
  if (root.kind === 'kafkaTopic')
    return groups
      .flatMap((group) => group.subscriptions)
      .reduce((sum, [id]) => {
        const report = subscriptions[id]
        return sum + (report ? report.waiting + report.inFlight : 0)
      }, 0)
  return [rootId, ...queueIds].reduce((sum, id) => {
    const report = channels[id]
    return sum + (report ? report.waiting + report.inFlight : 0)
  }, 0)
}

function backlogMaxOf(simulation: Simulation, { rootId, queueIds }: Conversation): number {
  const { channels } = simulation.report()
  return Math.max(0, ...[rootId, ...queueIds].map((id) => channels[id]?.depthMax ?? 0))
}
