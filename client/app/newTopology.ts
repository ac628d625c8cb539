import { emptyTopology } from '#shared/topology/topology.ts'
import { createAndOpen } from './opening.ts'

/** Answers its id; null: it could not be made, and a notice says why. */
export function newTopology(): Promise<string | null> {
  return createAndOpen({ kind: 'topology', topology: emptyTopology('Untitled') })
}
