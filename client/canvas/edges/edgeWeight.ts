/** Stroke width in pixels: heavier with the order of magnitude, never thin enough to be lost. */
export function edgeWeight(perSecond: number): number {
  if (!(perSecond > 0)) return 1.25
  return Math.min(3, 1.25 + 0.42 * Math.log10(1 + perSecond))
}
