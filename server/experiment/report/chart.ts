// One metric as a drawing: lines with whiskers for the intervals, without a script.

import { escaped } from '#shared/lib/markup.ts'
import type { Unit } from '../metrics.ts'
import { figure } from './figures.ts'
import { type Scale, scaleFor } from './scale.ts'

export interface Mark {
  /** From 0 to 1 along the axis. */
  readonly x: number
  readonly mean: number
  readonly halfWidth: number
  /** Said when it is pointed at. */
  readonly title: string
}

export interface Series {
  /** Empty where there is one only. */
  readonly name: string
  readonly marks: readonly Mark[]
  readonly isJoined: boolean
}

export interface Chart {
  /** Unique on the page. */
  readonly id: string
  readonly title: string
  /** Of the metric; null: it shows something else. */
  readonly path: string | null
  readonly description: string
  readonly unit: Unit
  readonly xTitle: string
  readonly xTicks: readonly { readonly x: number; readonly label: string }[]
  readonly series: readonly Series[]
  /** A level to compare with; null: none. */
  readonly level: { readonly value: number; readonly label: string } | null
  /** Shaded; null: none. */
  readonly band: { readonly low: number; readonly high: number } | null
  /** A moment along the axis, from 0 to 1; null: none. */
  readonly moment: { readonly x: number; readonly label: string } | null
}

const WIDTH = 520
const HEIGHT = 260
const LEFT = 74
const RIGHT = 16
const TOP = 14
const BOTTOM = 46
const PLOT_WIDTH = WIDTH - LEFT - RIGHT
const PLOT_HEIGHT = HEIGHT - TOP - BOTTOM
/** A line of more has none. */
const DOTS_MAX = 60
/** Marks keep away from the edges. */
const INSET = 0.04
const DASHES = ['', '6 3', '2 3', '8 3 2 3', '1 2', '10 4'] as const

export const SERIES_MAX = DASHES.length

export function chartAsSvg(chart: Chart): string {
  const scale = scaleFor(valuesIn(chart))
  const body = [
    yAxis(chart, scale),
    xAxis(chart),
    bandOf(chart, scale),
    levelOf(chart, scale),
    momentOf(chart),
    ...chart.series.map((series, index) => seriesOf(series, index, scale)),
  ]
  const labels = `aria-labelledby="${chart.id}-title ${chart.id}-text"`
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" ${labels}>`,
    `<title id="${chart.id}-title">${escaped(chart.title)}</title>`,
    `<desc id="${chart.id}-text">${escaped(chart.description)}</desc>`,
    ...body.filter((part) => part !== ''),
    '</svg>',
  ].join('\n')
}

function valuesIn({ series, level, band, unit }: Chart): readonly number[] {
  const marks = series.flatMap((each) => each.marks)
  const ends = marks.flatMap(({ mean, halfWidth }) => [mean, mean + halfWidth])
  const all = [...ends, ...(level ? [level.value] : []), ...(band ? [band.high] : [])]
  // Nothing is busy more than all of the time, whatever an interval reaches to.
  return unit === 'share' ? all.map((value) => Math.min(value, 1)) : all
}

function yAxis({ unit }: Chart, { ticks, at, isLogarithmic }: Scale): string {
  const lines = ticks.map((tick) => {
    const y = yOf(at(tick))
    const line = `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/>`
    const label = escaped(figure(unit, tick))
    return `${line}<text class="tick end" x="${LEFT - 8}" y="${y}" dy="0.32em">${label}</text>`
  })
  const note = isLogarithmic
    ? `<text class="tick end" x="${WIDTH - RIGHT}" y="${HEIGHT - 8}">logarithmic</text>`
    : ''
  return [...lines, note].join('\n')
}

function xAxis({ xTitle, xTicks }: Chart): string {
  const y = TOP + PLOT_HEIGHT
  const labels = xTicks.map(
    ({ x, label }) =>
      `<text class="tick middle" x="${xOf(x)}" y="${y + 18}">${escaped(label)}</text>`,
  )
  const axis = `<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/>`
  const title = `<text class="tick middle" x="${LEFT + PLOT_WIDTH / 2}" y="${HEIGHT - 8}">${escaped(xTitle)}</text>`
  return [axis, ...labels, title].join('\n')
}

function levelOf({ level }: Chart, { at }: Scale): string {
  if (level === null) return ''
  const y = yOf(at(level.value))
  const line = `<line class="level" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/>`
  const label = escaped(level.label)
  return `${line}<text class="level-label end" x="${WIDTH - RIGHT - 4}" y="${y - 6}">${label}</text>`
}

function momentOf({ moment }: Chart): string {
  if (moment === null) return ''
  const x = xOf(moment.x)
  const line = `<line class="level" x1="${x}" x2="${x}" y1="${TOP}" y2="${TOP + PLOT_HEIGHT}"/>`
  return `${line}<text class="level-label" x="${x + 6}" y="${TOP + 12}">${escaped(moment.label)}</text>`
}

function bandOf({ band }: Chart, { at }: Scale): string {
  if (band === null) return ''
  const top = yOf(at(band.high))
  const height = place(yOf(at(Math.max(0, band.low))) - top)
  return `<rect class="band" x="${LEFT}" width="${PLOT_WIDTH}" y="${top}" height="${height}"/>`
}

function seriesOf({ marks, isJoined }: Series, index: number, { at }: Scale): string {
  const colour = `s${index % SERIES_MAX}`
  const points = marks.map(({ x, mean }) => `${xOf(x)},${yOf(at(mean))}`).join(' ')
  const dash = DASHES[index % SERIES_MAX] ?? ''
  const style = dash === '' ? '' : ` stroke-dasharray="${dash}"`
  const line = isJoined ? `<polyline class="line ${colour}"${style} points="${points}"/>` : ''
  const dots = marks.length > DOTS_MAX ? [] : marks.map((mark) => markOf(mark, colour, at))
  return [line, ...dots].join('\n')
}

function markOf({ x, mean, halfWidth, title }: Mark, colour: string, at: Scale['at']): string {
  const left = xOf(x)
  const dot = `<circle class="dot ${colour}" cx="${left}" cy="${yOf(at(mean))}" r="3.5"/>`
  const [low, high] = [yOf(at(Math.max(0, mean - halfWidth))), yOf(at(mean + halfWidth))]
  const ends = [low, high].map((y) => `M${place(left - 4)} ${y}h8`).join('')
  const whisker =
    halfWidth > 0 ? `<path class="whisker ${colour}" d="M${left} ${low}V${high}${ends}"/>` : ''
  return `<g><title>${escaped(title)}</title>${whisker}${dot}</g>`
}

function xOf(share: number): number {
  return place(LEFT + PLOT_WIDTH * (INSET + share * (1 - 2 * INSET)))
}

function yOf(share: number): number {
  return place(TOP + PLOT_HEIGHT * (1 - share))
}

/** A tenth of a pixel is enough. */
function place(value: number): number {
  return Math.round(value * 10) / 10
}
