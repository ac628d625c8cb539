import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { METRICS } from '#shared/lib/metrics.ts'
import type { Edit } from '#shared/topology/change.ts'
import { setField } from '#shared/topology/edits.ts'
import { handler, output, rabbit, shop, sketch } from '#shared/topology/sketch.ts'
import { anyRun, RUN_NS } from './runnable.arbitrary.ts'
import { Simulation } from './simulation.ts'

describe('figures', () => {
  it('count for a service what its own sources and outputs published, those that are gone too', () => {
    const simulation = setUp()
    simulation.command({
      kind: 'edit',
      edits: [setField(['services', 'relay', 'handlers', 'h', 'outputs'], {}, 'Say nothing')],
    })
    simulation.advance(2 * SECOND_NS)
    const { journal } = simulation
    const published = publishersOf(simulation, 'services/relay').map((element) =>
      journal.countOf('published', element),
    )

    expect(published).toEqual([99])
    expect(figuresOf(simulation, 'services/relay').published).toBe(99)
    expect(figuresOf(simulation, 'services/shop').published).toBe(200)
  })

  it('count for a service what its subscriptions took, those that are gone too', () => {
    const simulation = setUp()
    const element = elementNumber(simulation, 'subscriptions/s-first')
    const before = figuresOf(simulation, 'services/first').completed
    expect(before).toBeGreaterThan(90)
    expect(before).toBe(simulation.journal.countOf('acknowledged', element))
    expect(figuresOf(simulation, 'channels/copies').consumers).toBe(1)

    simulation.command({ kind: 'edit', edits: [removeEdge] })
    simulation.advance(2 * SECOND_NS)

    expect(figuresOf(simulation, 'channels/copies').consumers).toBe(0)
    expect(figuresOf(simulation, 'services/first').completed).toBe(
      simulation.journal.countOf('acknowledged', element),
    )
  })

  it('are the same however often they were read before, whatever was done to the run', () => {
    fc.assert(
      fc.property(anyRun(), (recipe) => {
        const [often, once] = [new Simulation(recipe), new Simulation(recipe)]
        for (let atNs = 0; atNs <= RUN_NS; atNs += SECOND_NS / 2) {
          often.advance(atNs)
          allFigures(often)
        }
        once.advance(often.nowNs)

        expect(withoutUtilisation(often)).toEqual(withoutUtilisation(once))
      }),
      { numRuns: 25 },
    )
  })

  it('say something of each metric', () => {
    const untouched = -77.5
    const simulation = setUp()
    const figures = new Float64Array(simulation.figureWidth).fill(untouched)
    simulation.writeFigures(figures)

    expect(figures.length).toBeGreaterThan(100)
    expect(figures).not.toContain(untouched)
  })

  it('are those of the run that it was restored from', () => {
    const simulation = setUp()
    const restored = Simulation.restore(structuredClone(simulation.save()))

    for (const name of ['services/shop', 'services/relay', 'services/first', 'channels/copies'])
      expect(figuresOf(restored, name)).toEqual(figuresOf(simulation, name))
  })
})

const SECOND_NS = 1e9

const removeEdge: Edit = {
  label: 'Read no more',
  changes: [
    { path: ['subscriptions', 's-first'] },
    { path: ['services', 'first', 'handlers', 'h', 'subscriptionIds'], value: [] },
  ],
}

/** A second at a hundred events a second, passed on once. */
function setUp(): Simulation {
  const outputs = { copy: output('copies') }
  const topology = sketch({
    services: {
      shop: shop('orders'),
      relay: { handlers: { h: handler(['s-relay'], { outputs }) } },
      first: { handlers: { h: handler(['s-first']) } },
    },
    channels: { orders: { kind: 'rabbitQueue' }, copies: { kind: 'rabbitQueue' } },
    subscriptions: { 's-relay': rabbit('orders', 'relay'), 's-first': rabbit('copies', 'first') },
  })
  const simulation = new Simulation({ topology, seed: 7 })
  simulation.advance(SECOND_NS)
  return simulation
}

function publishersOf(simulation: Simulation, serviceName: string): readonly number[] {
  return simulation
    .dictionary()
    .elements.flatMap(({ name, sort }, element) =>
      name.startsWith(`${serviceName}/`) && (sort === 'source' || sort === 'output')
        ? [element]
        : [],
    )
}

function elementNumber(simulation: Simulation, wanted: string): number {
  return simulation.dictionary().elements.findIndex(({ name }) => name === wanted)
}

function allFigures(simulation: Simulation): Float64Array {
  const figures = new Float64Array(simulation.figureWidth)
  simulation.writeFigures(figures)
  return figures
}

/** Which is the view's, and counts from when it was last read. */
function withoutUtilisation(simulation: Simulation): readonly (readonly [string, number])[] {
  const figures = allFigures(simulation)
  let at = 0
  return simulation.dictionary().elements.flatMap(({ name, sort, removed }) => {
    if (sort === null || removed) return []
    const metrics = METRICS[sort].map((metric) => [`${name} ${metric}`, figures[at++]] as const)
    return metrics.filter(([metric]) => !metric.endsWith(' utilisation')) as [string, number][]
  })
}

function figuresOf(simulation: Simulation, wanted: string): Readonly<Record<string, number>> {
  const figures = allFigures(simulation)
  let at = 0
  for (const { name, sort, removed } of simulation.dictionary().elements) {
    if (sort === null || removed) continue
    const from = at
    at += METRICS[sort].length
    if (name !== wanted) continue
    return Object.fromEntries(
      METRICS[sort].map((metric, index) => [metric, figures[from + index] ?? Number.NaN]),
    )
  }
  throw new Error(`The run has no ${wanted}.`)
}
