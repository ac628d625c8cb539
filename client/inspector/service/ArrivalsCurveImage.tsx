import { formatRate } from '#shared/lib/units.ts'
import { averageRate, peakRate } from '#shared/topology/analysis/arrivalRates.ts'
import type { Arrivals } from '#shared/topology/arrivals.ts'
import { arrivalsCurve } from './arrivalsCurve.ts'
import { FilledCurve } from './FilledCurve.tsx'

/** The rate over time at a glance, and what it comes to; the dashed line is its average. */
export function ArrivalsCurveImage({ arrivals }: { readonly arrivals: Arrivals }) {
  const curve = arrivalsCurve(arrivals)
  if (!curve) return null
  return (
    <FilledCurve points={curve.points} averageY={curve.averageY}>
      Average <b>{formatRate(averageRate(arrivals))}</b>
      <br />
      Peak <b>{formatRate(peakRate(arrivals))}</b>
    </FilledCurve>
  )
}
