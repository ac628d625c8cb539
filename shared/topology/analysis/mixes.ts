// Which values the attributes of a stream of events have, and how often. Attributes are drawn
// independently of each other, so a filter policy passes the product of what each attribute passes.

import type { FilterPolicy } from '../channels.ts'
import type { Choice } from '../fields.ts'

/** The weight of each value. Weights are never normalised, so that filtering twice changes nothing. */
export type Mix = ReadonlyMap<string, number>
export type Mixes = ReadonlyMap<string, Mix>

type Attributes = readonly (readonly [name: string, choice: Choice])[]

export const NO_ATTRIBUTES: Mixes = new Map()

export function mixOf(choice: Choice): Mix {
  if (typeof choice === 'string') return new Map([[choice, 1]])
  const mix = new Map<string, number>()
  for (const { value, weight } of choice)
    if (weight > 0) mix.set(value, (mix.get(value) ?? 0) + weight)
  // Where all weights are 0, the first value is drawn.
  const [first] = choice
  if (mix.size === 0 && first) mix.set(first.value, 1)
  return mix
}

/** Each value with its share of the whole. */
export function sharesOf(mix: Mix): readonly (readonly [value: string, share: number])[] {
  const total = weightOf(mix)
  return [...mix].map(([value, weight]) => [value, weight / total])
}

/** The attributes of the cause, and over them those of a publication. */
export function withAttributes(carried: Mixes, added: Attributes): Mixes {
  if (added.length === 0) return carried
  const mixes = new Map(carried)
  for (const [name, choice] of added) mixes.set(name, mixOf(choice))
  return mixes
}

/** The share of the stream that the policy lets pass, and the attributes of what passes. */
export function filtered(
  mixes: Mixes,
  policy: FilterPolicy,
): { readonly share: number; readonly mixes: Mixes } {
  const passing = new Map(mixes)
  let share = 1
  for (const [name, accepted] of Object.entries(policy)) {
    const mix = mixes.get(name)
    if (!mix) return { share: 0, mixes: NO_ATTRIBUTES }
    const left: Mix = new Map([...mix].filter(([value]) => accepted.some(accepts(value))))
    share *= weightOf(left) / weightOf(mix)
    passing.set(name, left)
  }
  return { share, mixes: passing }
}

/** The same text for the same mixes. */
export function mixesKey(mixes: Mixes): string {
  const entries = [...mixes].map(([name, mix]) => [name, [...mix].sort(byFirst)] as const)
  return JSON.stringify(entries.sort(byFirst))
}

function accepts(value: string): (pattern: FilterPolicy[string][number]) => boolean {
  return (pattern) =>
    typeof pattern === 'string' ? pattern === value : value.startsWith(pattern.prefix)
}

function weightOf(mix: Mix): number {
  let weight = 0
  for (const one of mix.values()) weight += one
  return weight
}

function byFirst(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1
}
