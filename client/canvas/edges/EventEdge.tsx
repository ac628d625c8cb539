import { memo, useRef } from 'react'
import { EdgeLabelRenderer, type EdgeProps } from 'reactflow'
import { formatRate } from '#shared/lib/units.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { edgeRate } from '../../store/live/edgeRate.ts'
import type { LiveStore } from '../../store/live/liveStore.ts'
import type { CanvasEdge } from '../canvasEdges.ts'
import { Figure } from '../live/Figure.tsx'
import { isGrowing } from '../live/status.ts'
import { useLivePaint } from '../live/useLivePaint.ts'
import type { Route } from '../routes.ts'
import { edgeWeight } from './edgeWeight.ts'

/** Width of the strip round an edge that takes the pointer. */
const GRIP_PX = 16
/** Shorter edges have no room for a text. */
const RATE_LENGTH_MIN = 34
const STEEP_WIDTH_MIN = 70
const STEEP_OFFSET = 18
const CHIP_LENGTH_MIN = 70

export const EventEdge = memo(function EventEdge({ data, selected }: EdgeProps<CanvasEdge>) {
  const ref = useRef<SVGPathElement>(null)
  const edge = data?.edge
  useLivePaint(ref, (path, live) => {
    const width = `${edgeWeight(edge ? edgeRate(live, edge) : 0).toFixed(2)}px`
    if (path.style.strokeWidth !== width) path.style.strokeWidth = width
    path.dataset.behind = String(edge !== undefined && fallsBehind(live, edge))
  })
  if (!data) return null
  const { route, chip } = data
  return (
    <>
      <path
        ref={ref}
        className="event-edge"
        d={route.path}
        data-kind={data.edge.kind}
        data-selected={selected === true}
      />
      <path className="event-edge-grip" d={route.path} strokeWidth={GRIP_PX} />
      <EdgeLabelRenderer>
        {hasRoomForRate(route) ? (
          <div className="edge-rate" style={ratePlace(route)} aria-hidden>
            <Figure
              label=""
              read={(live) => {
                const rate = edgeRate(live, data.edge)
                return rate > 0 ? formatRate(rate).replace('/s', '') : ''
              }}
            />
          </div>
        ) : null}
        {chip !== '' && route.polyline.length >= CHIP_LENGTH_MIN ? (
          <div className="edge-chip" style={placeAt(route.middle)} aria-hidden>
            {chip}
          </div>
        ) : null}
      </EdgeLabelRenderer>
    </>
  )
})

/** A consumer that does not keep up with what waits for it. */
function fallsBehind(live: LiveStore, { kind, elements: [name] }: TopologyEdge): boolean {
  return kind === 'subscription' && name !== undefined && isGrowing(live, name, 'delivered')
}

/** Above the middle of a level edge, beside the middle of a steep one. */
function ratePlace({ from, to, middle, polyline }: Route) {
  return placeAt(
    isSteep({ from, to, polyline })
      ? { x: middle.x + STEEP_OFFSET, y: middle.y }
      : { x: middle.x, y: middle.y - 10 - Math.min(10, 0.3 * Math.abs(to.y - from.y)) },
  )
}

/** A steep edge between two columns needs room for the text beside it. */
function hasRoomForRate({ from, to, polyline }: Route): boolean {
  if (polyline.length < RATE_LENGTH_MIN) return false
  const upright = from.side === 'top' || from.side === 'bottom'
  return upright || !isSteep({ from, to, polyline }) || Math.abs(to.x - from.x) >= STEEP_WIDTH_MIN
}

function isSteep({ from, to, polyline }: Pick<Route, 'from' | 'to' | 'polyline'>): boolean {
  return Math.abs(to.y - from.y) > 0.6 * polyline.length
}

function placeAt({ x, y }: { readonly x: number; readonly y: number }) {
  return { transform: `translate(${x}px, ${y}px) translate(-50%, -50%)` }
}
