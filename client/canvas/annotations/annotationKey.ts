import type { KeyboardEvent } from 'react'
import { contextIdOf } from '#shared/topology/contextMembers.ts'
import { thingOf } from '../../store/canvasIds.ts'
import { designerStore } from '../../store/designerStore.ts'
import { focusContext } from '../contexts/focusContext.ts'

/**
 * Keys that mean something else on a note or a context: Enter writes a note. On a node, Shift+Enter goes
 * to the frame round it.
 */
export function annotationKey({ key, shiftKey }: KeyboardEvent, canvasId: string): boolean {
  const { topology, select, setRenaming } = designerStore.getState()
  const { kind } = thingOf(canvasId)
  if (kind === 'note' && key === 'Enter') {
    select({ nodeIds: [canvasId] })
    setRenaming(canvasId)
    return true
  }
  const contextId = kind === 'node' ? contextIdOf(topology, canvasId) : undefined
  if (key === 'Enter' && shiftKey && contextId !== undefined) {
    select({ contextIds: [contextId] })
    focusContext(contextId)
    return true
  }
  return false
}
