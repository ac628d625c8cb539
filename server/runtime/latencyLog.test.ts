import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Histogram } from '../engine/histogram.ts'
import { type Duration, type SimTime, START } from '../engine/time.ts'
import { HALF, Latencies } from './latencies.ts'
import { LatencyLog } from './latencyLog.ts'

describe('LatencyLog', () => {
  it('counts each latency where it belongs, whether few come or many', () => {
    fc.assert(
      fc.property(anyStretches(), (stretches) => {
        const clock = { now: START }
        const log = new LatencyLog(clock)
        const pages = [new Latencies()]
        const expected = [new Histogram()]
        log.add(pages[0] as Latencies)
        for (const { passesNs, adds, durations } of stretches) {
          clock.now = (clock.now + passesNs) as SimTime
          for (let page = 0; page < adds; page += 1) {
            pages.push(new Latencies())
            expected.push(new Histogram())
            log.add(pages.at(-1) as Latencies)
          }
          durations.forEach((duration, index) => {
            // Neighbours go to different pages, and not to all of them.
            const page = (7 * index) % pages.length
            log.note(4 * page, Float64Array.of(clock.now - duration), 0)
            expected[page]?.record(duration as Duration)
          })
        }
        log.settle()

        const counted = pages.map(({ wait }) => {
          const all = new Histogram()
          wait.addAllTo(all)
          return all.save()
        })
        expect(counted).toEqual(expected.map((histogram) => histogram.save()))
      }),
      // Long stretches take minutes to be made shorter.
      { numRuns: 40, endOnFailure: true },
    )
  })
})

/** What comes in a stretch of time, in which some pages are added first. */
function anyStretches() {
  return fc.array(
    fc.record({
      passesNs: fc.integer({ min: 0, max: 2 * HALF }),
      adds: fc.constantFrom(0, 1, 30),
      durations: fc.array(fc.integer({ min: 0, max: 1e9 }), { size: 'large', maxLength: 2000 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
}
