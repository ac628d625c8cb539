import { useEffect, useRef } from 'react'
import { designerStore } from '../../store/designerStore.ts'
import { live } from '../../store/live/liveStore.ts'
import { announcementOf, type Statuses, statusesOf } from './announcement.ts'

/** So often at the most: who listens wants to do something between. */
const INTERVAL_MS = 5000

/** Says, to who cannot see the marks, what has changed for the worse or the better. */
export function Announcer() {
  const ref = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    let before: Statuses = new Map()
    const say = () => {
      const { topology, run } = designerStore.getState()
      if (run?.status !== 'running') return
      const after = statusesOf(topology, live)
      const announcement = announcementOf(topology, before, after)
      before = after
      if (ref.current && announcement !== '') ref.current.textContent = announcement
    }
    const timer = setInterval(say, INTERVAL_MS)
    return () => clearInterval(timer)
  }, [])
  return <p ref={ref} className="visually-hidden" role="status" aria-label="The run" />
}
