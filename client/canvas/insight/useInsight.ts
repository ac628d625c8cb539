import { useEffect, useState } from 'react'
import { designerStore } from '../../store/designerStore.ts'
import { live } from '../../store/live/liveStore.ts'
import { loadOf } from '../../store/selectors.ts'
import { insightOf } from './insight.ts'
import type { Insight } from './insightTypes.ts'
import { NOTHING_FOUND, steadied } from './steadied.ts'

const READING_INTERVAL_MS = 250

export function useInsight(): Insight | null {
  const [state, setState] = useState(NOTHING_FOUND)
  useEffect(() => {
    const read = () => {
      const { topology, run } = designerStore.getState()
      const insight = insightOf({ topology, run, load: loadOf(topology), figures: live })
      setState((before) => steadied(before, insight))
    }
    const timer = setInterval(read, READING_INTERVAL_MS)
    return () => clearInterval(timer)
  }, [])
  return state.shown
}
