// Services, projections and clients outside, with what they are doing.

import { formatCount, formatDuration, formatRate } from '#shared/lib/units.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { Service } from '#shared/topology/services.ts'
import type { Box } from '../geometry.ts'
import { sparklinePath } from '../live/sparklinePath.ts'
import { type Status, serviceStatus } from '../live/status.ts'
import { faultText, type NodeFigures, throughput } from '../nodes/nodeReadings.ts'
import { faded, type Ink } from './inks.ts'
import {
  badgeShapes,
  bodyTop,
  briefShapes,
  grooveInk,
  headShapes,
  insetsOf,
  type Pen,
  rowShapes,
} from './nodeParts.ts'
import { path, rect, type Shape } from './shapes.ts'
import { silhouetteShapes } from './silhouettes.ts'

export interface DrawnService {
  readonly id: string
  readonly service: Service
  readonly box: Box
  /** Null: there is no run to tell of. */
  readonly figures: NodeFigures | null
}

export function serviceShapes(pen: Pen, drawn: DrawnService): readonly Shape[] {
  const { id, service, box, figures } = drawn
  const name = elementNames.service(id)
  const silhouette = service.role
  const status = figures ? serviceStatus(figures, id) : 'idle'
  const subtitle = subtitleOf(service)
  const head = { silhouette, box, icon: silhouette, name: service.name, subtitle, status }
  const outlined = { silhouette, box, rail: pen.inks.edgeHi, hasTrouble: false }
  const known = figures !== null && !Number.isNaN(figures.figure(name, 'published'))
  return [
    ...silhouetteShapes(outlined, pen.inks),
    ...(known && figures && silhouette !== 'external'
      ? sparkline(pen, { box, status, figures, name, round: silhouette === 'projection' ? 25 : 9 })
      : []),
    ...headShapes(pen, head),
    ...(silhouette === 'external' ? [] : pipShapes(pen, drawn)),
    ...bodyShapes(pen, { ...drawn, figures: known ? figures : null }, name),
    ...(figures ? badgeShapes(pen, box, faultText(figures, name)) : []),
  ]
}

function subtitleOf({ role }: Service): string {
  return role === 'external' ? 'External client' : ' '
}

/** More replicas than this are said in a number. */
const PIPS_MAX = 9

function pipShapes({ inks, set }: Pen, { id, service, box, figures }: DrawnService) {
  const up = figures?.figure(elementNames.service(id), 'replicasUp') ?? Number.NaN
  const known = Number.isNaN(up) ? service.replicas : up
  const { headTop, headHeight, headLeft } = insetsOf(service.role)
  const left = box.x + 1 + headLeft + 28
  const top = box.y + 1 + (headTop + headHeight) / 2 + 1
  const count = Math.min(service.replicas, PIPS_MAX)
  const pips = Array.from({ length: count }, (_, index): Shape => {
    const pip = { x: left + 8 * index, y: top + 3, width: 6, height: 6 }
    if (index < known) return rect(pip, 1.5, { fill: inks.ok })
    const hollow = { x: pip.x + 0.6, y: pip.y + 0.6, width: 4.8, height: 4.8 }
    return rect(hollow, 1.2, { stroke: inks.err, width: 1.25 })
  })
  const words = service.replicas === 0 ? 'no replicas' : `×${service.replicas}`
  if (service.replicas > 0 && service.replicas <= PIPS_MAX) return pips
  const type = { size: 9.5, fill: inks.t3, x: left + 8 * count, top, line: 12 }
  return [...pips, set.text(words, type)]
}

