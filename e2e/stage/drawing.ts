// Drawings of any size: chains of five nodes, as dense as people draw, all of them busy.

import type { Context } from '#shared/topology/layout.ts'
import { handler, kafka, output, rabbit, shop, sketch } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'

const CHAIN_NODES = 5

/** From the left of one node to the left of the next, and from the top of one to the next below. */
const STEP_X = 240
const STEP_Y = 180
/** Between two chains in a row. */
const CHAIN_GAP = 60
const ARRIVALS = { kind: 'poisson', ratePerSecond: 10 } as const

/** So many chains, one below the other, make a context, in a frame with room for its name. */
const CONTEXT_CHAINS = 8
const FRAME_MARGIN = 40
const CONTEXT_GAP = 120

/** Each context has its own type of event, and so its own hue. */
const SORTS = ['order', 'payment', 'parcel', 'letter', 'claim'] as const

/** Longer edges have room for more marks, and so many events that each fifth has one: with 500 nodes, a
    thousand are under way. */
const FAR_STEP_X = 295
const FAR_ARRIVALS = { kind: 'poisson', ratePerSecond: 8 } as const

/** `shop → topic → worker → queue → worker`, so often that there are as many nodes; a whole number of chains. */
export function drawingOf(nodes: number, { far = false } = {}): Topology {
  const stepX = far ? FAR_STEP_X : STEP_X
  const count = Math.round(nodes / CHAIN_NODES)
  const arrivals = far ? FAR_ARRIVALS : ARRIVALS
  const chains = Array.from({ length: count }, (_, index) => chain(index, arrivals))
  const all = (part: 'services' | 'channels' | 'subscriptions') =>
    Object.assign({}, ...chains.map((parts) => parts[part])) as Record<string, object>
  const topology = sketch({
    services: all('services'),
    channels: all('channels'),
    subscriptions: all('subscriptions'),
  })
  const columns = columnsFor(count)
  const placed = chains.flatMap(({ ids }, index) => placesOf(ids, index, { columns, stepX }))
  return {
    ...topology,
    name: `${nodes} nodes`,
    layout: {
      ...topology.layout,
      nodes: Object.fromEntries(placed),
      contexts: Object.fromEntries(contextsOf(count, { columns, stepX })),
    },
  }
}

function chain(index: number, arrivals: typeof ARRIVALS | typeof FAR_ARRIVALS) {
  const n = String(index)
  const eventTypeId = SORTS[contextOf(index) % SORTS.length] ?? SORTS[0]
  const serviceTime = { kind: 'logNormal', meanMs: 40, cv: 0.5 }
  const ids = [`shop-${n}`, `topic-${n}`, `first-${n}`, `queue-${n}`, `second-${n}`] as const
  const [shopId, topicId, firstId, queueId, secondId] = ids
  const outputs = { o: output(queueId, { eventTypeId }) }
  return {
    ids,
    services: {
      [shopId]: { role: 'external', ...shop(topicId, { arrivals, eventTypeId }) },
      [firstId]: { handlers: { h: handler([`s-${firstId}`], { serviceTime, outputs }) } },
      [secondId]: { handlers: { h: handler([`s-${secondId}`], { serviceTime }) } },
    },
    channels: {
      [topicId]: { kind: 'kafkaTopic', partitions: 3, retentionMs: 3_600_000 },
      [queueId]: { kind: 'rabbitQueue' },
    },
    subscriptions: {
      [`s-${firstId}`]: kafka(topicId, firstId),
      [`s-${secondId}`]: rabbit(queueId, secondId),
    },
  }
}

function contextOf(index: number): number {
  return Math.floor(index / CONTEXT_CHAINS)
}

/** Contexts side by side: as wide as high on a screen, more or less. */
function columnsFor(chains: number): number {
  return Math.max(1, Math.round(Math.sqrt(Math.ceil(chains / CONTEXT_CHAINS) * 1.6)))
}

interface Grid {
  readonly columns: number
  readonly stepX: number
}

/** Top left corner of the first node of a context. */
function cornerOf(context: number, { columns, stepX }: Grid) {
  return {
    x: (context % columns) * (CHAIN_NODES * stepX + CHAIN_GAP + CONTEXT_GAP),
    y: Math.floor(context / columns) * (CONTEXT_CHAINS * STEP_Y + CONTEXT_GAP),
  }
}

function placesOf(ids: readonly string[], index: number, grid: Grid) {
  const corner = cornerOf(contextOf(index), grid)
  const y = corner.y + (index % CONTEXT_CHAINS) * STEP_Y
  return ids.map((id, place) => [id, { x: corner.x + place * grid.stepX, y }] as const)
}

function contextsOf(chains: number, grid: Grid): readonly (readonly [string, Context])[] {
  const count = Math.ceil(chains / CONTEXT_CHAINS)
  return Array.from({ length: count }, (_, context) => {
    const { x, y } = cornerOf(context, grid)
    const rows = Math.min(CONTEXT_CHAINS, chains - context * CONTEXT_CHAINS)
    const frame = {
      name: NAMES[context % NAMES.length] ?? 'Context',
      x: x - FRAME_MARGIN,
      y: y - FRAME_MARGIN,
      width: (CHAIN_NODES - 1) * grid.stepX + 160 + 2 * FRAME_MARGIN,
      height: rows * STEP_Y + FRAME_MARGIN,
    }
    return [`context-${context}`, frame] as const
  })
}

const NAMES = [
  'Ordering',
  'Payments',
  'Shipping',
  'Messaging',
  'Claims',
  'Loyalty',
  'Catalogue',
  'Stock',
  'Pricing',
  'Returns',
  'Fraud',
  'Billing',
] as const
