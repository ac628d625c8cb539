export interface Throttled {
  /** Calls now, or at the end of the interval that the last call began. */
  readonly call: () => void
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
  return {
    call: () => {
      due = true
      if (timer === null) tick()
    },
    cancel: () => {
      if (timer !== null) clearTimeout(timer)
      timer = null
      due = false
    },
  }
}
