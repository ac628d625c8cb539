// The drawing on show as a picture: in the colours of the page, with the figures of this moment.

import { formatClock } from '#shared/lib/units.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { boxesOf } from '../../canvas/canvasNodes.ts'
import { type Routes, routesOf } from '../../canvas/routes.ts'
import { type Inks, inksOf } from '../../canvas/scene/inks.ts'
import { type PlacedMark, trafficMarks } from '../../canvas/scene/markShapes.ts'
import { fontOf } from '../../canvas/scene/paintScene.ts'
import { sceneOf } from '../../canvas/scene/scene.ts'
import type { Scene } from '../../canvas/scene/shapes.ts'
import type { Measure } from '../../canvas/scene/typesetting.ts'
import { TrafficModel } from '../../canvas/traffic/trafficModel.ts'
import { designerStore } from '../../store/designerStore.ts'
import { live } from '../../store/live/liveStore.ts'
import { shownEdgesOf } from '../../store/selectors.ts'

/** What of a picture stays the same while its figures change. */
export interface Stage {
  readonly topology: Topology
  readonly edges: readonly TopologyEdge[]
  readonly routes: Routes
  readonly inks: Inks
  readonly measure: Measure
}

export async function currentStage(): Promise<Stage> {
  await document.fonts.ready
  const { topology } = designerStore.getState()
  const edges = shownEdgesOf(topology)
  const style = getComputedStyle(document.documentElement)
  return {
    topology,
    edges,
    routes: routesOf(edges, boxesOf({ topology, edges })),
    inks: inksOf((property) => style.getPropertyValue(property)),
    measure: measuring(),
  }
}

export function hasFigures(): boolean {
  return designerStore.getState().run !== null && live.nowNs > 0
}

export function sceneAt(stage: Stage, marks: readonly PlacedMark[] | null): Scene {
  const isLive = hasFigures()
  return sceneOf({ ...stage, figures: isLive ? live : null, moment: isLive ? moment() : '', marks })
}

/** A picture of now; where a run moves, with its events on their way. */
export async function currentScene(): Promise<Scene> {
  const stage = await currentStage()
  return sceneAt(stage, hasFigures() ? trafficMarks(flowing(stage)) : null)
}

const STEP_MS = 80
/** By then marks are all along the edges. */
const WARM_UP_MS = 8000

/** Traffic as it would look after a while at the rates of now. */
export function flowing({ topology, edges, routes }: Stage): TrafficModel {
  const model = new TrafficModel()
  model.setEdges(topology, edges, routes)
  model.readRates(live, true)
  for (let elapsed = 0; elapsed < WARM_UP_MS; elapsed += STEP_MS) model.advance(STEP_MS)
  return model
}

function moment(): string {
  const { run } = designerStore.getState()
  const words = run?.status === 'running' ? ', running' : ', paused'
  return `${formatClock(live.nowNs)}${words}`
}

/** As the page sets its texts. */
function measuring(): Measure {
  const context = document.createElement('canvas').getContext('2d')
  const known = new Map<string, number>()
  return (text, lettering) => {
    const font = fontOf(lettering)
    const key = `${font} ${text}`
    const plain = known.get(key) ?? widthIn(context, font, text)
    known.set(key, plain)
    return plain + lettering.spacing * lettering.size * text.length
  }
}

function widthIn(context: CanvasRenderingContext2D | null, font: string, text: string): number {
  // Without a canvas, an estimate: half a square a letter.
  if (context === null) return text.length * 6.5
  context.font = font
  return context.measureText(text).width
}
