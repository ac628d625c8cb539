// A client that waits for what is over would wait for ever: whatever happens, each end is noticed.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Topology } from '#shared/topology/topology.ts'
import { Events } from '../broker/events.ts'
import { START } from '../engine/time.ts'
import { Story } from '../runtime/story.ts'
import { anyRun, RUN_NS } from './runnable.arbitrary.ts'
import { Simulation } from './simulation.ts'

const PROPERTY = { seed: 20_260_801, numRuns: 30 }

describe('the clients of a closed loop', () => {
  it('wait for nothing that is over', () => {
    let waiting = 0
    fc.assert(
      fc.property(anyRun(), fc.integer({ min: 1, max: 12 }), (recipe, clients) => {
        const simulation = new Simulation({ ...recipe, topology: closed(recipe.topology, clients) })
        simulation.advance(RUN_NS)

        const stories = storiesIn(simulation)
        waiting += stories.length
        for (const story of stories) {
          story.touchAll()
          expect(story.isOver).toBe(false)
        }
      }),
      PROPERTY,
    )

    expect(waiting).toBeGreaterThan(20)
  })
})

/** The same drawing, its source a closed loop whose clients have endless patience. */
function closed(topology: Topology, clients: number): Topology {
  const { shop } = topology.services
  if (!shop) return topology
  const thinkTime = { kind: 'exponential' as const, meanMs: 100 }
  const sources = Object.fromEntries(
    Object.entries(shop.sources).map(([id, source]) => [
      id,
      { ...source, arrivals: { kind: 'closedLoop' as const, clients, thinkTime } },
    ]),
  )
  return { ...topology, services: { ...topology.services, shop: { ...shop, sources } } }
}

/** Of the clients that wait at the end. */
function storiesIn(simulation: Simulation): readonly Story[] {
  if (simulation.ended) return []
  const { world, network } = simulation.save()
  const events = new Events({ now: START })
  events.restore(world.events)
  return network.services
    .flatMap(([, { sources }]) => sources)
    .flatMap(([, { pace }]) => (pace.kind === 'closed' ? pace.clients : []))
    .flatMap(([, state]) => {
      const waiting = { entity: 0 as never, kind: 0, argument: 0 }
      return state ? [Story.restored(state, waiting, events)] : []
    })
}
