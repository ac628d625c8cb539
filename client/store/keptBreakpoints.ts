// The breakpoints that this browser last knew of a topology. The server keeps them as long as it runs; after
// that, who comes back first brings them along.

import { z } from 'zod'
import { type Breakpoint, breakpointListSchema } from '#shared/protocol/breakpoints.ts'

type KeptTexts = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const keptSchema = breakpointListSchema.shape.list
const textSchema = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    context.addIssue('This is no JSON.')
    return z.NEVER
  }
})

export class KeptBreakpoints {
  readonly #texts: KeptTexts

  constructor(texts: KeptTexts) {
    this.#texts = texts
  }

  /** A browser that keeps nothing does without. */
  keep(topologyId: string, list: readonly Breakpoint[]): void {
    try {
      if (list.length === 0) this.#texts.removeItem(keyOf(topologyId))
      else this.#texts.setItem(keyOf(topologyId), JSON.stringify(list))
    } catch {
      // There is no room, or it is not allowed.
    }
  }

  read(topologyId: string): Breakpoint[] {
    try {
      const parsed = textSchema.pipe(keptSchema).safeParse(this.#texts.getItem(keyOf(topologyId)))
      return parsed.success ? parsed.data : []
    } catch {
      return []
    }
  }
}

function keyOf(topologyId: string): string {
  return `millrace/breakpoints/${topologyId}`
}
