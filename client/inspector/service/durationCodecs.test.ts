import { describe, expect, it } from 'vitest'
import { percentilesCodec, recordedCodec } from './durationCodecs.ts'

const POINTS = [
  { share: 0.5, valueMs: 12 },
  { share: 0.95, valueMs: 80 },
  { share: 0.999, valueMs: 1250 },
  { share: 1, valueMs: 60_000 },
]

describe('percentilesCodec', () => {
  it('writes what it reads', () => {
    const text = 'p50: 12 ms, p95: 80 ms, p99.9: 1250 ms, max: 1 min'
    expect(percentilesCodec.format(POINTS)).toBe(text)
    expect(percentilesCodec.parse(text)).toEqual({ ok: true, value: POINTS })
  })

  it.each([
    'max 1 min, p99.9 1.25 s, p95 80, p50 12',
    'p50=12ms; P95=80ms; p99.9=1.25s; max=60s;',
    'median: 12 ms, 95 %: 80 ms, p 99.9 : 1250ms, maximum: 60 s',
  ])('reads %o', (text) => {
    expect(percentilesCodec.parse(text)).toEqual({ ok: true, value: POINTS })
  })

  it.each([
    ['', 'Percentiles with durations, such as p50: 12 ms, p95: 80 ms, max: 900 ms.'],
    ['12 ms, 80 ms', 'Percentiles with durations, such as p50: 12 ms, p95: 80 ms, max: 900 ms.'],
    ['p50: 12 ms, p95: 80 ms', 'The longest is missing: end with it, such as max: 900 ms.'],
    ['p50: 90 ms, p95: 80 ms, max: 1 s', 'p95 takes at least as long as p50.'],
    ['p50: 8 ms, median: 9 ms, max: 1 s', 'p50 is there twice.'],
    [
      Array.from({ length: 101 }, (_, n) => `p${(n + 1) / 1.01}: ${n}`).join(),
      'At most 100 percentiles.',
    ],
  ])('refuses %o', (text, reason) => {
    expect(percentilesCodec.parse(text)).toEqual({ ok: false, reason })
  })
})

describe('recordedCodec', () => {
  it('writes what it reads', () => {
    const text = '12 ms, 15 ms × 3, 1.5 s, 0 ms × 0.5'
    const value = [12, { valueMs: 15, weight: 3 }, 1500, { valueMs: 0, weight: 0.5 }]
    expect(recordedCodec.parse(text)).toEqual({ ok: true, value })
    expect(recordedCodec.format(value)).toBe(text)
  })

  it.each([
    ['12 15.5\n40', [12, 15.5, 40]],
    ['12', [12]],
    ['12, 15x3; 40us * 2', [12, { valueMs: 15, weight: 3 }, { valueMs: 0.04, weight: 2 }]],
    ['1 min 15 s', [75_000]],
  ])('reads %o', (text, value) => {
    expect(recordedCodec.parse(text)).toEqual({ ok: true, value })
  })

  it.each([
    ['', 'Durations, and how often each, such as 12 ms, 15 ms × 3, 40 ms.'],
    ['12 ms, fast', 'Durations, and how often each, such as 12 ms, 15 ms × 3, 40 ms.'],
    ['12 ms × many', 'Durations, and how often each, such as 12 ms, 15 ms × 3, 40 ms.'],
    ['1,'.repeat(1001), 'At most 1,000 values.'],
  ])('refuses %o', (text, reason) => {
    expect(recordedCodec.parse(text)).toEqual({ ok: false, reason })
  })
})
