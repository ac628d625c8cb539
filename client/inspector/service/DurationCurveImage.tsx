import { formatDuration } from '#shared/lib/units.ts'
import type { DurationDistribution } from '#shared/topology/durations.ts'
import { CurveFigure } from './CurveFigure.tsx'
import { CURVE_HEIGHT, CURVE_WIDTH, durationCurve } from './durationCurve.ts'

/** The shape of a distribution at a glance, and what it comes to; the dashed line is its mean. */
export function DurationCurveImage({ duration }: { readonly duration: DurationDistribution }) {
  const curve = durationCurve(duration)
  if (!curve) return null
  const { points, stems, meanX, meanMs, p95Ms } = curve
  return (
    <CurveFigure
      caption={
        <>
          Mean <b>{formatDuration(meanMs)}</b>
          <br />
          p95 <b>{formatDuration(p95Ms)}</b>
        </>
      }
    >
      {points === '' ? null : (
        <>
          <polygon points={`0.5,${CURVE_HEIGHT} ${points} ${CURVE_WIDTH - 0.5},${CURVE_HEIGHT}`} />
          <polyline points={points} />
        </>
      )}
      {stems.map(({ x, y }) => (
        <line key={x} className="curve-stem" x1={x} x2={x} y1={y} y2={CURVE_HEIGHT} />
      ))}
      <line x1={meanX} x2={meanX} y1={0} y2={CURVE_HEIGHT} />
    </CurveFigure>
  )
}
