// The text of a run for the disk. It is made here, in the session's thread, and again only when more than
// the clock has moved: a drawing may be megabytes, and a run is written down every second.

import type { Recipe } from '#shared/topology/recipe.ts'
import type { KeptRun, RecordedRun, WishToKeep } from './messages.ts'

type Stringify = (value: unknown) => string

interface Written {
  readonly recipe: Recipe
  readonly key: string
}

export class RecipeWriter {
  readonly #stringify: Stringify
  #last: Written | null = null

  constructor(stringify: Stringify = JSON.stringify) {
    this.#stringify = stringify
  }

  /** Without a text where what was kept under the key `has` differs in its end alone. */
  kept({ recipe, speed }: RecordedRun, { key, has }: WishToKeep): KeptRun {
    const { untilMs } = recipe
    const last = this.#last
    if (last !== null && last.key === has && isSame(last.recipe, recipe))
      return { key: last.key, text: null, untilMs, speed }
    this.#last = { recipe, key }
    const text = `${this.#stringify({ format: 'millrace-run/1', key, speed, recipe })}\n`
    return { key, text: new TextEncoder().encode(text), untilMs, speed }
  }
}

/** But for the end. What is the same is the same object: edits change nothing in place. */
function isSame(one: Recipe, other: Recipe): boolean {
  const { topology, commands, seed, engineVersion } = other
  return (
    one.seed === seed &&
    one.engineVersion === engineVersion &&
    isSameList(Object.values(one.topology), Object.values(topology)) &&
    isSameList(one.commands, commands)
  )
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index])
}
