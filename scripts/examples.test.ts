// The examples are the first thing that anybody sees: they are in order, drawn clearly, and what they
// tell is what a run shows.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { conformsTo } from '#shared/schemas/conformance.ts'
import { payloadOf } from '#shared/schemas/payload.ts'
import { predictLoad } from '#shared/topology/analysis.ts'
import { canonicalText } from '#shared/topology/canonical.ts'
import { lint } from '#shared/topology/lint.ts'
import { channelSize, serviceSize } from '#shared/topology/nodeSizes.ts'
import { parseTopologyText } from '#shared/topology/parse.ts'
import type { ServiceFault } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { bindingRowsOf, deadLetterChannelIds, rowsFrom } from '../client/canvas/channelRows.ts'
import { Simulation } from '../server/simulation/simulation.ts'

const folder = new URL('../examples/', import.meta.url)
const files = readdirSync(folder).filter((file) => file.endsWith('.json'))

describe.each(files)('%s', { timeout: 60_000 }, (file) => {
  it('is written canonically, and nothing is to be said against it', () => {
    const topology = example(file)

    expect(canonicalText(topology)).toBe(textOf(file))
    expect(lint(topology)).toEqual([])
  })

  it('tells a story to try', () => {
    expect(example(file).description).toContain('Try this: ')
  })

  it('has a place for every node, with room between them', () => {
    const boxes = boxesOf(example(file))

    expect(boxes.filter(({ x, y }) => x % 20 !== 0 || y % 20 !== 0)).toEqual([])
    expect(
      boxes.flatMap((box) => boxes.filter((other) => other.id > box.id && isNear(box, other))),
    ).toEqual([])
  })

  it('has payloads that conform to their schemas, the key included', () => {
    for (const { versions, keyPath } of Object.values(example(file).eventTypes))
      for (const { schema } of versions) {
        const payload = payloadOf({
          schema,
          seed: 7,
          eventId: 'e-1',
          key: 'key-1',
          keyPath: keyPath ?? '',
        })

        expect(payload).toMatchObject({ [keyPath ?? '']: 'key-1' })
        expect(conformsTo(schema, payload)).toBe(true)
      }
  })

  it('keeps every consuming service between 30 and 75 % busy, as predicted and as run', () => {
    const topology = example(file)
    const { services } = predictLoad(topology)
    const simulation = new Simulation({ topology, seed: 7 })

    simulation.advance(seconds(120))

    const measured = simulation.report().services
    for (const [id, { handlers }] of Object.entries(topology.services)) {
      if (Object.keys(handlers).length === 0) continue
      const { utilisation, busiestUtilisation, arrivalsPerSecond } = services[id] ?? idle
      expect(utilisation).toBeGreaterThan(0.3)
      expect(busiestUtilisation).toBeLessThan(0.75)
      // Four standard deviations of work that comes at random.
      const deviation = 4 * Math.sqrt(2 / (arrivalsPerSecond * 120))
      expect(Math.abs((measured[id]?.utilisation ?? 0) / utilisation - 1)).toBeLessThan(deviation)
    }
  })
})

