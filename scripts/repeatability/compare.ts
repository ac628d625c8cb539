// Whether every recipe gave the same history everywhere, and where not, from when on.

import type { History, RepeatableRun } from './repeatableRun.ts'

/** The histories of all recipes in one place: a version of Node, a thread. */
export interface Place {
  readonly name: string
  readonly histories: readonly History[]
}

export interface Difference {
  readonly recipe: RepeatableRun
  /** A sentence: which place differs from the first, and from which virtual second on. */
  readonly what: string
}

/** The first place is the one that the others are held against. */
export function differencesOf(
  recipes: readonly RepeatableRun[],
  [first, ...others]: readonly Place[],
): readonly Difference[] {
  if (!first) return []
  return recipes.flatMap((recipe, index) =>
    others.flatMap((place) => {
      const what = differenceOf([first, place], index)
      return what === null ? [] : [{ recipe, what: `${recipe.name}: ${what}` }]
    }),
  )
}

function differenceOf([first, other]: readonly [Place, Place], index: number): string | null {
  const expected = first.histories[index]
  const actual = other.histories[index]
  if (!expected || !actual) return `${other.name} has no history of it.`
  if (expected.hash === actual.hash && expected.records === actual.records) return null
  const second = firstDifference(expected.hashesBySecond, actual.hashesBySecond)
  const when =
    second === null
      ? 'stopping on the way makes the difference'
      : `they part in virtual second ${second}`
  return `${other.name} gives ${shown(actual)}, ${first.name} gives ${shown(expected)}; ${when}.`
}

/** Counted from 1; null where one of them tells nothing, or nothing differs. */
function firstDifference(expected: readonly string[], actual: readonly string[]): number | null {
  if (actual.length === 0 || expected.length === 0) return null
  const index = expected.findIndex((hash, second) => hash !== actual[second])
  return index < 0 ? null : index + 1
}

function shown({ hash, records }: History): string {
  return `${hash} (${records} records)`
}
