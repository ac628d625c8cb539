// How often a duration takes how long, as a small picture: a curve for what spreads out, stems for the
// times that have a chance of their own.

import { type Atom, atomsOf } from '#shared/lib/laws/atoms.ts'
import { chanceUpTo } from '#shared/lib/laws/chances.ts'
import type { Law } from '#shared/lib/laws/law.ts'
import { meanOf } from '#shared/lib/laws/means.ts'
import { quantileOf } from '#shared/lib/laws/quantiles.ts'
import { lawInMs } from '#shared/topology/analysis/demand.ts'
import type { DurationDistribution } from '#shared/topology/durations.ts'

export const CURVE_WIDTH = 120
export const CURVE_HEIGHT = 32

export interface DurationCurve {
  /** For a polyline: x to the right, y downwards, the axis at CURVE_HEIGHT. Empty where all is stems. */
  readonly points: string
  readonly stems: readonly { readonly x: number; readonly y: number }[]
  readonly meanX: number
  readonly meanMs: number
  readonly p95Ms: number
  /** What the right end stands for. */
  readonly endMs: number
}

/** Null where everything takes no time. */
export function durationCurve(duration: DurationDistribution): DurationCurve | null {
  const law = lawInMs(duration)
  const meanMs = meanOf(law, Math)
  if (!(meanMs > 0)) return null
  const p95Ms = quantileOf(law, 0.95, Math)
  const endMs = 1.25 * Math.max(p95Ms, 1.25 * meanMs)
  const columnMs = endMs / CURVE_WIDTH
  const atoms = atomColumns(atomsOf(law), columnMs)
  return {
    points: pointsOf(smoothChances(law, atoms, columnMs)),
    stems: stemsOf(atoms),
    meanX: meanMs / columnMs,
    meanMs,
    p95Ms,
    endMs,
  }
}

/** What the atoms of one column of the picture come to. */
interface Stem {
  readonly chance: number
  readonly x: number
}

function atomColumns(atoms: readonly Atom[], columnMs: number): ReadonlyMap<number, Stem> {
  const columns = new Map<number, Stem>()
  for (const { at, chance } of atoms) {
    const x = at / columnMs
    const column = columnOf(x)
    const before = columns.get(column) ?? { chance: 0, x }
    const total = before.chance + chance
    if (total > 0)
      columns.set(column, { chance: total, x: before.x + ((x - before.x) * chance) / total })
  }
  return columns
}

/** A column holds its right edge, as a distribution function does. */
function columnOf(x: number): number {
  return Math.max(0, Math.ceil(x) - 1)
}

/** The chance of lying in each column, without what stands in stems. */
function smoothChances(
  law: Law,
  atoms: ReadonlyMap<number, Stem>,
  columnMs: number,
): readonly number[] {
  let below = 0
  return Array.from({ length: CURVE_WIDTH }, (_, column) => {
    const upTo = chanceUpTo(law, (column + 1) * columnMs, Math)
    const chance = upTo - below - (atoms.get(column)?.chance ?? 0)
    below = upTo
    // What rounding leaves of nothing.
    return chance > 1e-9 ? chance : 0
  })
}

function pointsOf(chances: readonly number[]): string {
  const highest = Math.max(...chances)
  if (highest === 0) return ''
  return chances.map((chance, x) => `${x + 0.5},${heightOf(chance / highest)}`).join(' ')
}

function stemsOf(atoms: ReadonlyMap<number, Stem>) {
  const shown = [...atoms.values()].filter(({ x }) => x <= CURVE_WIDTH)
  const highest = Math.max(...shown.map(({ chance }) => chance))
  return shown.map(({ chance, x }) => ({ x: rounded(x), y: heightOf(chance / highest) }))
}

function heightOf(share: number): number {
  return rounded(CURVE_HEIGHT * (1 - share))
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
