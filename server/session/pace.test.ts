import { describe, expect, it } from 'vitest'
import { Pace } from './pace.ts'

const SECOND_NS = 1_000_000_000

describe('Pace', () => {
  it('asks for the speed times the time gone by', () => {
    const pace = new Pace(2.5)
    pace.start(1000, 7 * SECOND_NS)

    expect(pace.targetNs(3000)).toBe(12 * SECOND_NS)
  })

  it('changes speed from where the run is', () => {
    const pace = new Pace(1)
    pace.start(0, 0)

    pace.start(1000, SECOND_NS, 10)

    expect(pace.targetNs(2000)).toBe(11 * SECOND_NS)
  })

  it('never asks for the past when the clock jumps back', () => {
    const pace = new Pace(1)
    pace.start(1000, SECOND_NS)

    expect(pace.targetNs(500)).toBe(SECOND_NS)
  })

  it('catches up with a quarter of a second, and forgives the rest', () => {
    const pace = new Pace(1)
    pace.start(0, 0)

    pace.forgive(200, 100_000_000)
    expect(pace.targetNs(200)).toBe(200_000_000)

    pace.forgive(10_000, SECOND_NS)
    expect(pace.targetNs(10_000)).toBe(1.25 * SECOND_NS)
  })

  it('lets no more than a day pass in a second, even as fast as it goes', () => {
    const pace = new Pace('max')
    pace.start(0, 0)

    expect(pace.targetNs(1000)).toBe(86_400 * SECOND_NS)
  })
})
