// What takes a while, with how far it has come and how to stop it. One at a time.

import { createStore } from 'zustand/vanilla'

export interface Task {
  readonly label: string
  /** 0 to 1; null: nobody can tell. */
  readonly done: number | null
  readonly cancel: () => void
}

export const taskStore = createStore<{ readonly task: Task | null }>(() => ({ task: null }))

/** Answers how to say how far it has come, and that it is over. */
export function beginTask(label: string): {
  readonly signal: AbortSignal
  readonly progress: (done: number | null) => void
  readonly end: () => void
} {
  const abort = new AbortController()
  const cancel = () => abort.abort()
  const show = (done: number | null) => taskStore.setState({ task: { label, done, cancel } })
  taskStore.getState().task?.cancel()
  show(null)
  return {
    signal: abort.signal,
    progress: show,
    end: () => {
      if (taskStore.getState().task?.cancel === cancel) taskStore.setState({ task: null })
    },
  }
}
