// The figures of every service, channel and subscription, as the table shows them.

import { entriesById } from '#shared/lib/entries.ts'
import { formatCount, formatDuration, formatRate } from '#shared/lib/units.ts'
import { type ElementName, elementNames } from '#shared/topology/elements.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { LiveStore } from '../../store/live/liveStore.ts'
import { elementWords } from '../elementWords.ts'

export const FIGURE_COLUMNS = [
  {
    key: 'rate',
    title: 'Rate',
    hint: 'Handled, accepted or acknowledged a virtual second, lately',
  },
  { key: 'waiting', title: 'Waiting', hint: 'Messages that wait to be handed out' },
  {
    key: 'inFlight',
    title: 'In flight',
    hint: 'Handed out and not settled; for a service, busy slots',
  },
  {
    key: 'waitP95',
    title: 'Wait p95',
    hint: 'Before the first attempt: 95 % waited no longer, of the last ten virtual seconds',
  },
  {
    key: 'workP95',
    title: 'Work p95',
    hint: 'Handling: 95 % took no longer, of the last ten virtual seconds',
  },
  { key: 'done', title: 'Done', hint: 'Handled or acknowledged since the start' },
  { key: 'failed', title: 'Failed', hint: 'Attempts that failed since the start' },
  { key: 'retried', title: 'Retried', hint: 'Attempts made again since the start' },
  { key: 'deadLettered', title: 'Dead', hint: 'Dead letters: set aside since the start' },
  { key: 'dropped', title: 'Dropped', hint: 'Gone for good since the start' },
] as const

export type FigureColumn = (typeof FIGURE_COLUMNS)[number]['key']

export interface FigureRow {
  readonly element: ElementName
  readonly sort: 'service' | 'channel' | 'subscription'
  readonly name: string
  /** What a click selects. */
  readonly nodeId: string
}

export function figureRows(topology: Topology): readonly FigureRow[] {
  const { services, channels, subscriptions } = topology
  return [
    ...entriesById(services).map(([id, { name }]) => ({
      element: elementNames.service(id),
      sort: 'service' as const,
      name,
      nodeId: id,
    })),
    ...entriesById(channels).map(([id, { name }]) => ({
      element: elementNames.channel(id),
      sort: 'channel' as const,
      name,
      nodeId: id,
    })),
    ...entriesById(subscriptions).map(([id, { serviceId }]) => ({
      element: elementNames.subscription(id),
      sort: 'subscription' as const,
      name: elementWords(topology, elementNames.subscription(id)).path,
      nodeId: serviceId,
    })),
  ]
}

type Reader = (live: LiveStore, element: ElementName) => string

/** A column that says nothing about a sort stays empty for it. */
const readers: { readonly [Sort in FigureRow['sort']]: Partial<Record<FigureColumn, Reader>> } = {
  service: {
    rate: rate('completed'),
    inFlight: count('busy'),
    done: count('completed'),
    failed: count('failed'),
    retried: count('retried'),
    deadLettered: count('deadLettered'),
    dropped: count('dropped'),
    waitP95: duration('waitP95Ms'),
    workP95: duration('handlingP95Ms'),
  },
  channel: {
    rate: rate('accepted'),
    waiting: count('waiting'),
    inFlight: count('inFlight'),
    done: count('acknowledged'),
    deadLettered: count('deadLettered'),
    dropped: count('dropped'),
  },
  subscription: {
    rate: rate('acknowledged'),
    waiting: count('waiting'),
    inFlight: count('inFlight'),
    done: count('acknowledged'),
    failed: count('failed'),
    retried: count('retried'),
    deadLettered: count('deadLettered'),
    dropped: count('dropped'),
    waitP95: duration('waitP95Ms'),
  },
}

export function figureText({ sort, element }: FigureRow, column: FigureColumn, live: LiveStore) {
  return readers[sort][column]?.(live, element) ?? ''
}

function rate(metric: string): Reader {
  return (live, element) => formatRate(live.rate(element, metric))
}

function count(metric: string): Reader {
  return (live, element) => formatCount(live.figure(element, metric))
}

function duration(metric: string): Reader {
  return (live, element) => formatDuration(live.figure(element, metric))
}
