// The language of SNS filter policies: what a document, its analysis and the broker agree on. A policy
// becomes a list of branches, one for each way through its `$or`s; a message matches that has what one
// of them asks for.

import { isRecord, type Step } from '../../lib/json.ts'
import { compilePattern, OPERATORS, type Pattern } from './patterns.ts'
import { PolicyError, type PolicyProblem } from './problem.ts'

export const POLICY_SCOPES = ['MessageAttributes', 'MessageBody'] as const
export type PolicyScope = (typeof POLICY_SCOPES)[number]

/** Any JSON object; whether it is a policy is for `compilePolicy` to say. */
export type FilterPolicy = Readonly<Record<string, unknown>>

/** One key, with all that is above it: `a.b` is the key b inside a, and the key a.b as well. */
export interface Requirement {
  readonly key: string
  /** Any of them. */
  readonly patterns: readonly Pattern[]
}

/** All of them. */
export type Branch = readonly Requirement[]

export interface CompiledPolicy {
  readonly scope: PolicyScope
  /** Empty: everything matches. */
  readonly branches: readonly Branch[]
  readonly keys: readonly string[]
}

export type Compiled =
  | { readonly ok: true; readonly policy: CompiledPolicy }
  | { readonly ok: false; readonly problem: PolicyProblem }

const KEYS_MAX = 5
const COMPLEXITY_MAX = 150

/** Bytes of a policy, and levels of nesting: deeper ones are too complex in any case. */
export const POLICY_BYTES_MAX = 256 * 1024

/** Names in the objects of an `$or` that make it a key like any other. */
const RESERVED_IN_OR: ReadonlySet<string> = new Set([
  ...OPERATORS,
  ...['exactly', '=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
  ...['ip-address-in-range', 'ip-address-not-in-range'],
])

export function compilePolicy(policy: FilterPolicy, scope: PolicyScope): Compiled {
  const known = compiled[scope].get(policy)
  if (known) return known
  const result = compileAnew(policy, scope)
  compiled[scope].set(policy, result)
  return result
}

/** Policies are parts of a document, which never change. */
const compiled: { readonly [Scope in PolicyScope]: WeakMap<FilterPolicy, Compiled> } = {
  MessageAttributes: new WeakMap(),
  MessageBody: new WeakMap(),
}

function compileAnew(policy: FilterPolicy, scope: PolicyScope): Compiled {
  if (Object.keys(policy).length === 0)
    return { ok: true, policy: { scope, branches: [], keys: [] } }
  try {
    checkSize(policy, scope)
    const branches = new Compiler().branches(policy)
    const keys = [...new Set(branches.flatMap((branch) => branch.map(({ key }) => key)))]
    checkLimits(policy, scope, keys)
    return { ok: true, policy: { scope, branches, keys } }
  } catch (error) {
    if (error instanceof PolicyError) return { ok: false, problem: error.problem }
    throw error
  }
}

class Compiler {
  branches(policy: FilterPolicy): readonly Branch[] {
    return this.#object(policy, { key: '', path: [] }, [[]])
  }

  #object(object: FilterPolicy, at: Place, before: readonly Branch[]): readonly Branch[] {
    const entries = Object.entries(object)
    if (entries.length === 0)
      throw new PolicyError({
        reason: 'Empty objects are not allowed',
        path: at.path,
        advice: 'Give it a key with a list of values, or take it out.',
      })
    let branches = before
    for (const [name, value] of entries) branches = this.#entry(name, value, { at, branches })
    return branches
  }

  #entry(
    name: string,
    value: unknown,
    { at, branches }: { readonly at: Place; readonly branches: readonly Branch[] },
  ): readonly Branch[] {
    const path = [...at.path, name]
    if (name === '$or' && isAlternatives(value))
      return value.flatMap((alternative, index) =>
        this.#object(alternative, { key: at.key, path: [...path, index] }, branches),
      )
    const key = at.key === '' ? name : `${at.key}.${name}`
    if (isRecord(value)) return this.#object(value, { key, path }, branches)
    if (!Array.isArray(value))
      throw new PolicyError({
        reason: `"${name}" must be an object or an array`,
        path,
        advice: `Write its values as a list: {"${name}": ["value"]}.`,
      })
    if (value.length === 0)
      throw new PolicyError({
        reason: 'Empty arrays are not allowed',
        path,
        advice: 'Name a value, or take the key out: what is not named matches anything.',
      })
    const patterns = value.map((item: unknown, index) => compilePattern(item, [...path, index]))
    return branches.map((branch) => [
      ...branch.filter((other) => other.key !== key),
      { key, patterns },
    ])
  }
}

