// The density of a distribution of durations as a small curve.

import { unreachable } from '#shared/lib/assert.ts'
import { balancedPhases } from '#shared/lib/distributions.ts'
import { logGamma } from '#shared/lib/gamma.ts'
import { meanMs, p95Ms } from '#shared/topology/analysis/demand.ts'
import type { DurationDistribution } from '#shared/topology/fields.ts'

export const CURVE_WIDTH = 120
export const CURVE_HEIGHT = 32

export interface DurationCurve {
  /** For a polyline: x to the right, y downwards, the axis at CURVE_HEIGHT. */
  readonly points: string
  readonly meanX: number
  /** What the right end stands for. */
  readonly endMs: number
}

/** Null where everything takes no time. */
export function durationCurve(duration: DurationDistribution): DurationCurve | null {
  const mean = meanMs(duration)
  if (!(mean > 0)) return null
  const endMs = 1.25 * Math.max(p95Ms(duration), 1.25 * mean)
  const meanX = (mean / endMs) * CURVE_WIDTH
  // Between whole pixels: at 0 a density may be infinite.
  const heights = Array.from({ length: CURVE_WIDTH }, (_, x) =>
    densityAt(duration, ((x + 0.5) / CURVE_WIDTH) * endMs),
  )
  const highest = Math.max(...heights)
  // Always the same, or nearly: it lies between two pixels.
  const isSpike = !(highest > 0 && highest < Infinity)
  if (isSpike) return { points: spikeAt(meanX), meanX, endMs }
  const points = heights.map(
    (height, x) => `${x + 0.5},${rounded(CURVE_HEIGHT * (1 - height / highest))}`,
  )
  return { points: points.join(' '), meanX, endMs }
}

/** Chance per millisecond of taking `ms` milliseconds. Not for what has no density. */
export function densityAt(duration: DurationDistribution, ms: number): number {
  if (!(ms > 0)) return 0
  switch (duration.kind) {
    case 'constant':
      return 0
    case 'uniform':
      return uniformAt(duration, ms)
    case 'exponential':
      return phaseAt(duration.meanMs, ms)
    case 'logNormal':
      return logNormalAt(duration, ms)
    case 'erlang':
      return gammaAt(duration.meanMs, duration.shape, ms)
    case 'gamma':
      return gammaAt(duration.meanMs, 1 / (duration.cv * duration.cv), ms)
    case 'hyperexponential': {
      const { shortShare, shortMean, longMean } = balancedPhases(duration.cv)
      const short = phaseAt(shortMean * duration.meanMs, ms)
      return shortShare * short + (1 - shortShare) * phaseAt(longMean * duration.meanMs, ms)
    }
    case 'weibull':
      return weibullAt(duration, ms)
    case 'pareto': {
      const { tailIndex } = duration
      const minMs = (duration.meanMs * (tailIndex - 1)) / tailIndex
      return ms < minMs ? 0 : (tailIndex / ms) * (minMs / ms) ** tailIndex
    }
    default:
      return unreachable(duration)
  }
}

type Of<Kind extends DurationDistribution['kind']> = Extract<DurationDistribution, { kind: Kind }>

/** The document may name the ends in either order, and draws between them all the same. */
function uniformAt({ minMs, maxMs }: Of<'uniform'>, ms: number): number {
  const isInside = ms >= Math.min(minMs, maxMs) && ms <= Math.max(minMs, maxMs)
  return isInside ? 1 / Math.abs(maxMs - minMs) : 0
}

function logNormalAt({ meanMs: mean, cv }: Of<'logNormal'>, ms: number): number {
  const variance = Math.log(1 + cv * cv)
  const off = Math.log(ms / mean) + variance / 2
  return Math.exp((-off * off) / (2 * variance)) / (ms * Math.sqrt(2 * Math.PI * variance))
}

function weibullAt({ meanMs: mean, shape }: Of<'weibull'>, ms: number): number {
  const scale = mean / Math.exp(logGamma(1 + 1 / shape, Math.log))
  const scaled = ms / scale
  return (shape / scale) * scaled ** (shape - 1) * Math.exp(-(scaled ** shape))
}

function gammaAt(mean: number, shape: number, ms: number): number {
  const scaled = (ms / mean) * shape
  return Math.exp(shape * Math.log(scaled) - scaled - logGamma(shape, Math.log)) / ms
}

function phaseAt(mean: number, ms: number): number {
  return Math.exp(-ms / mean) / mean
}

function spikeAt(x: number): string {
  const at = rounded(x)
  return `0,${CURVE_HEIGHT} ${at},${CURVE_HEIGHT} ${at},0 ${at},${CURVE_HEIGHT} ${CURVE_WIDTH},${CURVE_HEIGHT}`
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
