import { describe, expect, it } from 'vitest'
import { handler, output, rabbit, shop, sketch } from '#shared/topology/sketch.ts'
import { Simulation } from './simulation.ts'

describe('a storm', () => {
  it('[everywhere.bounds] ends the run when too many messages are kept, and names the cycle', () => {
    const { simulation } = setUp({ serviceTimeMs: 1, messagesMax: 5000 })

    simulation.advance(3600e9)

    expect(simulation.ended?.reason).toBe(
      "More than 5000 messages are kept; the last came to the channel 'b'. The cycle " +
        'a → one → b → two → a causes 2 events for each one that it handles.',
    )
  })

  it('[everywhere.bounds] ends the run when time no longer passes', () => {
    const { simulation } = setUp({ serviceTimeMs: 0, messagesMax: 100_000 })

    simulation.advance(1e9)

    expect(simulation.ended?.reason).toContain('causes 2 events for each one that it handles.')
    expect(simulation.nowNs).toBe(10_000_000)
  })
})

function setUp(options: { readonly serviceTimeMs: number; readonly messagesMax: number }) {
  const serviceTime = { kind: 'constant', valueMs: options.serviceTimeMs }
  const outputs = (channelId: string, count: number) => ({
    serviceTime,
    outputs: { o: output(channelId, { count }) },
  })
  const topology = sketch({
    services: {
      shop: shop('a'),
      one: { handlers: { h: handler(['s1'], outputs('b', 2)) } },
      two: { handlers: { h: handler(['s2'], outputs('a', 1)) } },
    },
    channels: { a: { kind: 'rabbitQueue' }, b: { kind: 'rabbitQueue' } },
    subscriptions: { s1: rabbit('a', 'one'), s2: rabbit('b', 'two') },
  })
  const { messagesMax } = options
  return { simulation: new Simulation({ topology, seed: 1, limits: { messagesMax } }) }
}
