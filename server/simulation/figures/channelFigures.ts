import { ownValue } from '#shared/lib/entries.ts'
import { nodesOf } from '#shared/topology/operations.ts'
import type { ChannelFigures } from '../../broker/channel.ts'
import { columnsOf, countsOf } from './columns.ts'
import { type FigureWriter, idOf, type Place } from './run.ts'

const COLUMNS = columnsOf('channel')

/** Of its own records, whoever gives messages up. */
const OWN_COUNTERS = {
  accepted: 'accepted',
  expired: 'expired',
  unroutable: 'unroutable',
  diverted: 'diverted',
  refused: 'refused',
  returned: 'returned',
  conflicted: 'conflicted',
  deduplicated: 'deduplicated',
  lost: 'lost',
  compacted: 'compacted',
  purged: 'purged',
  redriven: 'redriven',
} as const
const GIVEN_UP = { deadLettered: 'deadLettered', dropped: 'dropped' } as const
const TAKEN = { delivered: 'delivered', acknowledged: 'acknowledged' } as const

/** Null: nothing runs under that name. */
export function channelFigures(place: Place): FigureWriter | null {
  const { run, name, element } = place
  const { network, world } = run
  const id = idOf(name)
  const channel = network.channels.get(id)?.channel
  if (!channel) return null
  // A log gives nothing up: its consumers do. A queue counts what they rejected itself.
  const { replays } = channel.guarantees
  const writeOwn = countsOf(run, {
    sort: 'channel',
    elements: [element],
    counters: replays ? OWN_COUNTERS : { ...OWN_COUNTERS, ...GIVEN_UP },
  })
  const writeTaken = countsOf(run, {
    sort: 'channel',
    elements: network.subscriptionElementsOf('channelId', id),
    counters: replays ? { ...TAKEN, ...GIVEN_UP } : TAKEN,
  })
  const writeNodes = nodeFigures(place)
  const subscriptions = network.subscriptionsOf('channelId', id)
  return (into, from) => {
    const { figures } = channel
    const { oldestWaitingAt } = figures
    const waitedNs = oldestWaitingAt === null ? 0 : world.scheduler.now - oldestWaitingAt
    let consumers = 0
    for (const subscription of subscriptions) consumers += subscription.figures.members
    into[from + COLUMNS.waiting] = figures.waiting
    into[from + COLUMNS.inFlight] = figures.inFlight
    into[from + COLUMNS.retained] = figures.retained
    into[from + COLUMNS.oldestWaitingMs] = waitedNs / 1_000_000
    into[from + COLUMNS.consumers] = consumers
    into[from + COLUMNS.delayed] = figures.delayed ?? 0
    into[from + COLUMNS.parked] = figures.parked ?? 0
    into[from + COLUMNS.streams] = figures.streams ?? 0
    writeOwn(into, from)
    writeTaken(into, from)
    writeNodes(into, from, figures)
  }
}

function nodeFigures({ run: { network, faults }, name }: Place) {
  const id = idOf(name)
  const spec = ownValue(network.topology.channels, id)
  const drawn = (spec && nodesOf(spec)) || Number.NaN
  return (into: Float64Array, from: number, known: ChannelFigures) => {
    const nodesDown = faults.nodesDownOf(id)
    const nodes = known.nodes ?? drawn
    into[from + COLUMNS.nodesDown] = nodesDown
    into[from + COLUMNS.nodes] = nodes
    into[from + COLUMNS.nodesUp] = known.nodesUp ?? nodes - nodesDown
  }
}
