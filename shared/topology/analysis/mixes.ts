// Which values the attributes of a stream of events have, and how often. Attributes are drawn
// independently of each other, so a filter policy without `$or` passes the product of what each
// attribute passes.

import type { AttributeValue } from '../../schemas/attributes.ts'
import type { Branch, CompiledPolicy } from '../../schemas/filterPolicy/compile.ts'
import { matchesAttribute } from '../../schemas/filterPolicy/match.ts'
import type { AttributeChoice } from '../fields.ts'

/** The weight of each value. Weights are never normalised, so that filtering twice changes nothing. */
export type Mix<Value = AttributeValue> = ReadonlyMap<Value, number>
export type Mixes = ReadonlyMap<string, Mix>

type Attributes = readonly (readonly [name: string, choice: AttributeChoice])[]

interface Weighted<Value> {
  readonly value: Value
  readonly weight: number
}

export const NO_ATTRIBUTES: Mixes = new Map()

/** Stands for all attributes that no filter policy asks about. */
const OTHERS = ''
const OTHER_ATTRIBUTES: Mix = new Map([['', 1]])

/** From so many combinations of values on, everything is taken to pass. */
const COMBINATIONS_MAX = 100_000

export function mixOf<Value extends AttributeValue>(
  choice: Value | readonly Weighted<Value>[],
): Mix<Value> {
  if (!isWeighted(choice)) return new Map([[choice, 1]])
  const mix = new Map<Value, number>()
  for (const { value, weight } of choice)
    if (weight > 0) mix.set(value, (mix.get(value) ?? 0) + weight)
  // Where all weights are 0, the first value is drawn.
  const [first] = choice
  if (mix.size === 0 && first) mix.set(first.value, 1)
  return mix
}

function isWeighted<Value extends AttributeValue>(
  choice: Value | readonly Weighted<Value>[],
): choice is readonly Weighted<Value>[] {
  return Array.isArray(choice)
}

/** Each value with its share of the whole. */
export function sharesOf<Value>(
  mix: Mix<Value>,
): readonly (readonly [value: Value, share: number])[] {
  const total = weightOf(mix)
  return [...mix].map(([value, weight]) => [value, weight / total])
}

/** The attributes of the cause, and over them those of a publication that `isTold` tells apart. */
export function withAttributes(
  carried: Mixes,
  added: Attributes,
  isTold: (name: string) => boolean,
): Mixes {
  if (added.length === 0) return carried
  const mixes = new Map(carried)
  for (const [name, choice] of added) {
    if (isTold(name)) mixes.set(name, mixOf<AttributeValue>(choice))
    else mixes.set(OTHERS, OTHER_ATTRIBUTES)
  }
  return mixes
}

/**
 * The share of the stream that a policy on attributes lets pass, and the attributes of what passes. With
 * `$or`, an attribute keeps all values that some alternative takes: they are then no longer
 * independent, which is not followed any further.
 */
export function filtered(
  mixes: Mixes,
  { branches, keys }: CompiledPolicy,
): { readonly share: number; readonly mixes: Mixes } {
  if (branches.length === 0) return { share: 1, mixes }
  const groups = keys.map((key) => groupsOf(mixes, branches, key))
  const combinations = groups.reduce((product, { length }) => product * length, 1)
  if (combinations > COMBINATIONS_MAX) return { share: 1, mixes }
  const share = shareOf(
    groups,
    branches.map(() => true),
  )
  if (share === 0) return { share, mixes: NO_ATTRIBUTES }
  const passing = new Map(mixes)
  for (const [index, key] of keys.entries()) {
    const values = groups[index]?.flatMap((group) =>
      group.passes.includes(true) ? group.values : [],
    )
    const mix = mixes.get(key)
    if (mix) passing.set(key, new Map([...mix].filter(([value]) => values?.includes(value))))
  }
  return { share, mixes: passing }
}

/** Values of an attribute that the policy does not tell apart. */
interface Group {
  /** For each branch of the policy, whether it lets them pass. */
  readonly passes: readonly boolean[]
  readonly share: number
  readonly values: readonly AttributeValue[]
}

function groupsOf(mixes: Mixes, branches: readonly Branch[], key: string): readonly Group[] {
  const mix = mixes.get(key)
  if (!mix) {
    // AWS: what must not exist is looked for only where there is any attribute.
    const passes = branches.map((branch) => mixes.size > 0 && passesBranch(branch, key, undefined))
    return [{ passes, share: 1, values: [] }]
  }
  const groups = new Map<string, Group>()
  for (const [value, share] of sharesOf(mix)) {
    const passes = branches.map((branch) => passesBranch(branch, key, value))
    const known = groups.get(passes.join())
    const values = [...(known?.values ?? []), value]
    groups.set(passes.join(), { passes, share: share + (known?.share ?? 0), values })
  }
  return [...groups.values()]
}

/** A branch that does not ask for the attribute lets all its values pass. */
function passesBranch(branch: Branch, key: string, value: AttributeValue | undefined): boolean {
  const asked = branch.find((requirement) => requirement.key === key)
  return asked === undefined || matchesAttribute(asked.patterns, value)
}

/** Of all combinations of values, those that some branch lets pass. */
function shareOf(groups: readonly (readonly Group[])[], open: readonly boolean[]): number {
  const [next, ...others] = groups
  if (!open.includes(true)) return 0
  if (!next) return 1
  return next.reduce((sum, { passes, share }) => {
    const left = open.map((isOpen, branch) => isOpen && passes[branch] === true)
    return sum + share * shareOf(others, left)
  }, 0)
}

/** The same text for the same mixes. */
export function mixesKey(mixes: Mixes): string {
  const entries = [...mixes].map(([name, mix]) => [name, [...mix].map(spelled).sort()] as const)
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function spelled(entry: readonly [AttributeValue, number]): string {
  return JSON.stringify(entry)
}

function weightOf<Value>(mix: Mix<Value>): number {
  let weight = 0
  for (const one of mix.values()) weight += one
  return weight
}
