import { describe, expect, it } from 'vitest'
import type { Command } from '#shared/topology/recipe.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { Simulation } from './simulation.ts'

const INSTANT_NS = 5_000_000_000
const COMMANDS = 100
const END_NS = 10_000_000_000

describe('many commands at one instant', () => {
  it('are carried out a few at a time', () => {
    const { simulation, applied } = setUp()
    const at: number[] = []

    while (!simulation.advanceAtMost(END_NS, Number.POSITIVE_INFINITY)) at.push(applied())

    expect(at).toEqual([16, 32, 48, 64, 80, 96])
    expect(applied()).toBe(COMMANDS)
  })

  it('give the same history as in one go', () => {
    const whole = setUp().simulation
    whole.advance(END_NS)
    const { simulation } = setUp()

    while (!simulation.advanceAtMost(END_NS, 7));

    expect(simulation.hash()).toBe(whole.hash())
    expect(simulation.report()).toEqual(whole.report())
  })

  it('say when nothing can be saved between them', () => {
    const { simulation } = setUp()
    const between: boolean[] = []

    while (!simulation.advanceAtMost(END_NS, 1_000)) {
      between.push(simulation.isBetweenInstants)
      if (simulation.isBetweenInstants) simulation.save()
    }

    expect(between.filter((isBetween) => !isBetween)).toHaveLength(6)
    expect(simulation.isBetweenInstants).toBe(true)
  })
})

/** A service that crashes and comes back fifty times in an instant. */
function setUp() {
  const commands = Array.from(
    { length: COMMANDS },
    (_, sequence): Command => ({
      atNs: INSTANT_NS,
      sequence,
      change:
        sequence % 2 === 0
          ? { kind: 'fault', fault: { kind: 'crash', serviceId: 'payments' } }
          : { kind: 'recover', serviceId: 'payments', fault: 'crash' },
    }),
  )
  const simulation = new Simulation({ topology: exampleTopology(), seed: 1, commands })
  return { simulation, applied: () => simulation.report().commands }
}