interface Place {
  /** Empty at the top. */
  readonly key: string
  readonly path: readonly Step[]
}

/** Two objects or more, none with a name that is reserved; otherwise `$or` is a key like any other. */
function isAlternatives(value: unknown): value is readonly FilterPolicy[] {
  if (!Array.isArray(value) || value.length < 2) return false
  return value.every(
    (item) => isRecord(item) && !Object.keys(item).some((name) => RESERVED_IN_OR.has(name)),
  )
}

/** Before branches are made, which are as many as the policy is complex. */
function checkSize(policy: FilterPolicy, scope: PolicyScope): void {
  if (JSON.stringify(policy).length > POLICY_BYTES_MAX)
    throw new PolicyError({
      reason: 'Filter policy is too large',
      path: [],
      advice: 'A filter policy has at most 256 KB.',
    })
  if (alternativesOf(policy) > COMPLEXITY_MAX) throw tooComplex(scope)
}

/** Branches of the policy. */
function alternativesOf(object: FilterPolicy): number {
  let ways = 1
  for (const [name, value] of Object.entries(object)) {
    if (name === '$or' && isAlternatives(value))
      ways *= value.reduce((sum, alternative) => sum + alternativesOf(alternative), 0)
    else if (isRecord(value)) ways *= alternativesOf(value)
  }
  return ways
}

function checkLimits(policy: FilterPolicy, scope: PolicyScope, keys: readonly string[]): void {
  const nested = scope === 'MessageAttributes' ? nestedKey(policy, []) : null
  if (nested)
    throw new PolicyError({
      reason: 'Filter policy scope MessageAttributes does not support nested filter policy',
      path: nested,
      advice:
        'Attributes have no parts; set FilterPolicyScope to MessageBody to look into the body.',
    })
  if (keys.length > KEYS_MAX)
    throw new PolicyError({
      reason: `Filter policy can not have more than ${KEYS_MAX} keys`,
      path: [],
      advice: `This one has ${keys.length}: ${keys.join(', ')}.`,
    })
  if (complexityOf(policy, 1) > COMPLEXITY_MAX) throw tooComplex(scope)
}

function tooComplex(scope: PolicyScope): PolicyError {
  const depth = scope === 'MessageBody' ? ', each times its depth,' : ''
  return new PolicyError({
    reason: 'Filter policy is too complex',
    path: [],
    advice: `Its numbers of values${depth} multiply to at most ${COMPLEXITY_MAX}; alternatives of $or add up.`,
  })
}

function nestedKey(object: FilterPolicy, path: readonly Step[]): readonly Step[] | null {
  for (const [name, value] of Object.entries(object)) {
    if (isRecord(value)) return [...path, name]
    if (name !== '$or' || !isAlternatives(value)) continue
    for (const [index, alternative] of value.entries()) {
      const nested = nestedKey(alternative, [...path, name, index])
      if (nested) return nested
    }
  }
  return null
}

/** Values times depth, multiplied over the keys; the alternatives of an `$or` add up. */
function complexityOf(object: FilterPolicy, depth: number): number {
  let complexity = 1
  for (const [name, value] of Object.entries(object)) {
    if (name === '$or' && isAlternatives(value))
      complexity *= value.reduce((sum, alternative) => sum + complexityOf(alternative, depth), 0)
    else if (isRecord(value)) complexity *= complexityOf(value, depth + 1)
    else if (Array.isArray(value)) complexity *= value.length * depth
  }
  return complexity
}
