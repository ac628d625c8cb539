import type { ReactNode } from 'react'
import { CurveFigure } from './CurveFigure.tsx'
import { CURVE_HEIGHT, CURVE_WIDTH } from './durationCurve.ts'

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
    <CurveFigure caption={children}>
      <polygon points={`0,${CURVE_HEIGHT} ${points} ${CURVE_WIDTH},${CURVE_HEIGHT}`} />
      <polyline points={points} />
      {averageY === null ? null : <line x1={0} x2={CURVE_WIDTH} y1={averageY} y2={averageY} />}
    </CurveFigure>
  )
}
