// The live figures, element by element in the order of their numbers (shared/lib/metrics.ts says which).
// Whose parts are whose is found once for each drawing: a frame of thousands of elements only reads.

import { unreachable } from '#shared/lib/assert.ts'
import { type ElementSort, METRICS } from '#shared/lib/metrics.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { Faults } from './faults.ts'
import { channelFigures } from './figures/channelFigures.ts'
import { countsOf } from './figures/columns.ts'
import { PartitionReader } from './figures/partitionFigures.ts'
import type { FigureWriter, Place, Run } from './figures/run.ts'
import { publisherFigures, serviceFigures } from './figures/serviceFigures.ts'
import { subscriptionFigures } from './figures/subscriptionFigures.ts'
import type { Network } from './network.ts'
import type { SimulationWorld } from './world.ts'

interface Shown {
  readonly write: FigureWriter
  /** Among the figures of all. */
  readonly from: number
}

export class FigureReader {
  readonly #run: Run
  #topology: Topology | null = null
  #version = -1
  #shown: readonly Shown[] = []
  #width = 0

  constructor(world: SimulationWorld, network: Network, faults: Faults) {
    this.#run = { world, network, faults, frame: { number: 0 } }
  }

  /** Doubles that `write` writes. */
  get width(): number {
    this.#follow()
    return this.#width
  }

  write(into: Float64Array): void {
    this.#follow()
    this.#run.frame.number += 1
    for (const { write, from } of this.#shown) write(into, from)
  }

  /** An edit may have brought other parts. */
  #follow(): void {
    const { network, world } = this.#run
    const { topology } = network
    if (topology === this.#topology && world.table.version === this.#version) return
    this.#topology = topology
    this.#version = world.table.version
    const partitions = new PartitionReader(this.#run)
    const shown: Shown[] = []
    let from = 0
    world.table.elements.forEach(({ name, sort, removed }, element) => {
      if (sort === null || removed) return
      const place = { run: this.#run, name, element }
      const write = writerFor(sort, place, partitions) ?? noFigures(sort)
      shown.push({ write, from })
      from += METRICS[sort].length
    })
    this.#shown = shown
    this.#width = from
  }
}

function writerFor(
  sort: ElementSort,
  place: Place,
  partitions: PartitionReader,
): FigureWriter | null {
  switch (sort) {
    case 'service':
      return serviceFigures(place)
    case 'channel':
      return channelFigures(place)
    case 'partition':
      return partitions.figures(place)
    case 'subscription':
      return subscriptionFigures(place)
    case 'binding':
      return countsOf(place.run, { sort, elements: [place.element], counters: BINDING_COUNTERS })
    case 'source':
    case 'output':
      return publisherFigures(place)
    case 'eventType':
      return countsOf(place.run, { sort, elements: [place.element], counters: EVENT_TYPE_COUNTERS })
    default:
      return unreachable(sort)
  }
}

const BINDING_COUNTERS = {
  routed: 'routed',
  filtered: 'filtered',
  deliveryFailed: 'deliveryFailed',
} as const

const EVENT_TYPE_COUNTERS = {
  published: 'published',
  delivered: 'delivered',
  acknowledged: 'acknowledged',
  failed: 'failed',
  deadLettered: 'deadLettered',
  dropped: 'dropped',
  refused: 'refused',
  deduplicated: 'deduplicated',
  lost: 'lost',
} as const

function noFigures(sort: ElementSort): FigureWriter {
  const { length } = METRICS[sort]
  return (into, from) => {
    into.fill(Number.NaN, from, from + length)
  }
}
