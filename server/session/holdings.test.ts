import { describe, expect, it } from 'vitest'
import { rabbit, shop, sketch } from '#shared/topology/sketch.ts'
import { SessionDriver, startOf } from './session.fixture.ts'

describe('a run that ends because there is no room for it', () => {
  it('says which channel keeps most', () => {
    const { session } = runFor(10_000)

    session.end('There is no room.')

    expect(session.state()).toMatchObject({
      status: 'ended',
      reason:
        "There is no room. It keeps 4,000 messages, the most of them in the channel 'Large': 3,000.",
    })
  })

  it('says where all of them are', () => {
    const { session } = runFor(10_000, { few: 0.001 })

    session.end('There is no room.')

    expect(session.state().reason).toBe(
      "There is no room. It keeps 3,000 messages, all of them in the channel 'Large'.",
    )
  })

  it('names none where none keeps many', () => {
    const { session } = runFor(1000)

    session.end('There is no room.')

    expect(session.state().reason).toBe('There is no room.')
  })
})

/** Two channels that nobody reads, one of which gets three times as much. */
function runFor(untilMs: number, { few = 100 } = {}): SessionDriver {
  const arrivals = (ratePerSecond: number) => ({ arrivals: { kind: 'constant', ratePerSecond } })
  const topology = sketch({
    services: {
      few: shop('small', arrivals(few)),
      many: shop('large', arrivals(300)),
      worker: { replicas: 0 },
    },
    channels: {
      small: { kind: 'rabbitQueue', name: 'Small' },
      large: { kind: 'rabbitQueue', name: 'Large' },
    },
    subscriptions: { a: rabbit('small', 'worker'), b: rabbit('large', 'worker') },
  })
  const driver = new SessionDriver(startOf(topology))
  driver.session.control({ kind: 'runUntil', untilMs })
  driver.settle()
  return driver
}
