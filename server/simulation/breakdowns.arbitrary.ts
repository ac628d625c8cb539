import fc from 'fast-check'

/** Every few seconds, for a good second; null: never, which is most often so. */
export function anyBreakdowns(): fc.Arbitrary<object | null> {
  const breakdowns = fc.record({
    upTime: fc.constant({ kind: 'exponential', meanMs: 3000 }),
    repairTime: fc.constantFrom(
      { kind: 'exponential', meanMs: 1000 },
      { kind: 'constant', valueMs: 0 },
    ),
    effect: fc.constantFrom('pause', 'crash'),
    scope: fc.constantFrom('service', 'replica'),
  })
  return fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, breakdowns)
}
