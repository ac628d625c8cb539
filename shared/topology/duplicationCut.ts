// Takes out what has just been copied.

import { bounded } from './bounded.ts'
import type { Change, Edit } from './change.ts'
import { excerptWords } from './duplication.ts'
import { type Chosen, chosenNodeIds, excerptOf } from './excerpt.ts'
import { removeNodes } from './removal.ts'
import type { Topology } from './topology.ts'

/** The same that `excerptOf` copies. */
export function cutChosen(topology: Topology, chosen: Chosen): Edit {
  const nodeIds = chosenNodeIds(topology, chosen)
  const excerpt = excerptOf(topology, chosen)
  const { contexts, notes } = excerpt.layout
  const gone = new Set(nodeIds)
  // A place may be left of what is no longer there.
  const strays = Object.entries(topology.layout.nodes).filter(
    ([id, { contextId }]) => !gone.has(id) && Object.hasOwn(contexts, contextId ?? ''),
  )
  const changes: Change[] = [
    ...(nodeIds.length > 0 ? removeNodes(topology, nodeIds).changes : []),
    ...strays.map(([id]) => ({ path: ['layout', 'nodes', id] })),
    ...Object.keys(notes).map((id) => ({ path: ['layout', 'notes', id] })),
    ...Object.keys(contexts).map((id) => ({ path: ['layout', 'contexts', id] })),
  ]
  return bounded(topology, { label: `Cut ${excerptWords(excerpt)}`, changes })
}
