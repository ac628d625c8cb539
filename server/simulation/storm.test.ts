import { describe, expect, it } from 'vitest'
import {
  handler,
  kafka,
  notified,
  output,
  rabbit,
  shop,
  sketch,
  sqs,
  worker,
} from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation } from './simulation.ts'

const HOUR_NS = 3600e9

describe('a storm', () => {
  it('[everywhere.bounds] ends the run when too many messages are kept, and names the cycle', () => {
    const simulation = new Simulation({
      topology: selfFeeding('rabbit'),
      seed: 1,
      limits: { messagesMax: 5000 },
    })

    simulation.advance(HOUR_NS)

    expect(simulation.ended?.reason).toBe(
      "More than 5000 messages are kept; the last came to the channel 'b'. The cycle " +
        'a → one → b → two → a causes 2 events for each one that it handles.',
    )
  })

  it('[everywhere.bounds] ends the run when time no longer passes', () => {
    const simulation = new Simulation({
      topology: selfFeeding('rabbit', { serviceTimeMs: 0 }),
      seed: 1,
    })

    simulation.advance(1e9)

    expect(simulation.ended?.reason).toContain('causes 2 events for each one that it handles.')
    expect(simulation.nowNs).toBe(10_000_000)
  })

  it('[everywhere.bounds] names where most of an instant without an end happened, where no cycle is at fault', () => {
    const splits = (channelId: string) => ({
      serviceTime: { kind: 'constant', valueMs: 0 },
      outputs: { parts: output(channelId, { count: 100 }) },
    })
    const simulation = new Simulation({
      topology: sketch({
        services: {
          shop: shop('jobs', { batch: { kind: 'constant', size: 200 } }),
          splitter: worker(['takes'], splits('parts')),
          grinder: worker(['grinds'], splits('crumbs')),
        },
        channels: {
          jobs: { kind: 'rabbitQueue' },
          parts: { kind: 'rabbitQueue' },
          crumbs: { kind: 'rabbitQueue', maxLength: 10 },
        },
        subscriptions: { takes: rabbit('jobs', 'splitter'), grinds: rabbit('parts', 'grinder') },
      }),
      seed: 1,
    })

    simulation.advance(1e9)

    expect(simulation.ended?.reason).toBe(
      'More than a million things happened at one instant. Most of it was at crumbs and grinder.',
    )
  })

  it('[everywhere.storm] ends the run long before it is full', () => {
    const simulation = setUp(selfFeeding('rabbit'))

    simulation.advance(HOUR_NS)

    const { channels } = simulation.report()
    const kept = Object.values(channels).reduce((sum, { retained }) => sum + retained, 0)
    const published = simulation.report().services.shop?.published
    expect(kept).toBeGreaterThan(3000)
    expect(kept).toBeLessThan(3000 + 10_000)
    expect(simulation.ended?.reason).toMatch(
      new RegExp(
        `^Of ${published} events that sources have published, \\d+ messages are kept, and a cycle makes more and more of them; ` +
          "the last came to the channel '[ab]'. The cycle " +
          'a → one → b → two → a causes 2 events for each one that it handles.$',
      ),
    )
  })

  it.each(['kafka', 'sqs', 'sns'] as const)('[everywhere.storm] is seen through %s', (family) => {
    const simulation = setUp(selfFeeding(family))

    simulation.advance(HOUR_NS)

    expect(simulation.ended?.reason).toContain('a cycle makes more and more of them')
    expect(simulation.journal.rows(simulation.journal.length - 10, 10)).toHaveLength(10)
  })

  it('is no backlog, however large, of events that sources have published', () => {
    const simulation = setUp(withBacklog(selfFeeding('rabbit', { isFed: false })))

    simulation.advance(100e9)

    expect(simulation.ended).toBeNull()
    expect(simulation.report().channels.backlog?.retained).toBe(10_000)
  })

  it('is no cycle on which every event comes back as one', () => {
    const simulation = setUp(selfFeeding('rabbit', { count: 1 }), 1000)

    simulation.advance(12e9)

    expect(simulation.ended).toBeNull()
    const { a, b } = simulation.report().channels
    expect((a?.retained ?? 0) + (b?.retained ?? 0)).toBeGreaterThan(1000)
  })

  it('ends a run that was saved and restored at the same record', () => {
    const straight = setUp(selfFeeding('sqs'))
    const broken = setUp(selfFeeding('sqs'))
    straight.advance(HOUR_NS)

    broken.advance(straight.nowNs - 1_000_000)
    const restored = Simulation.restore(structuredClone(broken.save()))
    restored.advance(HOUR_NS)

    expect(restored.ended).toEqual(straight.ended)
    expect(restored.hash()).toBe(straight.hash())
  })
})

function setUp(topology: Topology, stormMessages = 3000): Simulation {
  return new Simulation({ topology, seed: 1, limits: { stormMessages } })
}

const FAMILIES = {
  rabbit: { channel: { kind: 'rabbitQueue' }, consume: rabbit },
  kafka: { channel: { kind: 'kafkaTopic', partitions: 2 }, consume: kafka },
  sqs: { channel: { kind: 'sqsQueue' }, consume: sqs },
  sns: { channel: { kind: 'sqsQueue' }, consume: sqs },
}

interface Cycle {
  readonly serviceTimeMs?: number
  /** Events that one causes. */
  readonly count?: number
  readonly isFed?: boolean
}

/** `shop → a → one → b → two → a`; with SNS, a topic hands what `two` publishes to `a` and back to it. */
function selfFeeding(family: keyof typeof FAMILIES, cycle: Cycle = {}): Topology {
  const { serviceTimeMs = 1, count = 2, isFed = true } = cycle
  const { channel, consume } = FAMILIES[family]
  const serviceTime = { kind: 'constant', valueMs: serviceTimeMs }
  const outputs = (channelId: string, times: number) => ({
    concurrency: 4,
    handlers: {
      h: handler([`s-${channelId === 'b' ? 'a' : 'b'}`], {
        serviceTime,
        outputs: { o: output(channelId, { count: times }) },
      }),
    },
  })
  const isTopic = family === 'sns'
  return sketch({
    services: {
      shop: isFed ? shop('a') : { handlers: {} },
      one: outputs('b', isTopic ? 1 : count),
      two: outputs(isTopic ? 'topic' : 'a', 1),
    },
    channels: { a: channel, b: channel, ...(isTopic ? { topic: { kind: 'snsTopic' } } : {}) },
    bindings: isTopic ? { x: notified('topic', 'a'), y: notified('topic', 'b') } : {},
    subscriptions: { 's-a': consume('a', 'one'), 's-b': consume('b', 'two') },
  })
}

/** A hundred events a second that nobody takes. */
function withBacklog(topology: Topology): Topology {
  const other = sketch({
    services: { source: shop('backlog') },
    channels: { backlog: { kind: 'rabbitQueue' } },
  })
  return {
    ...topology,
    eventTypes: { ...topology.eventTypes, ...other.eventTypes },
    services: { ...topology.services, ...other.services },
    channels: { ...topology.channels, ...other.channels },
  }
}
