export interface Throttled {
  /** Calls now, or at the end of the interval that the last call began. */
  readonly call: () => void
  /** Calls now in any case; the next one waits for its interval. */
  readonly callAtOnce: () => void
  readonly cancel: () => void
}

export function throttled(intervalMs: number, callback: () => void): Throttled {
  let timer: ReturnType<typeof setTimeout> | null = null
  let due = false
  const tick = () => {
    timer = null
    if (!due) return
    due = false
    timer = setTimeout(tick, intervalMs)
    callback()
  }
  const stop = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
  }
  return {
    call: () => {
      due = true
      if (timer === null) tick()
    },
    callAtOnce: () => {
      stop()
      due = true
      tick()
    },
    cancel: () => {
      stop()
      due = false
    },
  }
}
