// Drawings of any size for the canvas: chains of five nodes, as dense as people draw, all of them busy.

import { handler, kafka, output, rabbit, shop, sketch } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'

const CHAIN_NODES = 5

/** From the left of one node to the left of the next, and from the top of one to the next below. */
const STEP_X = 240
const STEP_Y = 180
/** Between two chains in a row. */
const CHAIN_GAP = 60
const EVENTS_PER_SECOND = 10

/** `shop → topic → worker → queue → worker`, so often that there are as many nodes; a whole number of chains. */
export function drawingOf(nodes: number): Topology {
  const chains = Array.from({ length: Math.round(nodes / CHAIN_NODES) }, (_, index) =>
    chain(String(index)),
  )
  const all = (part: 'services' | 'channels' | 'subscriptions') =>
    Object.assign({}, ...chains.map((parts) => parts[part])) as Record<string, object>
  const topology = sketch({
    services: all('services'),
    channels: all('channels'),
    subscriptions: all('subscriptions'),
  })
  const placed = chains.flatMap(({ ids }, index) => places(ids, index, chains.length))
  return {
    ...topology,
    name: `${nodes} nodes`,
    layout: { ...topology.layout, nodes: Object.fromEntries(placed) },
  }
}

function chain(n: string) {
  const serviceTime = { kind: 'logNormal', meanMs: 40, cv: 0.5 }
  const ids = [`shop-${n}`, `topic-${n}`, `first-${n}`, `queue-${n}`, `second-${n}`] as const
  const [shopId, topicId, firstId, queueId, secondId] = ids
  const arrivals = { kind: 'poisson', ratePerSecond: EVENTS_PER_SECOND }
  return {
    ids,
    services: {
      [shopId]: { role: 'external', ...shop(topicId, { arrivals }) },
      [firstId]: {
        handlers: {
          h: handler([`s-${firstId}`], { serviceTime, outputs: { o: output(queueId) } }),
        },
      },
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

function places(ids: readonly string[], index: number, chains: number) {
  // As wide as high on a screen, more or less.
  const columns = Math.max(1, Math.round(Math.sqrt(chains / 4)))
  const left = (index % columns) * (CHAIN_NODES * STEP_X + CHAIN_GAP)
  const y = Math.floor(index / columns) * STEP_Y
  return ids.map((id, place) => [id, { x: left + place * STEP_X, y }] as const)
}
