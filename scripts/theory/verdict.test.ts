import { describe, expect, it } from 'vitest'
import { mean, time } from './theoryCase.ts'
import { judged, messagesFor } from './verdict.ts'

const metric = time('wait', mean('wait'), 1e-6)
/** Deviation between the runs: 10 ns. Standard error of ten of them: 3.16 ns. */
const terms = { relativeError: 0.01, messages: 1e6, halfWidth: 0.05 }
const around = (center: number, deviation = 10) =>
  [-1.2, -0.9, -0.6, -0.3, 0, 0, 0.3, 0.6, 0.9, 1.2].map((each) => center + each * deviation)

describe('a verdict', () => {
  it('finds nothing wrong with values about the truth', () => {
    expect(judged(metric, around(1000), terms).problems).toEqual([])
    expect(judged(metric, around(1015), terms).problems).toEqual([])
  })

  it('finds a mean that is more than five standard errors off', () => {
    expect(judged(metric, around(1017), terms).problems).toEqual(['5.4 standard errors off'])
    expect(judged(metric, around(983), terms).problems).toEqual(['-5.4 standard errors off'])
  })

  it('takes the standard error as known: values far apart do not widen it', () => {
    const { problems } = judged(metric, around(1017, 15), terms)

    expect(problems).toEqual(['5.4 standard errors off'])
  })

  it('finds runs that hang together, and runs that are too far apart', () => {
    expect(judged(metric, around(1000, 0), terms).problems).toEqual([
      'runs spread 0.00 times as far as they should',
    ])
    expect(judged(metric, around(1000, 40), terms).problems).toEqual([
      'runs spread 3.10 times as far as they should',
    ])
  })

  it('is an error where the runs are too short to tell', () => {
    const short = { ...terms, messages: 1000 }

    expect(judged(metric, around(1000, 300), short).problems).toEqual([
      '10 runs of 1000 messages are too few to tell',
    ])
  })

  it('finds what is no number', () => {
    expect(judged(metric, around(Number.NaN), terms).problems).toHaveLength(2)
  })

  it('gets as many messages as its half-width needs', () => {
    // M/M/1 at 0.8: 0.79 million in all for 5 %.
    expect(messagesFor([0.0111], 0.05) * 10).toBeCloseTo(788_544, -3)
    const messages = messagesFor([0.0111], 0.05)
    const values = around(1000, 0.0111 * 1000 * Math.sqrt(1e6 / messages))
    expect(
      judged(metric, values, { relativeError: 0.0111, messages, halfWidth: 0.05 }).problems,
    ).toEqual([])
  })
})
