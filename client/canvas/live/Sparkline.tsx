import { useRef } from 'react'
import type { ElementName } from '#shared/topology/elements.ts'
import { sparklinePath } from './sparklinePath.ts'
import { useLivePaint } from './useLivePaint.ts'

interface SparklineProps {
  readonly name: ElementName
  readonly metric: string
  readonly width: number
  readonly height: number
}

/** The last minute of one figure, without axes. */
export function Sparkline({ name, metric, width, height }: SparklineProps) {
  const ref = useRef<SVGSVGElement>(null)
  useLivePaint(ref, (svg, live) => {
    const line = sparklinePath(live.history(name, metric), { width, height, valueMax: 1 })
    const [area, stroke] = svg.children
    area?.setAttribute('d', line === '' ? '' : `${line}L${width} ${height}L0 ${height}Z`)
    stroke?.setAttribute('d', line)
  })
  return (
    <svg
      ref={ref}
      className="sparkline"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden
    >
      <path className="sparkline-area" />
      <path className="sparkline-line" />
    </svg>
  )
}
