// What the pointer is at, and what is connected with it, stand out. Past React, which would draw every
// node and edge anew for it.

import { type RefObject, useEffect } from 'react'
import { designerStore } from '../../store/designerStore.ts'
import { edgesOf } from '../../store/selectors.ts'

export function useHover(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const surface = ref.current
    if (!surface) return
    let shown = ''
    const onOver = ({ target, buttons }: PointerEvent) => {
      // Whoever presses is at something else: dragging, connecting, selecting.
      const part = buttons === 0 && target instanceof Element ? target.closest(PART) : null
      const id = part?.getAttribute('data-id') ?? ''
      if (id === shown) return
      shown = id
      if (part) emphasise(surface, id, part.classList.contains('react-flow__edge'))
      else forget(surface)
    }
    const onLeave = () => {
      shown = ''
      forget(surface)
    }
    surface.addEventListener('pointerover', onOver, { passive: true })
    surface.addEventListener('pointerleave', onLeave)
    return () => {
      surface.removeEventListener('pointerover', onOver)
      surface.removeEventListener('pointerleave', onLeave)
    }
  }, [ref])
}

const PART = '.react-flow__node, .react-flow__edge'

/** Of a node with more edges, only the node itself: everything standing out says nothing. */
const EDGES_MAX = 60

function emphasise(surface: HTMLElement, id: string, isEdge: boolean): void {
  forget(surface)
  const all = edgesOf(designerStore.getState().topology)
  const edges = all.filter((edge) =>
    isEdge ? edge.id === id : edge.fromId === id || edge.toId === id,
  )
  if (edges.length === 0 || edges.length > EDGES_MAX) return
  for (const edge of edges) {
    const drawn = surface.querySelector(`.react-flow__edge${withId(edge.id)}`)
    drawn?.setAttribute('data-near', '')
    drawn?.closest('svg')?.setAttribute('data-near', '')
  }
  for (const nodeId of new Set(edges.flatMap(({ fromId, toId }) => [fromId, toId])))
    surface.querySelector(`.react-flow__node${withId(nodeId)}`)?.setAttribute('data-near', '')
}

function withId(id: string): string {
  return `[data-id="${CSS.escape(id)}"]`
}

function forget(surface: HTMLElement): void {
  for (const part of surface.querySelectorAll('[data-near]')) part.removeAttribute('data-near')
}
