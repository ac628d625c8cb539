import { useSyncExternalStore } from 'react'
import { formatDuration, formatRate } from '#shared/lib/units.ts'
import type { ElementName } from '#shared/topology/elements.ts'
import { live } from '../../store/live/liveStore.ts'
import { chartShape } from './chartShape.ts'
import './live.css'

interface ChartProps {
  readonly title: string
  readonly name: ElementName
  readonly unit: 'duration' | 'count'
  /** Metric and label of each line, most important last. */
  readonly lines: readonly (readonly [metric: string, label: string])[]
}

const WIDTH = 240
const HEIGHT = 96
const FRAME = { left: 40, right: 236, top: 6, bottom: 88 }
const COLOURS = ['var(--t3)', 'var(--e1)', 'var(--e4)']

/** The last minute of a few figures. */
export function Chart({ title, name, unit, lines }: ChartProps) {
  useSyncExternalStore(live.subscribe, () => live.version)
  const series = lines.map(([metric]) => live.history(name, metric))
  const { marks, paths } = chartShape(series, FRAME, unit === 'duration' ? 'log' : 'linear')
  const format = unit === 'duration' ? formatDuration : countText
  return (
    <figure className="chart">
      <figcaption>
        {title} <span>last minute</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden>
        {marks.map(({ y, value }) => (
          <g key={value}>
            <path className="chart-grid" d={`M${FRAME.left} ${y.toFixed(1)}H${FRAME.right}`} />
            <text x={FRAME.left - 6} y={y + 3} textAnchor="end">
              {format(value)}
            </text>
          </g>
        ))}
        {paths.map((path, index) => (
          <path
            key={lines[index]?.[0]}
            className="chart-line"
            d={path}
            stroke={colourOf(index, lines.length)}
          />
        ))}
      </svg>
      {lines.length > 1 ? (
        <ul className="chart-key" aria-hidden>
          {lines.map(([metric, label], index) => (
            <li key={metric}>
              <i style={{ background: colourOf(index, lines.length) }} />
              {label}
            </li>
          ))}
        </ul>
      ) : null}
    </figure>
  )
}

/** A line alone has the first event colour. */
function colourOf(index: number, count: number): string {
  return (count === 1 ? COLOURS[1] : COLOURS[index % COLOURS.length]) ?? 'currentColor'
}

function countText(value: number): string {
  return formatRate(value).replace('/s', '')
}
