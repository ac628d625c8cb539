// The breakpoints that this browser last knew of a topology. The server keeps them as long as it runs; after
// that, who comes back first brings them along. Of the topologies that are deleted, nothing is kept.

import { z } from 'zod'
import { type Breakpoint, breakpointListSchema } from '#shared/protocol/breakpoints.ts'

type KeptTexts = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** Those that were changed last. */
export const KEPT_TOPOLOGIES_MAX = 50

const PREFIX = 'millrace/breakpoints/'

const keptSchema = z.strictObject({
  /** What was changed later has a higher number. */
  order: z.int(),
  list: breakpointListSchema.shape.list,
})
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
      const key = `${PREFIX}${topologyId}`
      if (list.length === 0) this.#texts.removeItem(key)
      else if (!this.#says(key, list)) this.#texts.setItem(key, textOf(this.#makeRoom(key), list))
    } catch {
      // There is no room, or it is not allowed.
    }
  }

  read(topologyId: string): Breakpoint[] {
    try {
      return parsed(this.#texts.getItem(`${PREFIX}${topologyId}`))?.list ?? []
    } catch {
      return []
    }
  }

  #says(key: string, list: readonly Breakpoint[]): boolean {
    const text = this.#texts.getItem(key)
    const known = parsed(text)
    return known !== null && text === textOf(known.order, list)
  }

  /** For one more. Answers the number that it has. */
  #makeRoom(newKey: string): number {
    const others = this.#keys()
      .filter((key) => key !== newKey)
      .map((key) => ({ key, order: parsed(this.#texts.getItem(key))?.order ?? 0 }))
      .sort((a, b) => b.order - a.order)
    for (const { key } of others.slice(KEPT_TOPOLOGIES_MAX - 1)) this.#texts.removeItem(key)
    return 1 + (others[0]?.order ?? 0)
  }

  #keys(): readonly string[] {
    const { length } = this.#texts
    return Array.from({ length }, (_, index) => this.#texts.key(index) ?? '').filter((key) =>
      key.startsWith(PREFIX),
    )
  }
}

function parsed(text: string | null): z.infer<typeof keptSchema> | null {
  const result = textSchema.pipe(keptSchema).safeParse(text)
  return result.success ? result.data : null
}

function textOf(order: number, list: readonly Breakpoint[]): string {
  return JSON.stringify({ order, list })
}
