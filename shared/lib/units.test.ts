import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  exactDuration,
  exactRate,
  formatClock,
  formatCount,
  formatDuration,
  formatRate,
  parseDuration,
  parseRate,
} from './units.ts'

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.000_001, '1 ns'],
    [0.35, '350 µs'],
    [0.99999, '1 ms'],
    [38, '38 ms'],
    [250, '250 ms'],
    [999.6, '1 s'],
    [1843.2, '1.84 s'],
    [5000, '5 s'],
    [59_990, '1 min'],
    [75_000, '1 min 15 s'],
    [120_000, '2 min'],
    [3_599_900, '1 h'],
    [3_600_000, '1 h'],
    [3_780_000, '1 h 3 min'],
    [7_199_000, '2 h'],
    [604_800_000, '7 d'],
    [Number.NaN, '–'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })

  it('stays within half a percent when read again, below a minute', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 60_000, noNaN: true }), (ms) => {
        const read = parseDuration(formatDuration(ms)) ?? Number.NaN

        expect(Math.abs(read - ms)).toBeLessThanOrEqual(ms * 0.005 + 0.000_001)
      }),
    )
  })
})

describe('exactDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.35, '350 µs'],
    [38.5, '38.5 ms'],
    [1250, '1250 ms'],
    [1500, '1.5 s'],
    [30_000, '30 s'],
    [90_000, '1.5 min'],
    [100_000, '100 s'],
    [604_800_000, '7 d'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(exactDuration(ms)).toBe(text)
  })

  it('is read again as the same duration, to the nanosecond', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 2 ** 31 - 1 }),
        fc.constantFrom(1, 1000, 1_000_000),
        (count, ns) => {
          const ms = (count * ns) / 1_000_000

          expect(parseDuration(exactDuration(ms))).toBe(ms)
        },
      ),
    )
  })
})

describe('parseDuration', () => {
  it.each([
    ['250 ms', 250],
    ['5s', 5000],
    ['  2 min ', 120_000],
    ['1 h', 3_600_000],
    ['350 µs', 0.35],
    ['350 μs', 0.35],
    ['350us', 0.35],
    ['1 min 15 s', 75_000],
    ['1h3m', 3_780_000],
    ['10m', 600_000],
    ['1.1 min', 66_000],
    ['7 days', 604_800_000],
    ['1,250 ms', 1250],
    ['40', 40],
    ['.5 s', 500],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each([
    '',
    ' ',
    'soon',
    '-5 s',
    '5 parsecs',
    '1,5 s',
    '1.2.3 s',
    '5 s ago',
    '.',
    'ms',
    '1e3 s',
  ])('refuses "%s"', (text) => {
    expect(parseDuration(text)).toBeNull()
  })
})

describe('rates', () => {
  it.each([
    [0, '0/s'],
    [0.5, '0.5/s'],
    [0.000_123_4, '0.000123/s'],
    [0.000_000_012, '0.000000012/s'],
    [50, '50/s'],
    [48.26, '48.3/s'],
    [999.9, '1k/s'],
    [1200, '1.2k/s'],
    [1243, '1.24k/s'],
    [2_500_000, '2.5M/s'],
  ])('formats %d a second as %s', (perSecond, text) => {
    expect(formatRate(perSecond)).toBe(text)
  })

  it.each([
    ['50', 50],
    ['50/s', 50],
    ['50 / s', 50],
    ['1.2k/s', 1200],
    ['1.2K', 1200],
    ['2M/s', 2_000_000],
    ['3000/min', 50],
    ['3,600/h', 1],
    ['60/minute', 1],
  ])('reads %s', (text, perSecond) => {
    expect(parseRate(text)).toBe(perSecond)
  })

  it.each(['', 'fast', '-1/s', '5/ms', '5/', '1 k k', '5/constructor'])('refuses "%s"', (text) => {
    expect(parseRate(text)).toBeNull()
  })

  it('are read again exactly when written exactly', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000_000 }), (thousandths) => {
        const perSecond = thousandths / 1000

        expect(parseRate(exactRate(perSecond))).toBeCloseTo(perSecond, 9)
      }),
    )
    expect(['1200', '1234.5', '0.25'].map((text) => exactRate(Number(text)))).toEqual([
      '1.2k/s',
      '1234.5/s',
      '0.25/s',
    ])
  })
})

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [340, '340'],
    [4810, '4,810'],
    [999_999, '999,999'],
    [1_243_000, '1.24M'],
  ])('writes %d as %s', (count, text) => {
    expect(formatCount(count)).toBe(text)
  })
})

describe('formatClock', () => {
  it('counts hours, minutes, seconds and milliseconds', () => {
    expect(formatClock(0)).toBe('00:00:00.000')
    expect(formatClock(252_380_999_999)).toBe('00:04:12.380')
    expect(formatClock(2 ** 53)).toBe('2501:59:59.254')
  })
})
