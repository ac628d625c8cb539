import { describe, expect, it } from 'vitest'
import { output, rabbit, sketch, worker } from '#shared/topology/sketch.ts'
import { Stage } from './histories.fixture.ts'
import { Simulation } from './simulation.ts'

describe('a handler that appends to an event store', () => {
  it('[eventStore.expected-version] [eventStore.decides-again] tries again when another has appended since it began', () => {
    const stage = new Stage(drawing({ attempts: 5 })).run(300)

    expect(stage.history('started', 'accepted', 'conflicted', 'failed', 'acknowledged')).toEqual([
      '10ms commands accepted source-0',
      '10ms s-accounts started source-0 #1',
      '20ms commands accepted source-1',
      '20ms s-accounts started source-1 #1',
      '30ms commands accepted source-2',
      '35ms ledger accepted decided-0',
      '35ms s-accounts acknowledged source-0 #1',
      '35ms s-accounts started source-2 #1',
      // When it began, there was no stream.
      '45ms ledger conflicted decided-1',
      '45ms s-accounts failed source-1 #1',
      '50ms s-accounts started source-1 #2',
      '60ms ledger accepted decided-2',
      '60ms s-accounts acknowledged source-2 #1',
      // By now the other has appended once more.
      '75ms ledger conflicted decided-3 (1)',
      '75ms s-accounts failed source-1 #2',
      '80ms s-accounts started source-1 #3',
      '105ms ledger accepted decided-4',
      '105ms s-accounts acknowledged source-1 #1',
    ])
  })

  it('[eventStore.decides-again] gives up as its subscription says', () => {
    const stage = new Stage(drawing({ attempts: 1 })).run(300)

    expect(stage.history('conflicted', 'failed')).toEqual([
      '45ms ledger conflicted decided-1',
      '45ms s-accounts failed source-1 #1',
    ])
    expect(stage.figures('channels/ledger')).toMatchObject({ accepted: 2, conflicted: 1 })
  })

  it('[eventStore.one-write] appends all of an attempt, or nothing', () => {
    const stage = new Stage(drawing({ attempts: 5, count: 3 })).run(300)

    const appended = stage.history('accepted').filter((line) => line.includes('ledger'))
    expect(appended).toHaveLength(9)
    expect(stage.history('conflicted').length % 3).toBe(0)
    expect(stage.figures('channels/ledger')).toMatchObject({ streams: 1, retained: 9 })
  })

  it('[eventStore.no-stream] begins a stream once, with all that it has', () => {
    const stage = new Stage(drawing({ attempts: 1, count: 2, expects: 'noStream' })).run(300)

    expect(stage.figures('channels/ledger')).toMatchObject({ accepted: 2, conflicted: 4 })
  })

  it('[eventStore.any-version] conflicts with nobody where it expects nothing', () => {
    const stage = new Stage(drawing({ attempts: 1, expects: 'any' })).run(300)

    expect(stage.figures('channels/ledger')).toMatchObject({ accepted: 3, conflicted: 0 })
  })

  it('goes on the same in a restored run', () => {
    const whole = new Stage(drawing({ attempts: 5 })).run(112)
    const { simulation } = whole
    const restored = Simulation.restore(structuredClone(simulation.save()))

    simulation.advance(1e9)
    restored.advance(1e9)

    expect(restored.hash()).toBe(simulation.hash())
  })
})

interface Drawing {
  readonly attempts: number
  readonly count?: number
  readonly expects?: string
}

/** Three commands for one account, 10 ms apart, and two slots that need 25 ms for each. */
function drawing({ attempts, count = 1, expects = 'current' }: Drawing) {
  const arrivals = {
    kind: 'profile',
    process: 'constant',
    points: [
      { atMs: 0, ratePerSecond: 100 },
      { atMs: 35, ratePerSecond: 100 },
      { atMs: 36, ratePerSecond: 0 },
    ],
  }
  return sketch({
    services: {
      shop: {
        sources: {
          source: {
            channelId: 'commands',
            eventTypeId: 'placed',
            arrivals,
            keys: { prefix: 'acc-', size: 1, distribution: { kind: 'uniform' } },
          },
        },
      },
      accounts: {
        concurrency: 2,
        ...worker(['s-accounts'], {
          serviceTime: { kind: 'constant', valueMs: 25 },
          outputs: {
            decided: output('ledger', {
              eventTypeId: 'booked',
              count,
              producer: { kind: 'eventStoreAppender', expectedVersion: expects },
            }),
          },
        }),
      },
    },
    channels: { commands: { kind: 'rabbitQueue' }, ledger: { kind: 'eventStore' } },
    subscriptions: {
      's-accounts': rabbit('commands', 'accounts', {
        prefetchCount: 1,
        retry: { attempts, backoffMs: 5, multiplier: 1, backoffMaxMs: 5 },
      }),
    },
  })
}
