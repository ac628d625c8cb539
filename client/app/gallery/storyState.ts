// The story that is being told, and how far it has come. It belongs to one topology of this tab.

import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Story } from '#shared/protocol/story.ts'

export interface Telling {
  readonly exampleId: string
  readonly topologyId: string
  readonly story: Story
  /** Counted from 0. */
  readonly step: number
  /** Virtual time at which the step's deed was done, or at which a step without one began; null: not yet. */
  readonly sinceNs: number | null
}

const KEY = 'millrace/story'

const telling = createStore<{ readonly telling: Telling | null }>()(() => ({ telling: null }))

export function useTelling(): Telling | null {
  return useStore(telling, (state) => state.telling)
}

export function tell(next: Telling | null): void {
  telling.setState({ telling: next })
  remember(next)
}

/** What was being told in this tab before a reload. */
export function rememberedTelling(): Omit<Telling, 'story'> | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
    if (typeof value !== 'object' || value === null) return null
    const { exampleId, topologyId, step, sinceNs } = value as Record<string, unknown>
    if (typeof exampleId !== 'string' || typeof topologyId !== 'string') return null
    return {
      exampleId,
      topologyId,
      step: Number.isInteger(step) ? Number(step) : 0,
      sinceNs: typeof sinceNs === 'number' ? sinceNs : null,
    }
  } catch {
    return null
  }
}

function remember(next: Telling | null): void {
  try {
    if (next === null) {
      sessionStorage.removeItem(KEY)
      return
    }
    const { story: _, ...place } = next
    sessionStorage.setItem(KEY, JSON.stringify(place))
  } catch {
    // Then a reload ends the story.
  }
}
