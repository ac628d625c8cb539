import { describe, expect, it } from 'vitest'
import { shop, sketch } from '../sketch.ts'
import { fixed, messages } from './found.ts'

describe('arrivals', () => {
  it('are refused where a recording goes back in time', () => {
    const recorded = (...timesMs: readonly number[]) => drawing({ kind: 'recorded', timesMs })

    expect(messages(recorded(0, 0, 5), 'recorded-order')).toEqual([])
    expect(messages(recorded(0, 2000, 500), 'recorded-order')).toEqual([
      "The recorded arrivals of the source 'source' of 'shop' go from 2 s to 500 ms. No time is before the one in front of it.",
    ])
    expect(fixed(recorded(0, 2000, 500), 'recorded-order')).toEqual([0, 500, 2000])
  })

  it('are refused where a recording repeats before it is over', () => {
    const repeating = (repeatEveryMs: number) =>
      drawing({ kind: 'recorded', timesMs: [100, 900], repeatEveryMs })

    expect(messages(repeating(900), 'recorded-order')).toEqual([])
    expect(messages(repeating(800), 'recorded-order')).toEqual([
      "The recorded arrivals of the source 'source' of 'shop' last until 900 ms, and repeat from 800 ms on. They repeat when they are over.",
    ])
    expect(fixed(repeating(800), 'recorded-order')).toBe(900)
  })

  it.each([
    [
      { kind: 'renewal', gap: { kind: 'constant', valueMs: 0 } },
      'The gaps between arrivals of the source',
    ],
    [
      { kind: 'renewal', gap: { kind: 'exponential', meanMs: 0.000_9 } },
      'The gaps between arrivals of the source',
    ],
    [
      {
        kind: 'bursts',
        process: 'poisson',
        ratePerSecond: 1,
        onTime: { kind: 'constant', valueMs: 0 },
        offTime: { kind: 'constant', valueMs: 0 },
      },
      'A burst and the pause after it of the source',
    ],
    [{ kind: 'recorded', timesMs: [0], repeatEveryMs: 0 }, 'The recorded arrivals of the source'],
    [
      { kind: 'recordedGaps', gapsMs: [0, 0.000_1], repeats: true },
      'The recorded gaps of the source',
    ],
  ])('are refused where no time passes: %o', (arrivals, words) => {
    expect(messages(drawing(arrivals), 'endless-arrivals')).toEqual([
      expect.stringContaining(words),
    ])
  })

  it.each([
    { kind: 'renewal', gap: { kind: 'constant', valueMs: 0.001 } },
    { kind: 'recorded', timesMs: [0, 0, 0] },
    { kind: 'recordedGaps', gapsMs: [0, 0], repeats: false },
    { kind: 'recordedGaps', gapsMs: [0, 1], repeats: true },
  ])('may be as fast as a million a second, or all at once: %o', (arrivals) => {
    expect(messages(drawing(arrivals), 'endless-arrivals')).toEqual([])
  })
})

describe('batches', () => {
  it('are refused where the smallest is above the largest', () => {
    const batches = (minSize: number, maxSize: number) =>
      drawing(undefined, { kind: 'uniform', minSize, maxSize })

    expect(messages(batches(3, 3), 'batch-range')).toEqual([])
    expect(messages(batches(9, 3), 'batch-range')).toEqual([
      "The batches of the source 'source' of 'shop' have from 9 to 3 events: the smallest is above the largest.",
    ])
    expect(fixed(batches(9, 3), 'batch-range')).toEqual({
      kind: 'uniform',
      minSize: 3,
      maxSize: 9,
    })
  })
})

function drawing(arrivals: object | undefined, batch?: object) {
  const source = { ...(arrivals && { arrivals }), ...(batch && { batch }) }
  return sketch({
    services: { shop: shop('q', source) },
    channels: { q: { kind: 'rabbitQueue' } },
  })
}
