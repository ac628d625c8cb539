// A drawing in miniature: where things stand and what is connected.

import type { Topology } from '#shared/topology/topology.ts'
import { edgesOf, nodeOf } from '../store/selectors.ts'

const NODE_WIDTH = 130
const NODE_HEIGHT = 84
const MARGIN = 24

export function Thumbnail({ topology }: { readonly topology: Topology }) {
  const places = Object.entries(topology.layout.nodes)
  const right = Math.max(...places.map(([, { x }]) => x)) + NODE_WIDTH
  const bottom = Math.max(...places.map(([, { y }]) => y)) + NODE_HEIGHT
  const viewBox = `${-MARGIN} ${-MARGIN} ${right + 2 * MARGIN} ${bottom + 2 * MARGIN}`
  return (
    <svg className="thumbnail" viewBox={viewBox} aria-hidden>
      {edgesOf(topology).map(({ id, kind, fromId, toId }) => (
        <path
          key={id}
          className="thumbnail-edge"
          data-kind={kind}
          d={curve(topology, fromId, toId)}
        />
      ))}
      {places.map(([id, { x, y }]) => (
        <rect
          key={id}
          className="thumbnail-node"
          data-kind={nodeOf(topology, id)?.kind}
          x={x}
          y={y}
          width={NODE_WIDTH}
          height={NODE_HEIGHT}
          rx={radiusOf(nodeOf(topology, id)?.kind)}
        />
      ))}
    </svg>
  )
}

function curve({ layout }: Topology, fromId: string, toId: string): string {
  const from = layout.nodes[fromId] ?? { x: 0, y: 0 }
  const to = layout.nodes[toId] ?? { x: 0, y: 0 }
  if (to.x <= from.x) {
    const x = from.x + NODE_WIDTH / 2
    return `M${x} ${from.y + NODE_HEIGHT} L${to.x + NODE_WIDTH / 2} ${to.y}`
  }
  const [x1, y1] = [from.x + NODE_WIDTH, from.y + NODE_HEIGHT / 2]
  const [x2, y2] = [to.x, to.y + NODE_HEIGHT / 2]
  const bend = (x2 - x1) / 2
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
}

function radiusOf(kind: string | undefined): number {
  if (kind === 'rabbitQueue' || kind === 'sqsQueue') return 40
  if (kind === 'eventStore') return 30
  return kind === 'kafkaTopic' ? 6 : 18
}
