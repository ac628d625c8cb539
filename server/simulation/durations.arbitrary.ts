// Durations of every kind, as what handles a few dozen events a second takes: mostly some milliseconds,
// now and then none, and now and then long.

import fc from 'fast-check'

const SIMPLE: readonly object[] = [
  { kind: 'constant', valueMs: 0 },
  { kind: 'constant', valueMs: 20 },
  { kind: 'exponential', meanMs: 30 },
  { kind: 'uniform', minMs: 1, maxMs: 200 },
  { kind: 'logNormal', meanMs: 40, cv: 2 },
  { kind: 'erlang', meanMs: 30, shape: 3 },
  { kind: 'hyperexponential', meanMs: 25, cv: 3 },
  { kind: 'gamma', meanMs: 20, cv: 0.4 },
  { kind: 'weibull', meanMs: 30, shape: 0.7 },
  { kind: 'pareto', meanMs: 20, tailIndex: 1.8 },
  { kind: 'empirical', valuesMs: [4, 9, { valueMs: 60, weight: 0.5 }, 4, 0] },
  {
    kind: 'percentiles',
    points: [
      { share: 0.5, valueMs: 12 },
      { share: 0.95, valueMs: 80 },
      { share: 1, valueMs: 900 },
    ],
  },
]

/** In each kind some times lie within the limits. */
const ADJUSTMENTS: readonly object[] = [{}, {}, {}, { shiftMs: 12 }, { shiftMs: 5, atMostMs: 65 }]

export function anyDuration(): fc.Arbitrary<object> {
  const simple = fc
    .tuple(fc.constantFrom(...SIMPLE), fc.constantFrom(...ADJUSTMENTS))
    .map(([duration, adjustment]) => ({ ...duration, ...adjustment }))
  const mixture = fc
    .array(fc.record({ weight: fc.integer({ min: 1, max: 9 }), duration: simple }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((parts) => ({ kind: 'mixture', parts }))
  return fc.oneof({ arbitrary: simple, weight: 6 }, { arbitrary: mixture, weight: 1 })
}
