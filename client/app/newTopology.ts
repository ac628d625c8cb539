import { emptyTopology } from '#shared/topology/topology.ts'
import { createAndOpen } from './importing.ts'

export async function newTopology(): Promise<void> {
  await createAndOpen({ kind: 'topology', topology: emptyTopology('Untitled') })
}
