import { describe, expect, it } from 'vitest'
import { shop, sketch } from '../sketch.ts'
import { fixed, messages } from './found.ts'

describe('values beside each other', () => {
  it('refuses a profile that goes back in time', () => {
    const going = (...times: readonly number[]) => {
      const points = times.map((atMs) => ({ atMs, ratePerSecond: 1 }))
      const arrivals = { kind: 'profile', process: 'poisson', points }
      return sketch({ services: { shop: shop('q', { arrivals }) }, channels: { q: queue } })
    }

    expect(messages(going(0, 1, 2000), 'profile-order')).toEqual([])
    expect(messages(going(0, 2000, 1000, 3000), 'profile-order')).toEqual([
      "The profile of the source 'source' of 'shop' goes from 2 s to 1 s. Each point comes later than the one before.",
    ])
    expect(fixed(going(0, 2000, 1000, 3000), 'profile-order')).toMatchObject({ atMs: 2000 })
    expect(messages(going(0, 0), 'profile-order')).toHaveLength(1)
  })

  it('warns of names that stand for several things of one kind', () => {
    const topology = sketch({
      services: { a: { name: 'Orders' }, b: { name: 'Orders' } },
      channels: {
        orders: { kind: 'kafkaTopic', partitions: 1, name: 'Orders' },
        other: { kind: 'rabbitQueue', name: 'Orders' },
        third: { kind: 'rabbitQueue', name: 'Orders' },
      },
    })

    expect(messages(topology, 'shared-name')).toEqual([
      "2 services have the name 'Orders'. Give each its own name.",
      "2 channels of one kind have the name 'Orders'. Give each its own name.",
    ])
  })
})

const queue = { kind: 'rabbitQueue' }
