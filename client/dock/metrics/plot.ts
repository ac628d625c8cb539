// The only file that knows uPlot. It is loaded when the first chart is shown.

import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatClock, formatCount, formatDuration, formatRate } from '#shared/lib/units.ts'
import type { ChartContent, ChartUnit } from './charts.ts'

export interface Plot {
  readonly show: (content: ChartContent) => void
  readonly resize: (size: { readonly width: number; readonly height: number }) => void
  readonly destroy: () => void
}

export interface PlotOptions {
  readonly element: HTMLElement
  readonly content: ChartContent
  readonly width: number
  readonly height: number
}

const formats: Readonly<Record<ChartUnit, (value: number) => string>> = {
  rate: formatRate,
  count: formatCount,
  duration: formatDuration,
}

export function createPlot({ element, content, width, height }: PlotOptions): Plot {
  const style = getComputedStyle(document.documentElement)
  const colour = (token: string) => style.getPropertyValue(`--${token}`)
  const plot = new UPlot(
    {
      width,
      height,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 5 } },
      padding: [6, 8, 0, 0],
      scales: { x: { time: false }, y: { range: rangeFromZero } },
      series: [
        {},
        ...content.lines.map(({ colour: token }) => ({
          stroke: colour(token),
          width: 1.5,
          points: { show: false },
        })),
      ],
      axes: [axis(colour, { values: clockText, size: 20 }), axis(colour, valueAxis(content.unit))],
    },
    dataOf(content),
    element,
  )
  return {
    show: (next) => plot.setData(dataOf(next)),
    resize: (size) => plot.setSize(size),
    destroy: () => plot.destroy(),
  }
}

type Colour = (token: string) => string

function axis(colour: Colour, own: Partial<UPlot.Axis>): UPlot.Axis {
  return {
    stroke: colour('t3'),
    font: `9.5px ${colour('font')}`,
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
    gap: 4,
    ...own,
  }
}

function valueAxis(unit: ChartUnit): Partial<UPlot.Axis> {
  return {
    size: 46,
    space: 28,
    values: (_, ticks) => ticks.map((tick) => formats[unit](tick)),
  }
}

/** Virtual time, without the hours that few runs have. */
function clockText(_: UPlot, ticks: number[]): string[] {
  return ticks.map((tick) => formatClock(tick * 1e9).slice(tick < 3600 ? 3 : 0, 8))
}

function rangeFromZero(_: UPlot, __: number, highest: number | null): UPlot.Range.MinMax {
  return [0, highest === null || highest <= 0 ? 1 : highest * 1.1]
}

function dataOf({ times, lines }: ChartContent): UPlot.AlignedData {
  // uPlot leaves a gap where a value is null.
  const values = lines.map((line) => Array.from(line.values, (value) => finiteOrNull(value)))
  return [Array.from(times), ...values]
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
