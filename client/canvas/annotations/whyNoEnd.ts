import { ownValue } from '#shared/lib/entries.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { thingOf } from '../../store/canvasIds.ts'

/** Why no edge ends at what the canvas calls so, in a sentence; null: it is a service or channel. */
export function whyNoEnd({ layout }: Topology, canvasId: string): string | null {
  const { kind, id } = thingOf(canvasId)
  if (kind === 'note') return 'A note stands for nothing that could be connected.'
  if (kind !== 'context') return null
  const name = ownValue(layout.contexts, id)?.name ?? id
  return `'${name}' is collapsed; expand it to connect with what is inside.`
}
