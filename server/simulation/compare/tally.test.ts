import { describe, expect, it } from 'vitest'
import { rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import { conversationAt } from '#shared/topology/swap/conversation.ts'
import { Simulation } from '../simulation.ts'
import { JournalFeed } from './journalFeed.ts'
import { Tally } from './tally.ts'

describe('Tally', () => {
  it('has a bound, at which the run is left where it is', () => {
    const topology = sketch({
      services: { shop: shop('jobs'), worker: worker(['jobs']) },
      channels: { jobs: { kind: 'rabbitQueue' } },
      subscriptions: { jobs: rabbit('jobs', 'worker') },
    })
    const read = conversationAt(topology, 'jobs')
    if (!read.ok) throw new Error(read.reason)
    const simulation = new Simulation({ topology, seed: 1 })
    const tally = new Tally(topology, read.conversation, 1000)
    const feed = new JournalFeed(simulation, (row, nameOf) => tally.take(row, nameOf))

    feed.advance(3600e9, () => tally.isFull)

    expect(tally.isFull).toBe(true)
    expect(simulation.nowNs).toBeLessThan(60e9)
    expect(tally.figures().published).toBeLessThan(3000)
  })
})
