import { describe, expect, it } from 'vitest'
import { Streams } from './random.ts'
import { DENSITIES, LAYERS, TAIL_FROM, WIDTHS } from './ziggurat.ts'

describe('the layers of the exponential law', () => {
  it('have one area each, the lowest with the tail', () => {
    const areas = Array.from({ length: LAYERS - 1 }, (_, index) => areaOf(index + 1))
    const lowest = TAIL_FROM * Math.exp(-TAIL_FROM) + Math.exp(-TAIL_FROM)

    for (const area of areas) expect(area / lowest).toBeCloseTo(1, 12)
    // What a draw below TAIL_FROM in the lowest layer means: its rectangle is as wide as its area asks.
    expect((WIDTHS[0] as number) * Math.exp(-TAIL_FROM)).toBeCloseTo(lowest, 15)
  })

  it('end at the top of the density', () => {
    expect([DENSITIES[LAYERS], WIDTHS[LAYERS]]).toEqual([1, 0])
  })
})

describe('exponential draws', () => {
  it('come from all layers as often as their area says', () => {
    const counts = histogramOf(2_560_000, (draw) => layerOf(draw))
    // One in 256 of the area lies in each layer; a draw lies in the layer whose right end is next to it.
    const chiSquare = chiSquareOf(counts, 2_560_000, shareBetween)

    // 255 degrees of freedom: 99.9 % lie below 330, and 99.9 % above 188.
    expect(chiSquare).toBeGreaterThan(188)
    expect(chiSquare).toBeLessThan(330)
  })

  it('go on beyond the layers as an exponential law does', () => {
    const random = new Streams(3).of('tail', 'draws')
    const beyond: number[] = []
    for (let draw = 0; draw < 4_000_000; draw += 1) {
      const x = random.exponential()
      if (x > TAIL_FROM) beyond.push(x - TAIL_FROM)
    }
    const expected = 4_000_000 * Math.exp(-TAIL_FROM)
    const mean = beyond.reduce((sum, x) => sum + x, 0) / beyond.length

    // Five standard deviations each.
    expect(Math.abs(beyond.length - expected)).toBeLessThan(5 * Math.sqrt(expected))
    expect(Math.abs(mean - 1)).toBeLessThan(5 / Math.sqrt(beyond.length))
  })

  it('do not follow from those before them', () => {
    const random = new Streams(5).of('pairs', 'draws')
    const draws = Float64Array.from({ length: 1_000_000 }, () => random.exponential() - 1)
    let product = 0
    for (let index = 1; index < draws.length; index += 1)
      product += (draws[index] as number) * (draws[index - 1] as number)

    // Of variance 1 each: five standard deviations of the mean of their products.
    expect(Math.abs(product / draws.length)).toBeLessThan(5 / Math.sqrt(draws.length))
  })
})

/** Of a layer above the lowest: as wide as its right end, as high as the density grows to the next one. */
function areaOf(layer: number): number {
  const rise = (DENSITIES[layer + 1] as number) - (DENSITIES[layer] as number)
  return (WIDTHS[layer] as number) * rise
}

function histogramOf(count: number, binOf: (draw: number) => number): Float64Array {
  const random = new Streams(1).of('layers', 'draws')
  const counts = new Float64Array(LAYERS)
  for (let draw = 0; draw < count; draw += 1) {
    const bin = binOf(random.exponential())
    counts[bin] = (counts[bin] as number) + 1
  }
  return counts
}

/** The number of right ends that lie to the right of the place: 0 in the tail. */
function layerOf(x: number): number {
  let low = 0
  let high = LAYERS - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((WIDTHS[middle] as number) > x) low = middle
    else high = middle - 1
  }
  return low
}

/** Of an exponential law, between the right end of this layer and that of the next. */
function shareBetween(layer: number): number {
  const from = Math.exp(-(WIDTHS[layer + 1] as number))
  return layer === 0 ? Math.exp(-TAIL_FROM) : from - Math.exp(-(WIDTHS[layer] as number))
}

function chiSquareOf(
  counts: Float64Array,
  count: number,
  shareOf: (bin: number) => number,
): number {
  return counts.reduce((sum, seen, bin) => {
    const expected = count * shareOf(bin)
    return sum + (seen - expected) ** 2 / expected
  }, 0)
}
