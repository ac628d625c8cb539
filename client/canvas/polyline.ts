// A curve as points at equal distances, so that a mark's place on it is one multiplication.

import type { Cubic } from './geometry.ts'

/** Steps between the first and the last point. */
export const POLYLINE_STEPS = 24

const SAMPLES_PER_CUBIC = 16

export interface Polyline {
  /** x and y of each point, in turn: `2 × (POLYLINE_STEPS + 1)` numbers, in flow coordinates. */
  readonly points: Float32Array
  readonly length: number
}

export function polylineOf(curve: readonly Cubic[]): Polyline {
  const samples = samplesOf(curve)
  const distances = distancesAlong(samples)
  const length = distances.at(-1) ?? 0
  const points = new Float32Array(2 * (POLYLINE_STEPS + 1))
  let next = 1
  for (let step = 0; step <= POLYLINE_STEPS; step += 1) {
    const wanted = (length * step) / POLYLINE_STEPS
    while (next < distances.length - 1 && at(distances, next) < wanted) next += 1
    const before = at(distances, next - 1)
    const gap = at(distances, next) - before
    const part = gap > 0 ? (wanted - before) / gap : 0
    points[step * 2] = between(samples, (next - 1) * 2, part)
    points[step * 2 + 1] = between(samples, (next - 1) * 2 + 1, part)
  }
  return { points, length }
}

/** Where `fraction` (0 to 1) of the way lies. */
export function pointAt({ points }: Polyline, fraction: number): { x: number; y: number } {
  const place = Math.min(Math.max(fraction, 0), 1) * POLYLINE_STEPS
  const step = Math.min(POLYLINE_STEPS - 1, Math.floor(place))
  const part = place - step
  return { x: between(points, step * 2, part), y: between(points, step * 2 + 1, part) }
}

function samplesOf(curve: readonly Cubic[]): readonly number[] {
  const [first] = curve
  const samples: number[] = first ? [first[0], first[1]] : [0, 0]
  for (const [x0, y0, x1, y1, x2, y2, x3, y3] of curve) {
    for (let sample = 1; sample <= SAMPLES_PER_CUBIC; sample += 1) {
      const t = sample / SAMPLES_PER_CUBIC
      samples.push(bezier(t, x0, x1, x2, x3), bezier(t, y0, y1, y2, y3))
    }
  }
  return samples
}

// Five numbers and no object: this runs for every sample of every edge that moves.
function bezier(t: number, ...[a, b, c, d]: readonly [number, number, number, number]): number {
  const rest = 1 - t
  return rest * rest * rest * a + 3 * rest * rest * t * b + 3 * rest * t * t * c + t * t * t * d
}

function distancesAlong(samples: readonly number[]): readonly number[] {
  const distances = [0]
  for (let index = 2; index < samples.length; index += 2) {
    const dx = at(samples, index) - at(samples, index - 2)
    const dy = at(samples, index + 1) - at(samples, index - 1)
    distances.push((distances.at(-1) ?? 0) + Math.hypot(dx, dy))
  }
  return distances
}

function between(values: ArrayLike<number>, index: number, part: number): number {
  const start = at(values, index)
  return start + (at(values, Math.min(index + 2, values.length - 1)) - start) * part
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0
}
