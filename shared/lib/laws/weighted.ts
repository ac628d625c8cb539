/** The mean of what is drawn in proportion to its weight: the first, where all weights are 0. */
export function weighted(weights: readonly number[], valueAt: (index: number) => number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (!(total > 0)) return valueAt(0)
  return weights.reduce((sum, weight, index) => sum + (weight / total) * valueAt(index), 0)
}
