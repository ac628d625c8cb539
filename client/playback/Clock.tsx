import { useEffect, useRef } from 'react'
import { formatClock } from '#shared/lib/units.ts'
import { designerStore } from '../store/designerStore.ts'
import { live } from '../store/live/liveStore.ts'

/** Written straight into the page: a clock that React rendered would render ten times a second. */
export function Clock() {
  const whole = useRef<HTMLSpanElement>(null)
  const rest = useRef<HTMLElement>(null)
  useEffect(() => {
    const write = () => {
      const [seconds = '', ms = ''] = formatClock(virtualNowNs()).split('.')
      if (whole.current) whole.current.textContent = seconds
      if (rest.current) rest.current.textContent = `.${ms}`
    }
    write()
    const stopFrames = live.subscribeFrames(write)
    const stopStates = designerStore.subscribe(({ run }, previous) => {
      if (run !== previous.run) write()
    })
    return () => {
      stopFrames()
      stopStates()
    }
  }, [])
  return (
    <output className="playback-clock" aria-label="Virtual time" aria-live="off">
      <span ref={whole} />
      <em ref={rest} />
    </output>
  )
}

/** Frames are newer than the state of the run, except where none has come yet. */
export function virtualNowNs(): number {
  return Math.max(live.nowNs, designerStore.getState().run?.nowNs ?? 0)
}
