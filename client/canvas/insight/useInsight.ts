import { useEffect, useState } from 'react'
import { designerStore } from '../../store/designerStore.ts'
import { live } from '../../store/live/liveStore.ts'
import { loadOf } from '../../store/selectors.ts'
import { type Insight, insightOf } from './insight.ts'

/** A cause has to hold for this many readings, a quarter of a second apart, before it is said … */
const READINGS_TO_APPEAR = 3
/** … and to be absent for this many before it is no longer said. */
const READINGS_TO_GO = 6

export interface Steadied {
  readonly shown: Insight | null
  /** What was found last, and how many readings in a row. */
  readonly found: string | null
  readonly readings: number
}

export const NOTHING_FOUND: Steadied = { shown: null, found: null, readings: 0 }

/** Lets numbers change at once, but not what is said: no card flickers at the edge of a limit. */
export function steadied(before: Steadied, insight: Insight | null): Steadied {
  const found = insight?.key ?? null
  const readings = found === before.found ? before.readings + 1 : 1
  if (found !== null && found === before.shown?.key) return { shown: insight, found, readings }
  const needed = found === null ? READINGS_TO_GO : READINGS_TO_APPEAR
  const shown = readings >= needed ? insight : before.shown
  return { shown, found, readings }
}

export function useInsight(): Insight | null {
  const [state, setState] = useState(NOTHING_FOUND)
  useEffect(() => {
    const read = () => {
      const { topology, run } = designerStore.getState()
      const insight = insightOf({ topology, run, load: loadOf(topology), figures: live })
      setState((before) => steadied(before, insight))
    }
    const timer = setInterval(read, 250)
    return () => clearInterval(timer)
  }, [])
  return state.shown
}
