import type { ReactNode } from 'react'
import { CURVE_HEIGHT, CURVE_WIDTH } from './durationCurve.ts'
import './durationCurve.css'

interface CurveFigureProps {
  /** What the curve comes to, in a line or two. */
  readonly caption: ReactNode
  /** What is drawn over the line of zero. */
  readonly children: ReactNode
}

/** A small curve beside what it comes to. */
export function CurveFigure({ caption, children }: CurveFigureProps) {
  return (
    <figure className="duration-figure">
      <figcaption>{caption}</figcaption>
      <svg
        className="duration-curve"
        width={CURVE_WIDTH}
        height={CURVE_HEIGHT}
        viewBox={`-1 -1 ${CURVE_WIDTH + 2} ${CURVE_HEIGHT + 2}`}
        aria-hidden="true"
      >
        <line className="curve-axis" x1={0} x2={CURVE_WIDTH} y1={CURVE_HEIGHT} y2={CURVE_HEIGHT} />
        {children}
      </svg>
    </figure>
  )
}
