import { describe, expect, it } from 'vitest'
import type { Edit } from '#shared/topology/change.ts'
import { removeNodes, setField } from '#shared/topology/edits.ts'
import { kafka, shop, sketch, worker } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation } from './simulation.ts'

describe('an edit of a run', () => {
  it('[everywhere.live-edits] adds a consumer that the others do not notice', () => {
    const { undisturbed, edited } = setUp(addReader)

    expect(edited.services.payments).toEqual(undisturbed.services.payments)
    // The last of 500 was published at ten seconds sharp, and takes a millisecond.
    expect(edited.services.late).toMatchObject({ delivered: 500, acknowledged: 499, inFlight: 1 })
  })

  it('removes a service that the others do not notice', () => {
    const { undisturbed, edited } = setUp((topology) => removeNodes(topology, ['audit']))

    expect(edited.services.payments).toEqual(undisturbed.services.payments)
    expect(Object.keys(edited.services)).toEqual(['payments', 'shop'])
  })

  it('counts what was published to a channel, before and after', () => {
    const { edited } = setUp(addReader)

    expect(edited.channels.orders).toMatchObject({ published: 1000, accepted: 1000 })
  })

  it('changes a rate from that instant on', () => {
    const { edited } = setUp(() => setField(RATE, 200, 'Publish twice as often'))

    // 5 s at 100 a second; then 200 a second, the first 5 ms after the edit, which came 1 ns late.
    expect(edited.eventTypes.placed?.published).toBe(500 + 999)
  })

  it('makes events larger from that instant on', () => {
    const { edited } = setUp(() => setField(SIZE, 2_000_000, 'Send whole pictures'))

    // max.message.bytes is a megabyte.
    expect(edited.channels.orders).toMatchObject({ published: 1000, accepted: 500, refused: 500 })
  })

  it('ends what a removed channel held, counted', () => {
    const { edited, simulation } = setUp((topology) => removeNodes(topology, ['orders']))

    expect(simulation.journal.count('removed')).toBe(500)
    expect(edited.channels).toEqual({})
    // The last one was in hand when its channel went.
    expect(edited.services.payments).toMatchObject({ delivered: 500, acknowledged: 499 })
  })

  it('ends the run with a reason where a recipe changes what is not there', () => {
    const { edited } = setUp(() => setField(['services', 'nobody', 'replicas'], 2, 'Scale Nobody'))

    expect(edited.endedBecause).toMatch(/^The edit "Scale Nobody" could not be carried out: /)
  })
})

const RATE = ['services', 'shop', 'sources', 'source', 'arrivals', 'ratePerSecond'] as const

const SIZE = ['eventTypes', 'placed', 'sizeBytes'] as const

/** Ten seconds at 100 events a second, without an edit and with one at five seconds. */
function setUp(makeEdit: (topology: Topology) => Edit) {
  const topology = sketch({
    services: {
      shop: shop('orders', { producer: { kind: 'kafkaProducer', lingerMs: 0 } }),
      payments: worker(['s-payments']),
      audit: worker(['s-audit']),
    },
    channels: { orders: { kind: 'kafkaTopic', partitions: 2 } },
    subscriptions: {
      's-payments': kafka('orders', 'payments'),
      's-audit': kafka('orders', 'audit'),
    },
  })
  const undisturbed = new Simulation({ topology, seed: 7 })
  undisturbed.advance(10e9)
  const simulation = new Simulation({ topology, seed: 7 })
  simulation.advance(5e9)
  simulation.command({ kind: 'edit', edits: [makeEdit(topology)] })
  simulation.advance(10e9)
  return { undisturbed: undisturbed.report(), edited: simulation.report(), simulation }
}

function addReader(topology: Topology): Edit {
  const late = sketch({
    services: { late: worker(['s-late']) },
    channels: {},
    subscriptions: { 's-late': kafka('orders', 'late') },
  })
  return {
    label: 'Add Late',
    changes: [
      { path: ['services', 'late'], value: late.services.late },
      { path: ['subscriptions', 's-late'], value: late.subscriptions['s-late'] },
      { path: ['name'], value: topology.name },
    ],
  }
}
