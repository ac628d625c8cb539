import { useEffect, useRef } from 'react'
import { formatCount, formatDuration, formatRate } from '#shared/lib/units.ts'
import { live } from '../../store/live/liveStore.ts'
import { useFigureText } from '../../store/live/useFigureText.ts'
import type { ChartContent, ChartUnit } from './charts.ts'
import type { Plot } from './plot.ts'

export interface ChartViewProps {
  /** Reads the figures anew each time. */
  readonly read: () => ChartContent
}

export function ChartView({ read }: ChartViewProps) {
  const host = useRef<HTMLDivElement>(null)
  const { title, unit, lines } = read()
  useEffect(() => {
    const element = host.current
    return element ? drawInto(element, read) : undefined
  }, [read])
  return (
    <figure className="metric-chart">
      <figcaption>
        <b>{title}</b>
        {lines.map(({ label, colour }, index) => (
          <span key={label} className="metric-chart-line">
            <i style={{ background: `var(--${colour})` }} />
            {label} <LatestValue read={read} index={index} unit={unit} />
          </span>
        ))}
      </figcaption>
      <div className="metric-chart-plot" ref={host} aria-hidden />
    </figure>
  )
}

const formats: Readonly<Record<ChartUnit, (value: number) => string>> = {
  rate: formatRate,
  count: formatCount,
  duration: formatDuration,
}

function LatestValue({
  read,
  index,
  unit,
}: {
  readonly read: () => ChartContent
  readonly index: number
  readonly unit: ChartUnit
}) {
  const text = useFigureText(() => formats[unit](read().lines[index]?.values.at(-1) ?? Number.NaN))
  return <em>{text}</em>
}

/** Keeps a plot in the element until it is told to stop. */
function drawInto(element: HTMLElement, read: () => ChartContent): () => void {
  let plot: Plot | null = null
  let isGone = false
  const sizeOf = () => ({ width: element.clientWidth, height: element.clientHeight })
  const draw = () => {
    plot?.destroy()
    plot = null
    void import('./plot.ts').then(({ createPlot }) => {
      if (isGone || plot) return
      plot = createPlot({ element, content: read(), ...sizeOf() })
    })
  }
  draw()
  const stop = live.subscribe(() => plot?.show(read()))
  const sizes = new ResizeObserver(() => plot?.resize(sizeOf()))
  sizes.observe(element)
  // Its colours are read when a plot is made.
  const themes = new MutationObserver(draw)
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => {
    isGone = true
    stop()
    sizes.disconnect()
    themes.disconnect()
    plot?.destroy()
  }
}