function bodyShapes(pen: Pen, drawn: DrawnService, name: string): readonly Shape[] {
  const { service, box, figures } = drawn
  const top = bodyTop({ silhouette: service.role, box })
  const inset = insetsOf(service.role).rows
  if (figures === null) return designShapes(pen, drawn, { top, inset })
  if (service.role === 'external')
    return [
      ...briefShapes(pen, box, {
        top,
        inset,
        number: formatRate(figures.rate(name, 'published')),
      }),
      ...rowShapes(pen, box, {
        top: top + 23,
        inset,
        words: 'Sent',
        figure: formatCount(figures.figure(name, 'published')),
      }),
    ]
  const busy = formatCount(figures.figure(name, 'busy'))
  const slots = formatCount(figures.figure(name, 'slots'))
  const handled = formatCount(figures.figure(name, 'completed'))
  const p95 = `p95 ${formatDuration(figures.figure(name, 'handlingP95Ms'))}`
  return [
    ...briefShapes(pen, box, {
      top,
      inset,
      number: formatRate(throughput(figures, name)),
      beside: p95,
    }),
    ...rowShapes(pen, box, { top: top + 23, inset, words: 'Handled', figure: handled }),
    ...rowShapes(pen, box, {
      top: top + 38,
      inset,
      words: 'In flight',
      figure: `${busy}/${slots}`,
    }),
    ...barShapes(pen, box, { top: top + 55, part: figures.figure(name, 'utilisation') || 0 }),
  ]
}

/** Without a run, what was drawn. */
function designShapes(
  pen: Pen,
  { service, box }: DrawnService,
  { top, inset }: { readonly top: number; readonly inset: number },
): readonly Shape[] {
  const { replicas, concurrency, sources, handlers } = service
  const counted = (count: number) => formatCount(count)
  if (service.role === 'external') {
    const figure = counted(Object.keys(sources).length)
    return rowShapes(pen, box, { top: top + 7, inset, words: 'Sources', figure })
  }
  const row = (index: number, words: string, figure: string) =>
    rowShapes(pen, box, { top: top + 8 + 15 * index, inset, words, figure })
  const rows = [
    ['Slots', `${counted(replicas)} × ${counted(concurrency)}`],
    ...(Object.keys(handlers).length > 0
      ? [['Handlers', counted(Object.keys(handlers).length)]]
      : []),
    ...(Object.keys(sources).length > 0 ? [['Sources', counted(Object.keys(sources).length)]] : []),
  ] as const
  return rows.flatMap(([words = '', figure = ''], index) => row(index, words, figure))
}

function barShapes(
  { inks }: Pen,
  box: Box,
  { top, part }: { readonly top: number; readonly part: number },
): readonly Shape[] {
  const bar = { x: box.x + 10, y: top, width: box.width - 20, height: 4 }
  const filled = { ...bar, width: bar.width * Math.min(1, part) }
  const ground = rect(bar, 2, { fill: grooveInk(inks, 0.45) })
  if (!(part > 0)) return [ground]
  return [ground, rect(filled, 2, { fill: part >= 0.98 ? inks.err : inks.t2 })]
}

interface Spark {
  readonly box: Box
  readonly status: Status
  readonly figures: NodeFigures
  readonly name: string
  /** Of the lower corners, in which the chart has to keep. */
  readonly round: number
}

const SPARK_HEIGHT = 24

function sparkline({ inks }: Pen, { box, status, figures, name, round }: Spark): readonly Shape[] {
  // Kept off the corners, which no picture clips.
  const inset = round > 9 ? 18 : 6
  const width = box.width - 2 - 2 * inset
  const line = sparklinePath(figures.history(name, 'completed'), {
    width,
    height: SPARK_HEIGHT,
    valueMax: 1,
  })
  if (line === '') return []
  const ink: Ink = status === 'error' ? inks.err : inks.t3
  const at = { x: box.x + 1 + inset, y: box.y + box.height - 2 - SPARK_HEIGHT, scale: 1 }
  const area = `${line}L${width} ${SPARK_HEIGHT}L0 ${SPARK_HEIGHT}Z`
  return [
    path(area, { fill: faded(ink, inks.chartFill) }, at),
    path(line, { stroke: ink, width: 1.25 }, at),
  ]
}
