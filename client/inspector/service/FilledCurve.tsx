import type { ReactNode } from 'react'
import { CURVE_HEIGHT, CURVE_WIDTH } from './durationCurve.ts'
import './durationCurve.css'

interface FilledCurveProps {
  /** Of a polyline across the whole width. */
  readonly points: string
  /** Of the dashed line; null: none. */
  readonly averageY: number | null
  /** What the curve comes to, in a line or two. */
  readonly children: ReactNode
}

/** A curve over a line of zero, beside what it comes to. */
export function FilledCurve({ points, averageY, children }: FilledCurveProps) {
  return (
    <figure className="duration-figure">
      <figcaption>{children}</figcaption>
      <svg
        className="duration-curve"
        width={CURVE_WIDTH}
        height={CURVE_HEIGHT}
        viewBox={`-1 -1 ${CURVE_WIDTH + 2} ${CURVE_HEIGHT + 2}`}
        aria-hidden="true"
      >
        <line className="curve-axis" x1={0} x2={CURVE_WIDTH} y1={CURVE_HEIGHT} y2={CURVE_HEIGHT} />
        <polygon points={`0,${CURVE_HEIGHT} ${points} ${CURVE_WIDTH},${CURVE_HEIGHT}`} />
        <polyline points={points} />
        {averageY === null ? null : <line x1={0} x2={CURVE_WIDTH} y1={averageY} y2={averageY} />}
      </svg>
    </figure>
  )
}
