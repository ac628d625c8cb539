import { describe, expect, it } from 'vitest'
import { intervalMs, SCALE_AT_REST, scaleAfter, stepFor } from './markScale.ts'

describe('markScale', () => {
  it.each([
    [0.1, 1],
    [1, 1],
    [4, 5],
    [22, 25],
    [450, 500],
    [1e9, 50_000],
  ])('lets a mark stand for a number that reads well: %d → %d', (wanted, step) => {
    expect(stepFor(wanted)).toBe(step)
  })

  it('takes the first reading as it is', () => {
    expect(scaleAfter(SCALE_AT_REST, 50)).toEqual({ busiest: 50, eventsPerMark: 25 })
  })

  it('stays on its step while the busiest edge goes up and down a little', () => {
    const scale = { busiest: 50, eventsPerMark: 25 }
    const steps = [40, 65, 55, 45].map((busiest) => scaleAfter(scale, busiest).eventsPerMark)

    expect(steps).toEqual([25, 25, 25, 25])
  })

  it('follows a load that has changed for good', () => {
    let scale = scaleAfter(SCALE_AT_REST, 50)
    for (let reading = 0; reading < 40; reading += 1) scale = scaleAfter(scale, 5000)

    expect(scale.eventsPerMark).toBe(2500)
  })

  it('sends a mark at least every five seconds, and at most every 40 ms', () => {
    expect([
      intervalMs(0.01, 1),
      intervalMs(50, 25),
      intervalMs(1000, 1),
      intervalMs(0, 1),
    ]).toEqual([5000, 500, 40, Number.POSITIVE_INFINITY])
  })
})
