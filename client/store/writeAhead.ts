// Own edits that the server has not answered yet, kept in the browser so that a crash loses nothing.
// Each page writes a place of its own; whoever opens the topology next takes up all of them. Sending
// an edit twice does no harm: the server applies an edit of one id once.

import { z } from 'zod'
import { editSchema } from '#shared/topology/change.ts'
import type { DesignerStore } from './designerStore.ts'
import type { PendingEdit } from './pendingEdits.ts'

/** What is asked of the browser's storage. */
export type KeptTexts = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** Characters kept for one topology by one page. */
const KEPT_LENGTH_MAX = 2_000_000

const PREFIX = 'millrace/pending'

const keptSchema = z.array(z.strictObject({ editId: z.string().min(8).max(64), edit: editSchema }))

/** Edits that were kept of a topology that this page does not show. */
export interface LeftEdits {
  readonly topologyId: string
  readonly pending: readonly PendingEdit[]
  readonly forget: () => void
}

export class WriteAhead {
  readonly #texts: KeptTexts
  readonly #pageId: string

  constructor(texts: KeptTexts, pageId: string) {
    this.#texts = texts
    this.#pageId = pageId
  }

  /** False: the browser would not keep them. */
  keep(topologyId: string, pending: readonly PendingEdit[]): boolean {
    const key = `${PREFIX}/${topologyId}/${this.#pageId}`
    try {
      if (pending.length === 0) {
        this.#texts.removeItem(key)
        return true
      }
      const text = JSON.stringify(pending)
      if (text.length > KEPT_LENGTH_MAX) return false
      this.#texts.setItem(key, text)
      return true
    } catch {
      return false
    }
  }

  /** Everything kept for a topology, by this page and by pages before it. Its places are cleared. */
  takeUp(topologyId: string): readonly PendingEdit[] {
    return this.#keysOf(topologyId).flatMap((key) => {
      const text = this.#texts.getItem(key)
      this.#texts.removeItem(key)
      return text === null ? [] : parseKept(text)
    })
  }

  /** What is kept of topologies other than this one: they were left, or their page has died. */
  left(openId: string | null): readonly LeftEdits[] {
    return this.#keysUnder(`${PREFIX}/`).flatMap((key) => {
      const topologyId = key.slice(PREFIX.length + 1).split('/', 1)[0] ?? ''
      const text = this.#texts.getItem(key)
      if (topologyId === openId || text === null) return []
      const forget = () => {
        // Its page may have written more meanwhile.
        if (this.#texts.getItem(key) === text) this.#texts.removeItem(key)
      }
      return [{ topologyId, pending: parseKept(text), forget }]
    })
  }

  #keysOf(topologyId: string): readonly string[] {
    return this.#keysUnder(`${PREFIX}/${topologyId}/`)
  }

  #keysUnder(prefix: string): readonly string[] {
    const keys: string[] = []
    for (let index = 0; index < this.#texts.length; index += 1) {
      const key = this.#texts.key(index)
      if (key?.startsWith(prefix)) keys.push(key)
    }
    return keys.sort()
  }
}

/** Writes down the store's pending edits whenever they change. */
export function keepPendingEdits(
  store: DesignerStore,
  writeAhead: WriteAhead,
  notKept: () => void,
): () => void {
  return store.subscribe(({ topologyId, pending, isKeptLocally, setKeptLocally }, previous) => {
    if (topologyId === null || pending === previous.pending) return
    const isKept = writeAhead.keep(topologyId, pending)
    if (!isKept) notKept()
    if (isKept !== isKeptLocally) setKeptLocally(isKept)
  })
}

/** Kept by an older version or damaged: what cannot be read is left behind. */
function parseKept(text: string): readonly PendingEdit[] {
  try {
    const parsed = keptSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : []
  } catch {
    return []
  }
}
