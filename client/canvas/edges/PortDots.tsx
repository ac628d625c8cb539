import { memo, useMemo } from 'react'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { ViewportPortal } from '../FlowPortals.tsx'
import type { Route, Routes } from '../routes.ts'
import { withNeighbours } from './withNeighbours.ts'

const RADIUS = 3

interface PortDotsProps {
  readonly edges: readonly TopologyEdge[]
  readonly routes: Routes
  readonly draggedIds: ReadonlySet<string>
}

/** A dot wherever an edge touches a box. One path for all of them, and another for those that move: whatever
    a path reaches over is painted again with it. */
export const PortDots = memo(function PortDots({ edges, routes, draggedIds }: PortDotsProps) {
  const [resting, moving] = useMemo(() => {
    const concerned = withNeighbours(draggedIds, edges)
    const isMoving = ({ fromId, toId }: TopologyEdge) =>
      concerned.has(fromId) || concerned.has(toId)
    const dots = (some: readonly TopologyEdge[]) =>
      some.map(({ id }) => dotsOf(routes.get(id))).join('')
    return [dots(edges.filter((edge) => !isMoving(edge))), dots(edges.filter(isMoving))]
  }, [edges, routes, draggedIds])
  return (
    <ViewportPortal>
      <svg className="port-dots" width={1} height={1} aria-hidden>
        <path d={resting} />
        {moving === '' ? null : <path d={moving} />}
      </svg>
    </ViewportPortal>
  )
})

const knownDots = new WeakMap<Route, string>()

function dotsOf(route: Route | undefined): string {
  if (!route) return ''
  const known = knownDots.get(route) ?? circle(route.from) + circle(route.to)
  knownDots.set(route, known)
  return known
}

function circle({ x, y }: { readonly x: number; readonly y: number }): string {
  return `M${x - RADIUS} ${y}a${RADIUS} ${RADIUS} 0 1 0 ${2 * RADIUS} 0a${RADIUS} ${RADIUS} 0 1 0 ${-2 * RADIUS} 0z`
}
