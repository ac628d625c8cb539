// Whatever the drawing and whatever is done to it: no message comes from nowhere or goes nowhere, and an
// event lives exactly as long as somebody holds it.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JOURNAL_KINDS, type JournalRow } from '#shared/lib/journal.ts'
import { isRecord } from '#shared/lib/json.ts'
import { METRICS } from '#shared/lib/metrics.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { endsMessage, endsRecord } from '../broker/accounting.ts'
import type { ColumnsState } from '../broker/columns.ts'
import type { SnsPendingState } from '../broker/snsPending.ts'
import type { NetworkState } from './network.ts'
import { anyRun, RUN_NS } from './runnable.arbitrary.ts'
import { Simulation } from './simulation.ts'

const PROPERTY = { seed: 20_260_801, numRuns: 60 }

describe('any run', () => {
  it('accounts for every message that a channel accepted', () => {
    fc.assert(
      fc.property(anyRun(), (recipe) => {
        const simulation = new Simulation(recipe)
        simulation.advance(RUN_NS)
        // All records are needed; few runs are longer than what the journal keeps.
        fc.pre(simulation.journal.oldest === 0)

        const books = booksOf(simulation, recipe.topology)

        for (const [id, { accepted, ended, deleted }] of books) {
          if (!isStore(recipe.topology, id)) continue
          const { retained = 0 } = simulation.report().channels[id] ?? {}
          const gone = isLog(recipe.topology, id) ? deleted : ended
          expect({ id, accepted }).toEqual({ id, accepted: gone + retained })
        }
      }),
      PROPERTY,
    )
  })

  it('starts no more work than its services have slots, and counts what is in flight', () => {
    fc.assert(
      fc.property(anyRun(), (recipe) => {
        const simulation = new Simulation(recipe)
        for (let second = 1; second <= 12; second += 1) {
          simulation.advance(second * 1e9)
          for (const { element, slots, busy, replicasUp } of serviceFigures(simulation)) {
            expect(busy, element).toBeGreaterThanOrEqual(0)
            expect(busy, element).toBeLessThanOrEqual(slots)
            expect(slots > 0, element).toBe(replicasUp > 0)
          }
        }
      }),
      { ...PROPERTY, numRuns: 25 },
    )
  })

  it('keeps an event as long as a message, a later publication or a handling holds it', () => {
    fc.assert(
      fc.property(anyRun(), fc.nat(RUN_NS / 1e6), (recipe, atMs) => {
        const simulation = new Simulation(recipe)
        simulation.advance(atMs * 1e6)
        const { world, network } = simulation.save()

        const held = new Map<number, number>()
        for (const event of eventsHeld(world.messages, network))
          held.set(event, (held.get(event) ?? 0) + 1)

        const references = rowsOf(world.events).map(
          (event) => [event, integerOf(world.events, REFERENCES, event)] as const,
        )
        expect(new Map(references)).toEqual(new Map([...held].sort(([a], [b]) => a - b)))
      }),
      PROPERTY,
    )
  })
})

// Columns of messages, delayed publications, what SNS tries to deliver, and events.
const EVENT = 0
const CAUSE = 0
const PENDING_EVENT = 1
const REFERENCES = 4

interface Book {
  accepted: number
  ended: number
  deleted: number
}

/** By channel, those that an edit has removed meanwhile included. */
function booksOf(simulation: Simulation, { subscriptions }: Topology): ReadonlyMap<string, Book> {
  const { elements } = simulation.dictionary()
  const books = new Map<string, Book>()
  for (const row of simulation.journal.rows(0, Infinity)) {
    const [section, id = ''] = elements[row.element]?.name.split('/') ?? []
    if (section !== 'channels' && section !== 'subscriptions') continue
    const channelId =
      section === 'channels' ? id : (subscriptions[id]?.channelId ?? id.replace(/^a-/, ''))
    const book = books.get(channelId) ?? { accepted: 0, ended: 0, deleted: 0 }
    books.set(channelId, book)
    enter(book, row)
  }
  return books
}

function enter(book: Book, { kind, detail }: JournalRow): void {
  const name = JOURNAL_KINDS[kind] ?? 'edited'
  if (name === 'accepted') book.accepted += 1
  if (endsRecord(name)) book.deleted += 1
  if (endsMessage(name, detail)) book.ended += 1
}

/** Exchanges and SNS topics keep nothing. */
function isStore({ channels }: Topology, id: string): boolean {
  const kind = channels[id]?.kind
  return (
    kind === 'kafkaTopic' || kind === 'rabbitQueue' || kind === 'sqsQueue' || kind === 'eventStore'
  )
}

function isLog({ channels }: Topology, id: string): boolean {
  const channel = channels[id]
  const isStream = channel?.kind === 'rabbitQueue' && channel.queueType === 'stream'
  return channel?.kind === 'kafkaTopic' || channel?.kind === 'eventStore' || isStream
}

function serviceFigures(simulation: Simulation) {
  const figures = new Float64Array(simulation.figureWidth)
  simulation.writeFigures(figures)
  let at = 0
  return simulation.dictionary().elements.flatMap(({ name, sort, removed }) => {
    if (sort === null || removed) return []
    const own = METRICS[sort].map((metric, index) => [metric, figures[at + index] ?? 0] as const)
    at += METRICS[sort].length
    if (sort !== 'service') return []
    const { slots = 0, busy = 0, replicasUp = 0 } = Object.fromEntries(own)
    return [{ element: name, slots, busy, replicasUp }]
  })
}

/** As often as each is held. */
function eventsHeld(
  messages: ColumnsState,
  { services, channels }: NetworkState,
): readonly number[] {
  const inMessages = rowsOf(messages).map((message) => integerOf(messages, EVENT, message))
  const toBePublished = services.flatMap(([, { delayed }]) =>
    delayed.pending.map(([row]) => fieldOf(delayed.rows, CAUSE, row)),
  )
  // Of services that were cut off in the middle of a handling.
  const inHand = services.flatMap(([, { slots }]) =>
    slots.flatMap(({ handling }) => (handling?.consumer === null ? [handling.event] : [])),
  )
  return [...inMessages, ...toBePublished, ...inHand, ...channels.flatMap(notDelivered)]
}

/** What an SNS topic still tries to deliver. */
function notDelivered([, state]: NetworkState['channels'][number]): readonly number[] {
  const pending = isRecord(state) ? state.pending : undefined
  if (!isRecord(pending) || !isRecord(pending.rows)) return []
  const { rows, order } = pending as unknown as SnsPendingState
  return order.map((row) => fieldOf(rows, PENDING_EVENT, row))
}

function rowsOf({ used, free }: ColumnsState): number[] {
  const isFree = new Set(free)
  return Array.from({ length: used }, (_, row) => row).filter((row) => !isFree.has(row))
}

function fieldOf({ cells, used }: ColumnsState, column: number, row: number): number {
  return cells[row * (cells.length / used) + column] ?? Number.NaN
}

function integerOf({ integers, used }: ColumnsState, column: number, row: number): number {
  return integers[row * (integers.length / used) + column] ?? Number.NaN
}
