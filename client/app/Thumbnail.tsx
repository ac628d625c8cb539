// A drawing in miniature: where things stand and what is connected.

import type { Miniature } from '#shared/protocol/miniature.ts'
import { boxOf, curveOf, NODE_HEIGHT, NODE_WIDTH, pathText } from './gallery/miniatureShape.ts'
import './thumbnail.css'

export function Thumbnail({ miniature }: { readonly miniature: Miniature }) {
  const { x, y, width, height } = boxOf(miniature)
  return (
    <svg className="thumbnail" viewBox={`${x} ${y} ${width} ${height}`} aria-hidden>
      {miniature.edges.map((edge) => (
        <path
          key={`${edge.kind} ${edge.fromId} ${edge.toId}`}
          className="thumbnail-edge"
          data-kind={edge.kind}
          d={pathText(curveOf(miniature, edge))}
        />
      ))}
      {miniature.nodes.map((node) => (
        <rect
          key={node.id}
          className="thumbnail-node"
          data-kind={node.kind}
          x={node.x}
          y={node.y}
          width={NODE_WIDTH}
          height={NODE_HEIGHT}
          rx={radiusOf(node.kind)}
        />
      ))}
    </svg>
  )
}

function radiusOf(kind: string): number {
  if (kind === 'rabbitQueue' || kind === 'sqsQueue') return 40
  if (kind === 'eventStore') return 30
  return kind === 'kafkaTopic' ? 6 : 18
}
