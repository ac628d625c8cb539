// The drawing as a picture: the same boxes, edges and figures as on the canvas, complete however it is
// zoomed. Pure: a document, figures and colours in, shapes out.

import type { TopologyEdge } from '#shared/topology/edges.ts'
import { hullOf, type Rectangle } from '#shared/topology/rectangles.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { thingOf } from '../../store/canvasIds.ts'
import { nodeKinds } from '../../store/nodeKinds.ts'
import { type CanvasEdge, reconcileEdges } from '../canvasEdges.ts'
import { type CanvasNode, reconcileNodes } from '../canvasNodes.ts'
import type { NodeFigures } from '../nodes/nodeReadings.ts'
import type { Routes } from '../routes.ts'
import { legendShapes, titleHeight, titleShapes } from './captionShapes.ts'
import { channelShapes } from './channelShapes.ts'
import { type DrawnEdge, edgeArrow, edgeLine, edgeStart, edgeTexts } from './edgeShapes.ts'
import { frameShapes, noteBox } from './frameShapes.ts'
import type { Inks } from './inks.ts'
import { markShapes, type PlacedMark } from './markShapes.ts'
import type { Pen } from './nodeParts.ts'
import { serviceShapes } from './serviceShapes.ts'
import type { Scene, Shape } from './shapes.ts'
import { summaryShapes } from './summaryShapes.ts'
import { type Measure, Typesetting } from './typesetting.ts'

export interface Depicted {
  readonly topology: Topology
  /** Those on show: of a collapsed context, only what leads in and out. */
  readonly edges: readonly TopologyEdge[]
  readonly routes: Routes
  /** Null: there is no run to tell of. */
  readonly figures: NodeFigures | null
  /** The moment of the run, in words; empty without one. */
  readonly moment: string
  /** On their way; null: none is, and edges say by themselves what they carry. */
  readonly marks: readonly PlacedMark[] | null
  readonly inks: Inks
  readonly measure: Measure
}

const MARGIN = 32
/** Narrower pictures leave no room for what they are called. */
const WIDTH_MIN = 360
const LEGEND_GAP = 20
const TITLE_GAP = 14

export function sceneOf(depicted: Depicted): Scene {
  const { topology, inks, moment } = depicted
  const pen: Pen = { inks, set: new Typesetting(depicted.measure) }
  const drawn = boundsOf(depicted)
  const corner = { x: drawn.x, width: Math.max(drawn.width, WIDTH_MIN) }
  const head = titleHeight(moment) + TITLE_GAP
  const title = titleShapes(pen, { name: topology.name, moment }, { ...corner, y: drawn.y - head })
  const legendTop = drawn.y + drawn.height + LEGEND_GAP
  const legend = legendShapes(pen, topology, { ...corner, y: legendTop })
  const below = legend.height === 0 ? 0 : LEGEND_GAP + legend.height
  return {
    x: drawn.x - MARGIN,
    y: drawn.y - head - MARGIN,
    width: corner.width + 2 * MARGIN,
    height: MARGIN + head + drawn.height + below + MARGIN,
    title: topology.name,
    background: inks.canvas,
    shapes: [...title, ...drawingShapes(pen, depicted), ...legend.shapes],
  }
}

function drawingShapes(pen: Pen, depicted: Depicted): readonly Shape[] {
  const { topology, marks } = depicted
  const edges = canvasEdges(depicted).flatMap((edge) => drawnEdge(edge, depicted))
  return [
    ...frameShapes(pen, topology),
    ...edges.map((edge) => edgeLine(pen, edge)),
    ...edges.flatMap((edge) => edgeTexts(pen, edge)),
    ...markShapes(pen.inks, marks ?? [], 1.1),
    ...edges.map((edge) => edgeArrow(pen, edge)),
    ...canvasNodes(depicted).flatMap((node) => nodeGroups(pen, node, depicted)),
    ...edges.map((edge) => edgeStart(pen, edge)),
  ]
}

function drawnEdge({ id, data }: CanvasEdge, depicted: Depicted): readonly DrawnEdge[] {
  const route = depicted.routes.get(id)
  if (!data || !route) return []
  const { eventTypes } = depicted.topology
  const hasTraffic = depicted.marks !== null
  return [{ ...data, route, eventTypes, figures: depicted.figures, hasTraffic }]
}

function nodeGroups(pen: Pen, node: CanvasNode, { topology, figures }: Depicted): readonly Shape[] {
  const { id, position, width = 0, height = 0 } = node
  const box = { ...position, width, height }
  const group = (label: string, shapes: readonly Shape[]): readonly Shape[] => [
    { kind: 'group', label, shapes },
  ]
  switch (node.type) {
    case 'note':
      return group('Note', noteBox(pen, node.data.note))
    case 'context': {
      const { context } = node.data
      const drawn = { topology, contextId: thingOf(id).id, context, box, figures }
      return group(`${context.name}, context`, summaryShapes(pen, drawn))
    }
    case 'service':
    case 'projection':
    case 'external': {
      const { service } = node.data
      const label = `${service.name}, ${nodeKinds[service.role].label}`
      return group(label, serviceShapes(pen, { id, service, box, figures }))
    }
    default: {
      const { data } = node
      if (data === undefined || !('channel' in data)) return []
      const { channel, rows, holdsDeadLetters, hue } = data
      const label = `${channel.name}, ${nodeKinds[channel.kind].label}`
      const drawn = { id, channel, rows, holdsDeadLetters, hue, box, figures }
      return group(label, channelShapes(pen, drawn))
    }
  }
}

function canvasNodes({ topology, edges }: Pick<Depicted, 'topology' | 'edges'>): CanvasNode[] {
  return reconcileNodes([], { topology, edges, ...AT_REST })
}

function canvasEdges({ topology, edges }: Depicted): CanvasEdge[] {
  return reconcileEdges([], { topology, edges, selectedIds: new Set() })
}

const AT_REST = {
  dragged: new Map(),
  selectedIds: new Set<string>(),
  tabStopId: null,
  refusedIds: new Set<string>(),
  targetId: null,
}

function boundsOf(depicted: Depicted): Rectangle {
  const { topology, routes } = depicted
  const frames = Object.values(topology.layout.contexts).filter(({ collapsed }) => !collapsed)
  const nodes = canvasNodes(depicted).map(({ position, width = 0, height = 0 }) => {
    // A badge stands out above.
    return { x: position.x, y: position.y - 10, width, height: height + 10 }
  })
  const hull = hullOf([...nodes, ...frames, ...[...routes.values()].map(({ bounds }) => bounds)])
  return hull ?? { x: 0, y: 0, width: WIDTH_MIN, height: 0 }
}
