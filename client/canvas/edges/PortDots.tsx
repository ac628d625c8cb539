import { memo, useMemo } from 'react'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { ViewportPortal } from '../FlowPortals.tsx'
import type { Routes } from '../routes.ts'

const RADIUS = 3

interface PortDotsProps {
  readonly edges: readonly TopologyEdge[]
  readonly routes: Routes
}

/** A dot wherever an edge touches a box: one path for all of them. */
export const PortDots = memo(function PortDots({ edges, routes }: PortDotsProps) {
  const path = useMemo(
    () =>
      edges
        .flatMap(({ id }) => routes.get(id) ?? [])
        .map(({ from, to }) => circle(from) + circle(to))
        .join(''),
    [edges, routes],
  )
  return (
    <ViewportPortal>
      <svg className="port-dots" width={1} height={1} aria-hidden>
        <path d={path} />
      </svg>
    </ViewportPortal>
  )
})

function circle({ x, y }: { readonly x: number; readonly y: number }): string {
  return `M${x - RADIUS} ${y}a${RADIUS} ${RADIUS} 0 1 0 ${2 * RADIUS} 0a${RADIUS} ${RADIUS} 0 1 0 ${-2 * RADIUS} 0z`
}
