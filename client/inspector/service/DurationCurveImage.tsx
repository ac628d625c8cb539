import type { DurationDistribution } from '#shared/topology/fields.ts'
import { CURVE_HEIGHT, CURVE_WIDTH, durationCurve } from './durationCurve.ts'
import './durationCurve.css'

/** The shape of a distribution at a glance; the dashed line is its mean. The fields say it in words. */
export function DurationCurveImage({ duration }: { readonly duration: DurationDistribution }) {
  const curve = durationCurve(duration)
  if (!curve) return null
  return (
    <svg
      className="duration-curve"
      width={CURVE_WIDTH}
      height={CURVE_HEIGHT}
      viewBox={`-1 -1 ${CURVE_WIDTH + 2} ${CURVE_HEIGHT + 2}`}
      aria-hidden="true"
    >
      <line x1={curve.meanX} x2={curve.meanX} y1={0} y2={CURVE_HEIGHT} />
      <polyline points={curve.points} />
    </svg>
  )
}
