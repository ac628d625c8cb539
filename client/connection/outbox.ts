// Sends the store's pending edits, one after the other and in order, so that an edit that is refused
// is gone before those that followed it are sent.

import type { DesignerStore } from '../store/designerStore.ts'
import type { PendingEdit } from '../store/pendingEdits.ts'
import { isGone, type Result } from './result.ts'

const RETRY_MS = 2000

export interface OutboxOptions {
  readonly store: DesignerStore
  /** Answers the revision that the edit has become. */
  readonly send: (topologyId: string, pending: PendingEdit) => Promise<Result<number>>
  /** News were missed: the document has to be fetched again. */
  readonly catchUp: () => void
  /** There is no such topology any more: what waits, waits for the person's decision. */
  readonly gone: () => void
}

export class Outbox {
  readonly #options: OutboxOptions
  #sending = false
  #retry: ReturnType<typeof setTimeout> | null = null

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  /** Sends what waits. Called whenever there may be something: on an edit, on joining. */
  async drain(): Promise<void> {
    if (this.#sending) return
    this.#sending = true
    try {
      while (await this.#sendNext()) {}
    } finally {
      this.#sending = false
    }
  }

  async #sendNext(): Promise<boolean> {
    const { store, send } = this.#options
    const { topologyId, pending, connected, isGone: isNoMore } = store.getState()
    const next = pending[0]
    if (topologyId === null || next === undefined || !connected || isNoMore) return false
    const result = await send(topologyId, next)
    // Another topology was opened meanwhile: its own pending edits come next.
    if (store.getState().topologyId !== topologyId) return true
    return this.#take(next, result)
  }

  #take({ editId }: PendingEdit, result: Result<number>): boolean {
    const { store, catchUp, gone } = this.#options
    if (isGone(result)) {
      gone()
      return false
    }
    if (result.ok) {
      if (!store.getState().acknowledge(editId, result.value)) catchUp()
      return store.getState().pending[0]?.editId !== editId
    }
    if (!result.retryable) {
      store.getState().refuse(editId, result.message)
      return true
    }
    store.getState().receiveSaved(store.getState().revision, result.message)
    this.#retryLater()
    return false
  }

  #retryLater(): void {
    if (this.#retry !== null) return
    this.#retry = setTimeout(() => {
      this.#retry = null
      void this.drain()
    }, RETRY_MS)
  }
}
