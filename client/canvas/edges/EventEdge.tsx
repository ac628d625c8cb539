import { memo, useRef } from 'react'
import type { EdgeProps } from 'reactflow'
import { formatRate } from '#shared/lib/units.ts'
import { edgeRate } from '../../store/live/edgeRate.ts'
import type { CanvasEdge } from '../canvasEdges.ts'
import { EdgeLabels } from '../FlowPortals.tsx'
import { Details } from '../live/Details.tsx'
import { Figure } from '../live/Figure.tsx'
import { useLivePaint } from '../live/useLivePaint.ts'
import { BreakpointBadge } from '../nodes/BreakpointBadge.tsx'
import { fallsBehind, hasRoomForChip, hasRoomForRate, ratePlace } from './edgePlaces.ts'
import { edgeWeight } from './edgeWeight.ts'
import { useRoute } from './shownRoutes.ts'

/** Width of the strip round an edge that takes the pointer. */
const GRIP_PX = 16
/** So far above the middle, a badge leaves the chip free. */
const ABOVE_CHIP = 19

export const EventEdge = memo(function EventEdge({ id, data, selected }: EdgeProps<CanvasEdge>) {
  const ref = useRef<SVGPathElement>(null)
  const route = useRoute(id)
  const edge = data?.edge
  useLivePaint(ref, (path, live) => {
    const width = `${edgeWeight(edge ? edgeRate(live, edge) : 0).toFixed(2)}px`
    if (path.style.strokeWidth !== width) path.style.strokeWidth = width
    const behind = String(edge !== undefined && fallsBehind(live, edge))
    if (path.dataset.behind !== behind) path.dataset.behind = behind
  })
  if (!data || !route) return null
  const { chip } = data
  const hasChip = chip !== '' && hasRoomForChip(route)
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
      <EdgeLabels>
        <Details>
          {hasRoomForRate(route) ? (
            <div className="edge-rate" style={placeAt(ratePlace(route))} aria-hidden>
              <Figure
                label=""
                read={(live) => {
                  const rate = edgeRate(live, data.edge)
                  return rate > 0 ? formatRate(rate).replace('/s', '') : ''
                }}
              />
            </div>
          ) : null}
          {hasChip ? (
            <div className="edge-chip" style={placeAt(route.middle)} aria-hidden>
              {chip}
            </div>
          ) : null}
        </Details>
        <BreakpointBadge
          at={{ kind: 'edge', id: data.edge.id }}
          style={placeAt({ x: route.middle.x, y: route.middle.y - (hasChip ? ABOVE_CHIP : 0) })}
        />
      </EdgeLabels>
    </>
  )
})

function placeAt({ x, y }: { readonly x: number; readonly y: number }) {
  return { transform: `translate(${x}px, ${y}px) translate(-50%, -50%)` }
}
