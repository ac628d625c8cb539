// Whether a message has what a filter policy asks for.

import { isRecord } from '../../lib/json.ts'
import type { AttributeScalar, AttributeSet, AttributeValue } from '../attributes.ts'
import type { Branch, CompiledPolicy, Requirement } from './compile.ts'
import { isScalar, type Pattern, takesValue } from './patterns.ts'

/** Attributes have no parts: a dot in a name is a character like any other. */
export function matchesAttributes(policy: CompiledPolicy, attributes: AttributeSet): boolean {
  if (policy.branches.length === 0) return true
  return policy.branches.some((branch) =>
    branch.every(({ key, patterns }) => {
      const attribute = attributes.find(([name]) => name === key)
      if (attribute) return takesLeaf(patterns, valuesOf(attribute[1]))
      // AWS: exists false matches only where at least one attribute is present.
      return attributes.length > 0 && takesAbsence(patterns)
    }),
  )
}

/** A body that is no JSON object matches no policy but the empty one. */
export function matchesBody(policy: CompiledPolicy, body: unknown): boolean {
  if (policy.branches.length === 0) return true
  return isRecord(body) && policy.branches.some((branch) => matchesObject(body, pathless(branch)))
}

/** What one attribute, or its absence (undefined), does for the patterns of its key. */
export function matchesAttribute(
  patterns: readonly Pattern[],
  value: AttributeValue | undefined,
): boolean {
  return value === undefined ? takesAbsence(patterns) : takesLeaf(patterns, valuesOf(value))
}

function valuesOf(value: AttributeValue): readonly AttributeScalar[] {
  return typeof value === 'object' ? value : [value]
}

/** `rest`: of its key, what is to be found from here on. */
interface Sought {
  readonly rest: string
  readonly requirement: Requirement
}

function pathless(branch: Branch): readonly Sought[] {
  return branch.map((requirement) => ({ rest: requirement.key, requirement }))
}

/**
 * Requirements that lead into the same part are looked for together, so that what they ask of a list of
 * objects holds in one and the same of them.
 */
function matchesObject(
  object: Readonly<Record<string, unknown>>,
  sought: readonly Sought[],
): boolean {
  const together = new Map<string, Sought[]>()
  for (const one of sought) {
    const names = Object.keys(object).filter((name) => leadsTo(name, one.rest))
    const [only] = names
    if (only === undefined) {
      if (!takesAbsence(one.requirement.patterns)) return false
    } else if (names.length > 1) {
      // A dotted name beside a nested one: either will do.
      if (!names.some((name) => matchesPart(object, name, [one]))) return false
    } else together.set(only, [...(together.get(only) ?? []), one])
  }
  return [...together].every(([name, group]) => matchesPart(object, name, group))
}

function leadsTo(name: string, rest: string): boolean {
  return rest === name || rest.startsWith(`${name}.`)
}

function matchesPart(
  object: Readonly<Record<string, unknown>>,
  name: string,
  group: readonly Sought[],
): boolean {
  const value = object[name]
  const here = group.filter(({ rest }) => rest === name)
  const below = group
    .filter(({ rest }) => rest !== name)
    .map(({ rest, requirement }) => ({ rest: rest.slice(name.length + 1), requirement }))
  return (
    here.every(({ requirement }) => takesLeaf(requirement.patterns, leavesOf(value))) &&
    (below.length === 0 || matchesBelow(value, below))
  )
}

function matchesBelow(value: unknown, sought: readonly Sought[]): boolean {
  const objects = objectsOf(value)
  if (objects.length === 0)
    return sought.every(({ requirement }) => takesAbsence(requirement.patterns))
  // What must not exist must be missing in all, unless something else tells which one is meant.
  const isOnlyAbsence = sought.every(({ requirement }) => asksForAbsence(requirement.patterns))
  return isOnlyAbsence
    ? objects.every((object) => matchesObject(object, sought))
    : objects.some((object) => matchesObject(object, sought))
}

/** The objects of a list, or of lists in it. */
function objectsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.flatMap(objectsOf)
  return isRecord(value) ? [value] : []
}

/** The values of a list, or of lists in it. An object is no leaf: no key leads to it alone. */
function leavesOf(value: unknown): readonly AttributeScalar[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf)
  return isScalar(value) ? [value] : []
}

function asksForAbsence(patterns: readonly Pattern[]): boolean {
  return patterns.every((pattern) => pattern.kind === 'exists' && !pattern.wanted)
}

function takesAbsence(patterns: readonly Pattern[]): boolean {
  return patterns.some((pattern) => pattern.kind === 'exists' && !pattern.wanted)
}

/** An empty list, or an object, is as if it were not there. */
function takesLeaf(patterns: readonly Pattern[], values: readonly AttributeScalar[]): boolean {
  if (values.length === 0) return takesAbsence(patterns)
  return patterns.some((pattern) => takesValues(pattern, values))
}

/** Any value of a list will do; but anything-but asks that none of them be what it excludes. */
function takesValues(pattern: Pattern, values: readonly AttributeScalar[]): boolean {
  if (pattern.kind === 'exists') return pattern.wanted && values.some((value) => value !== null)
  if (pattern.kind === 'anythingBut') return values.every((value) => takesValue(pattern, value))
  return values.some((value) => takesValue(pattern, value))
}
