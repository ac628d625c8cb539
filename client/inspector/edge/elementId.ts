import type { TopologyEdge } from '#shared/topology/edges.ts'

/** The id of the subscription or binding that an edge stands for. */
export function elementId({ elements }: TopologyEdge): string {
  return elements[0]?.split('/').at(-1) ?? ''
}
