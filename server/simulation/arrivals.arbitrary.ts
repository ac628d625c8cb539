// Arrivals of every kind, at most a hundred or so a second.

import fc from 'fast-check'

/** What a source says of its arrivals. */
export function anyArrivals(): fc.Arbitrary<object> {
  const process = fc.constantFrom('constant', 'poisson')
  const rate = fc.constantFrom(0, 1, 20, 100)
  const arrivals = fc.oneof(
    { arbitrary: fc.record({ kind: process, ratePerSecond: rate }), weight: 4 },
    fc.record({
      kind: fc.constant('renewal'),
      gap: fc.constantFrom(
        { kind: 'erlang', meanMs: 50, shape: 4 },
        { kind: 'uniform', minMs: 0, maxMs: 100 },
      ),
    }),
    fc.record({
      kind: fc.constant('bursts'),
      process,
      ratePerSecond: rate,
      onTime: fc.constant({ kind: 'exponential', meanMs: 300 }),
      offTime: fc.constantFrom(
        { kind: 'constant', valueMs: 0 },
        { kind: 'exponential', meanMs: 500 },
      ),
    }),
    fc.record(
      {
        kind: fc.constant('closedLoop'),
        clients: fc.integer({ min: 1, max: 8 }),
        thinkTime: fc.constantFrom(
          { kind: 'exponential', meanMs: 80 },
          { kind: 'constant', valueMs: 50 },
        ),
        timeoutMs: fc.constant(900),
      },
      { requiredKeys: ['kind', 'clients', 'thinkTime'] },
    ),
    fc.constantFrom(
      { kind: 'recorded', timesMs: [0, 250, 250, 900], repeatEveryMs: 1000 },
      { kind: 'recorded', timesMs: [5, 3000, 7000.5] },
      { kind: 'recordedGaps', gapsMs: [100, 0, 40], repeats: true },
    ),
  )
  const batch = fc.option(
    fc.constantFrom(
      { kind: 'constant', size: 3 },
      { kind: 'uniform', minSize: 1, maxSize: 4 },
      { kind: 'geometric', meanSize: 2 },
    ),
    { freq: 3 },
  )
  return fc
    .tuple(arrivals, batch)
    .map(([process, size]) => ({ arrivals: process, ...(size && { batch: size }) }))
}
