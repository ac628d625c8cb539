import { describe, expect, it } from 'vitest'
import { predictLoad } from '../analysis.ts'
import { rabbit, shop, sketch, worker } from '../sketch.ts'
import { messages } from './found.ts'

describe('breakdowns', () => {
  it('are refused where they leave no time', () => {
    expect(messages(drawing(0.5, 0.5), 'endless-breakdowns')).toEqual([])
    expect(messages(drawing(0.4, 0.5), 'endless-breakdowns')).toEqual([
      "'clerk' breaks down and is repaired within less than 1 ms on average. Let it run for longer between breakdowns.",
    ])
  })

  it('leave less time for the work', () => {
    expect(predictLoad(drawing(4000, 1000)).services.clerk?.utilisation).toBeCloseTo(0.1 / 0.8, 12)
    expect(predictLoad(drawing(0, 1000)).services.clerk?.utilisation).toBe(1e5)
  })
})

function drawing(upMs: number, repairMs: number) {
  const breakdowns = {
    upTime: { kind: 'exponential', meanMs: upMs },
    repairTime: { kind: 'constant', valueMs: repairMs },
    effect: 'pause',
    scope: 'service',
  }
  return sketch({
    services: { shop: shop('q'), clerk: { ...worker(['work']), breakdowns } },
    channels: { q: { kind: 'rabbitQueue' } },
    subscriptions: { work: rabbit('q', 'clerk') },
  })
}
