import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRecord, type Step } from '../../lib/json.ts'
import { rabbit, shop, sketch, worker } from '../sketch.ts'
import { anyTopology } from '../topology.arbitrary.ts'
import { durationFlaws } from './durations.ts'
import { Examined } from './examined.ts'
import { fixed, messages, problems } from './found.ts'

const SUBJECT = "The service time of the handler 'handler' of 'clerk'"

describe('a duration', () => {
  it('has a minimum that is not above its maximum', () => {
    const from = (minMs: number, maxMs: number) =>
      lasting({ kind: 'uniform', minMs, maxMs, shiftMs: 7 })

    expect(messages(from(5, 5), 'uniform-range')).toEqual([])
    expect(messages(from(2000, 5), 'uniform-range')).toEqual([
      `${SUBJECT} goes from 2 s to 5 ms: the minimum is above the maximum.`,
    ])
    expect(fixed(from(2000, 5), 'uniform-range')).toEqual({
      kind: 'uniform',
      minMs: 5,
      maxMs: 2000,
      shiftMs: 7,
    })
  })

  it('has percentiles in order', () => {
    const through = (...points: readonly (readonly [number, number])[]) =>
      lasting({
        kind: 'percentiles',
        points: points.map(([share, valueMs]) => ({ share, valueMs })),
      })

    expect(problems(through([0, 0], [0.5, 12], [0.95, 12], [1, 90]), 'percentile-order')).toEqual(
      [],
    )
    expect(messages(through([0.95, 80], [0.5, 12], [1, 90]), 'percentile-order')).toEqual([
      `${SUBJECT} goes from p95 = 80 ms to p50 = 12 ms. Each percentile is higher than the one before, and takes at least as long.`,
    ])
    expect(fixed(through([0.95, 80], [0.5, 12], [1, 90]), 'percentile-order')).toMatchObject({
      points: [{ share: 0.5 }, { share: 0.95 }, { share: 1 }],
    })
    const [shorter] = problems(through([0.5, 80], [1, 12]), 'percentile-order')
    expect(shorter?.fix).toBeUndefined()
    expect(problems(through([0.5, 8], [0.5, 9], [1, 12]), 'percentile-order')).toHaveLength(1)
  })

  it('has a last percentile that is the maximum', () => {
    const points = [{ share: 0.95, valueMs: 80 }]
    const open = lasting({ kind: 'percentiles', points })

    expect(messages(open, 'percentile-maximum')).toEqual([
      `${SUBJECT} ends with p95 = 80 ms. The last percentile is the maximum, a share of 1.`,
    ])
    expect(fixed(open, 'percentile-maximum')).toEqual({
      kind: 'percentiles',
      points: [...points, { share: 1, valueMs: 80 }],
    })
  })

  it('has something that can be drawn', () => {
    const valuesMs = [{ valueMs: 5, weight: 0 }]
    const duration = { kind: 'constant', valueMs: 1 }

    expect(messages(lasting({ kind: 'empirical', valuesMs }), 'no-weight')).toEqual([
      `${SUBJECT} has no value with a weight above 0, so that none could be drawn.`,
    ])
    expect(
      problems(lasting({ kind: 'empirical', valuesMs: [...valuesMs, 5] }), 'no-weight'),
    ).toEqual([])
    expect(
      messages(lasting({ kind: 'mixture', parts: [{ weight: 0, duration }] }), 'no-weight'),
    ).toEqual([`${SUBJECT} has no part with a weight above 0, so that none could be drawn.`])
  })

  it('has limits with something between them', () => {
    const limited = (atLeastMs: number, atMostMs: number) =>
      lasting({ kind: 'exponential', meanMs: 10, shiftMs: 5, atLeastMs, atMostMs })

    expect(problems(limited(5, 5.001), 'duration-limits')).toEqual([])
    expect(messages(limited(30, 20), 'duration-limits')).toEqual([
      `${SUBJECT} is at least 30 ms and at most 20 ms: the lower limit is above the upper one.`,
    ])
    expect(fixed(limited(30, 20), 'duration-limits')).toMatchObject({ atLeastMs: 20, atMostMs: 30 })
    expect(messages(limited(1, 4), 'duration-limits')).toEqual([
      `${SUBJECT} never lies within its limits, from 1 ms to 4 ms. At least one time in a million has to.`,
    ])
    expect(messages(limited(200, 9000), 'duration-limits')).toEqual([
      `${SUBJECT} hardly ever lies within its limits, from 200 ms to 9 s. At least one time in a million has to.`,
    ])
    expect(fixed(limited(1, 4), 'duration-limits')).toEqual({
      kind: 'exponential',
      meanMs: 10,
      shiftMs: 5,
    })
    const tail = lasting({ kind: 'pareto', meanMs: 10, tailIndex: 10, atLeastMs: 100 })
    expect(messages(tail, 'duration-limits')).toEqual([
      `${SUBJECT} hardly ever lies within its limits, 100 ms or more. At least one time in a million has to.`,
    ])
  })

  it('is looked at part by part, and as the gap between arrivals', () => {
    const flawed = { kind: 'uniform', minMs: 5, maxMs: 1 }
    const part = { weight: 1, duration: { kind: 'constant', valueMs: 1 } }
    const gap = { kind: 'mixture', parts: [part, { weight: 1, duration: flawed }] }
    const bursts = {
      kind: 'bursts',
      process: 'poisson',
      ratePerSecond: 1,
      onTime: flawed,
      offTime: flawed,
    }
    const topology = sketch({
      services: {
        a: shop('q', { arrivals: { kind: 'renewal', gap } }),
        b: shop('q', { arrivals: bursts }),
      },
      channels: { q: { kind: 'rabbitQueue' } },
    })

    expect(
      problems(topology, 'uniform-range').map(({ message, path }) => [
        message.slice(0, message.indexOf(' goes')),
        path.slice(5).join('/'),
      ]),
    ).toEqual([
      ["Part 2 of the gap between arrivals of the source 'source' of 'a'", 'gap/parts/1/duration'],
      ["The length of a burst of the source 'source' of 'b'", 'onTime'],
      ["The pause after a burst of the source 'source' of 'b'", 'offTime'],
    ])
    expect(fixed(topology, 'uniform-range')).toEqual({ kind: 'uniform', minMs: 1, maxMs: 5 })
  })

  it('is found wherever a document has one', () => {
    const places = new Set<string | undefined>()

    fc.assert(
      fc.property(anyTopology(), (topology) => {
        const found = durationFlaws(new Examined(topology))
          .filter(({ code }) => code === 'uniform-range')
          .map(({ path }) => path.join('/'))

        expect(found.toSorted()).toEqual(reversedRanges(topology, []).toSorted())
        for (const path of found) places.add(path.split('/').at(-1))
      }),
      { seed: 5, numRuns: 60 },
    )
    expect([...places].toSorted()).toEqual([
      'duration',
      'gap',
      'offTime',
      'onTime',
      'repairTime',
      'serviceTime',
      'upTime',
    ])
  })
})

/** Where the document has what only a duration can be: a uniform one that goes backwards. */
function reversedRanges(value: unknown, path: readonly Step[]): string[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([key, part]) => reversedRanges(part, [...path, key]))
  const isReversed =
    isRecord(value) && value.kind === 'uniform' && Number(value.minMs) > Number(value.maxMs)
  return isReversed ? [path.join('/'), ...inner] : inner
}

function lasting(serviceTime: object) {
  return sketch({
    services: { shop: shop('q'), clerk: worker(['q-clerk'], { serviceTime }) },
    channels: { q: { kind: 'rabbitQueue' } },
    subscriptions: { 'q-clerk': rabbit('q', 'clerk') },
  })
}