describe('the stories', { timeout: 60_000 }, () => {
  it('Order to cash: Payments crashes for half a minute', () => {
    const { simulation, lag, fail } = run('order-to-cash.json')
    simulation.advance(seconds(60))

    const recover = fail({ kind: 'crash', serviceId: 'payments' })
    simulation.advance(seconds(90))

    expect(lag('orders-payments')).toBeGreaterThan(1300)
    expect(lag('orders-payments')).toBeLessThan(1700)
    expect(lag('orders-inventory')).toBeLessThan(20)
    recover()
    simulation.advance(seconds(130))
    expect(lag('orders-payments')).toBeGreaterThan(100)
    simulation.advance(seconds(180))
    expect(lag('orders-payments')).toBeLessThan(30)
    expect(simulation.report().subscriptions['orders-payments']).toMatchObject({ dropped: 0 })
    expect(simulation.report().subscriptions['orders-payments']?.redelivered).toBeGreaterThan(0)
  })

  it('IoT telemetry: Bridge pauses for a minute', () => {
    const { simulation, lag, fail } = run('iot-telemetry.json')
    simulation.advance(seconds(60))

    const recover = fail({ kind: 'pause', serviceId: 'bridge' })
    simulation.advance(seconds(120))

    expect(Math.abs(lag('inbox-bridge') - 12_000)).toBeLessThan(600)
    recover()
    simulation.advance(seconds(162))
    expect(lag('inbox-bridge')).toBeLessThan(100)
    expect(Math.abs(lag('raw-downsampler') - 4000)).toBeLessThan(800)
    simulation.advance(seconds(200))
    expect(lag('raw-downsampler')).toBeLessThan(100)
  })

  it('Card payments and fraud: a scorer that takes three times as long', () => {
    const { simulation, lag, fail } = run('card-fraud.json')

    fail({ kind: 'slow', serviceId: 'fraud-scorer', factor: 3 })
    simulation.advance(seconds(60))
    const before = lag('requested-fraud-scorer')
    simulation.advance(seconds(660))

    expect(Math.abs((lag('requested-fraud-scorer') - before) / 600 - 12)).toBeLessThan(2)
  })

  it('Hello queue: a message waits as long as theory says, and many times that at 19 a second', () => {
    const topology = example('hello-queue.json')
    const { sender } = topology.services
    const faster = structuredClone(sender)
    const source = faster?.sources.greet
    if (faster && source)
      faster.sources.greet = { ...source, arrivals: { kind: 'poisson', ratePerSecond: 19 } }
    const busy = {
      ...topology,
      services: { ...topology.services, ...(faster && { sender: faster }) },
    }

    expect(Math.abs(meanWaitMs(topology) - 50)).toBeLessThan(6)
    expect(Math.abs(meanWaitMs(busy) - 950)).toBeLessThan(500)
  })
})

const idle = { utilisation: 0, busiestUtilisation: 0, arrivalsPerSecond: 0 }

function seconds(count: number): number {
  return count * 1_000_000_000
}

function textOf(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8')
}

function example(file: string): Topology {
  const parsed = parseTopologyText(textOf(file))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.topology
}

function run(file: string) {
  const simulation = new Simulation({ topology: example(file), seed: 7 })
  /** For a queue, what waits and what is under way. */
  const lag = (id: string) => simulation.report().subscriptions[id]?.lag ?? Number.NaN
  const fail = (fault: ServiceFault) => {
    simulation.command({ kind: 'fault', fault })
    const { kind, serviceId } = fault
    return () => simulation.command({ kind: 'recover', serviceId, fault: kind })
  }
  return { simulation, lag, fail }
}

function meanWaitMs(topology: Topology): number {
  const simulation = new Simulation({ topology, seed: 7 })
  simulation.advance(seconds(5000))
  return simulation.report().services.receiver?.waitMs.mean ?? Number.NaN
}

interface Box {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

function boxesOf(topology: Topology): readonly Box[] {
  const rows = bindingRowsOf(topology)
  const deadLetters = deadLetterChannelIds(topology)
  const services = Object.entries(topology.services).map(([id, service]) => ({
    id,
    ...serviceSize(service),
  }))
  const channels = Object.entries(topology.channels).map(([id, channel]) => {
    const shown = { rows: rowsFrom(rows, id).length, holdsDeadLetters: deadLetters.has(id) }
    return { id, ...channelSize(channel, shown) }
  })
  return [...services, ...channels].map((box) => ({
    x: Number.NaN,
    y: Number.NaN,
    ...topology.layout.nodes[box.id],
    ...box,
  }))
}

/** Closer than a grid step, or one upon the other. */
function isNear(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width + 20 &&
    b.x < a.x + a.width + 20 &&
    a.y < b.y + b.height + 20 &&
    b.y < a.y + a.height + 20
  )
}
