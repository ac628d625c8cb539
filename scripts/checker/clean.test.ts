// The two checkers agree: whatever runs and whatever is done to it, the second one, which reads only the
// journal, has nothing to say against it, and comes to the same counts and levels as the engine.

import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SCENARIOS } from '#shared/semantics/semantics.ts'
import { setField } from '#shared/topology/edits.ts'
import { parseTopology } from '#shared/topology/parse.ts'
import { catchUp, kafka, shop, sketch, worker } from '#shared/topology/sketch.ts'
import { anyDeed, commandsOf } from '../../server/simulation/deeds.arbitrary.ts'
import { anyRun, RUN_NS } from '../../server/simulation/runnable.arbitrary.ts'
import { checkedRun } from './checkedRun.fixture.ts'

const PROPERTY = { seed: 20_261_121, numRuns: 80 }

/** Stories lie in a folder beside them. */
const isTopology = (file: string) => file.endsWith('.json')

const EXAMPLES = readdirSync('examples')
  .filter(isTopology)
  .map((file) => {
    const parsed = parseTopology(JSON.parse(readFileSync(`examples/${file}`, 'utf8')))
    if (!parsed.ok) throw new Error(`${file} cannot be read.`)
    return [file, parsed.topology] as const
  })

/** Scenarios that keep so much that a run of them takes seconds. */
const LONG: ReadonlySet<string> = new Set(['sqs.in-flight'])

describe('both checkers', () => {
  it('agree on any run, and on how long all waited and worked to the nanosecond', {
    timeout: 300_000,
  }, () => {
    const compared = { waits: 0, works: 0 }
    fc.assert(
      fc.property(anyRun(), (recipe) => {
        const { violations, identities } = checkedRun(recipe, RUN_NS)
        compared.waits += identities.waits
        compared.works += identities.works
        expect(violations).toEqual([])
      }),
      PROPERTY,
    )
    // So many queues and services told all that there is to know.
    expect(compared.waits).toBeGreaterThan(PROPERTY.numRuns / 2)
    expect(compared.works).toBeGreaterThan(PROPERTY.numRuns / 2)
  })

  it.each(EXAMPLES)('agree on the example %s', (_, topology) => {
    const { violations, identities } = checkedRun({ topology, seed: 7 }, 20e9)

    expect(violations).toEqual([])
    expect(identities.waits + identities.works).toBeGreaterThan(0)
  })

  it('agree on any scenario, whatever is done to it', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(anyScenario(), fc.array(anyDeed(), { maxLength: 8 }), (start, deeds) => {
        const topology = start.scenario.topology()
        const commands = commandsOf(topology, deeds)
        const untilNs = Math.min(start.scenario.untilMs * 1e6, RUN_NS)

        expect(checkedRun({ topology, seed: start.seed, commands }, untilNs).violations).toEqual([])
      }),
      PROPERTY,
    )
  })

  it('agree on an event that nobody but its cut-off handling keeps', () => {
    const topology = sketch({
      services: {
        shop: shop('orders'),
        view: worker(['view'], { serviceTime: { kind: 'constant', valueMs: 1500 } }),
      },
      channels: { orders: { kind: 'eventStore', maxCount: 1, scavengeIntervalMs: 1000 } },
      subscriptions: { view: catchUp('orders', 'view') },
    })
    const fault = { kind: 'disconnect', serviceId: 'view' } as const
    const commands = [{ atNs: 1.2e9, sequence: 0, change: { kind: 'fault', fault } as const }]

    expect(checkedRun({ topology, seed: 1, commands }, 4e9).violations).toEqual([])
  })

  it('agree on a member that goes with what it has committed before it handles it', () => {
    const topology = sketch({
      services: {
        shop: shop('orders'),
        billing: {
          ...worker(['billing'], { serviceTime: { kind: 'constant', valueMs: 50 } }),
          replicas: 2,
        },
      },
      channels: { orders: { kind: 'kafkaTopic', partitions: 2 } },
      subscriptions: {
        billing: kafka('orders', 'billing', {
          autoOffsetReset: 'earliest',
          enableAutoCommit: false,
          commitWhen: 'beforeHandling',
        }),
      },
    })
    const edits = [setField(['services', 'billing', 'replicas'], 1, 'Replicas')]
    const commands = [{ atNs: 1.01e9, sequence: 0, change: { kind: 'edit', edits } as const }]

    expect(checkedRun({ topology, seed: 1, commands }, 3e9).violations).toEqual([])
  })

  const scenarios = SCENARIOS.filter(({ id }) => !LONG.has(id)).map(
    (each) => [each.id, each] as const,
  )

  it.each(scenarios)('agree on %s', (_, { topology, seed, commands = [], untilMs }) => {
    const recipe = { topology: topology(), seed, commands }

    expect(checkedRun(recipe, untilMs * 1e6).violations).toEqual([])
  })
})

function anyScenario() {
  return fc.record({
    scenario: fc.constantFrom(...SCENARIOS.filter(({ id }) => !LONG.has(id))),
    seed: fc.nat(1_000_000),
  })
}
