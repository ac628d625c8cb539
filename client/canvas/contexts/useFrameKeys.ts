// The keyboard on a frame. Arrows lead to what is inside; the rest is as on a node.

import type { KeyboardEvent } from 'react'
import { moveOnCanvas } from '#shared/topology/canvasMoves.ts'
import { memberNodeIds } from '#shared/topology/contextMembers.ts'
import { GRID } from '#shared/topology/nodeSizes.ts'
import { canvasIds } from '../../store/canvasIds.ts'
import { designerStore } from '../../store/designerStore.ts'
import { focusNode } from '../interaction/focusNode.ts'
import { ARROWS, type Direction } from '../interaction/navigation.ts'

export function useFrameKeys(contextId: string): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.target !== event.currentTarget) return
    const direction = ARROWS.get(event.key)
    const taken = direction ? arrowKey(contextId, direction, event) : plainKey(contextId, event)
    if (!taken) return
    event.preventDefault()
    event.stopPropagation()
  }
}

function arrowKey(contextId: string, direction: Direction, event: KeyboardEvent): boolean {
  if (event.altKey) return false
  if (event.ctrlKey || event.metaKey) return nudge(contextId, direction, event.shiftKey ? 5 : 1)
  const { topology, select } = designerStore.getState()
  const [memberId] = memberNodeIds(topology, contextId)
  if (memberId === undefined) return true
  select({ nodeIds: [memberId] })
  focusNode(memberId)
  return true
}

function plainKey(contextId: string, { key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return false
  const { select, setRenaming } = designerStore.getState()
  if (key === 'Enter' || key === 'F2') select({ contextIds: [contextId] })
  if (key === 'Enter') document.getElementById('inspector')?.focus()
  else if (key === 'F2') setRenaming(canvasIds.context(contextId))
  else return false
  return true
}

const STEPS: { readonly [D in Direction]: readonly [number, number] } = {
  left: [-GRID, 0],
  right: [GRID, 0],
  up: [0, -GRID],
  down: [0, GRID],
}

function nudge(contextId: string, direction: Direction, factor: number): boolean {
  const { topology, edit } = designerStore.getState()
  const frame = topology.layout.contexts[contextId]
  if (!frame) return true
  const [dx, dy] = STEPS[direction]
  const place = { x: frame.x + dx * factor, y: frame.y + dy * factor }
  const move = moveOnCanvas(topology, { contexts: { [contextId]: place } })
  if (move) edit(move, { coalesce: `nudge ${canvasIds.context(contextId)}` })
  return true
}
