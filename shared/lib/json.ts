// What JSON can carry, checked without recursion: foreign values may be nested a million deep.

/** Deeper than anything that a document of ours holds. */
export const JSON_DEPTH_MAX = 64

/** More than any map or list of a document of ours may have; more of them are not looked at. */
const JSON_ENTRIES_MAX = 20_000
export const JSON_ITEMS_MAX = 100_000

export type Step = string | number

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export interface JsonProblem {
  readonly path: readonly Step[]
  readonly message: string
}

interface Visit {
  readonly value: unknown
  readonly step: Step
  readonly parent: Visit | null
  readonly depth: number
}

/** The first reason why `value` is not plain JSON that we are willing to walk through. */
export function problemWithJson(value: unknown, depthMax = JSON_DEPTH_MAX): JsonProblem | null {
  const waiting: Visit[] = [{ value, step: '', parent: null, depth: 0 }]
  for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
    const message = problemWithVisit(visit, depthMax)
    if (message !== null) return { path: pathTo(visit), message }
    for (const child of childrenOf(visit)) waiting.push(child)
  }
  return null
}

function problemWithVisit({ value, step, depth }: Visit, depthMax: number): string | null {
  if (step === '__proto__') return "is a name that no document may use: '__proto__'."
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null
  if (typeof value === 'number')
    return Number.isFinite(value) ? null : `must be a finite number, but is ${value}.`
  if (typeof value !== 'object') return `must be JSON, but is of the type ${typeof value}.`
  if (depth >= depthMax) return `is nested more than ${depthMax} levels deep.`
  if (Array.isArray(value)) return tooMany(value.length, JSON_ITEMS_MAX, 'items')
  if (!isPlain(value)) return 'must be a plain JSON object.'
  return tooMany(Object.keys(value).length, JSON_ENTRIES_MAX, 'entries')
}

function tooMany(count: number, countMax: number, noun: string): string | null {
  return count <= countMax ? null : `has ${count} ${noun}; the most is ${countMax}.`
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function childrenOf(visit: Visit): Visit[] {
  const { value } = visit
  if (typeof value !== 'object' || value === null) return []
  const depth = visit.depth + 1
  if (Array.isArray(value))
    return value.map((item: unknown, step) => ({ value: item, step, parent: visit, depth }))
  return Object.entries(value).map(([step, item]: [string, unknown]) => ({
    value: item,
    step,
    parent: visit,
    depth,
  }))
}

function pathTo(visit: Visit): readonly Step[] {
  const steps: Step[] = []
  for (let at: Visit | null = visit; at?.parent; at = at.parent) steps.unshift(at.step)
  return steps
}

/**
 * `next`, but made of parts of `previous` wherever they are equal, so that what did not change keeps
 * its identity. Both are JSON of bounded depth.
 */
export function reuse(previous: unknown, next: unknown): unknown {
  if (previous === next) return previous
  if (Array.isArray(previous) && Array.isArray(next)) return reuseList(previous, next)
  if (isRecord(previous) && isRecord(next)) return reuseRecord(previous, next)
  return next
}

function reuseList(previous: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  const merged = next.map((item, index) => reuse(previous[index], item))
  const isSame =
    merged.length === previous.length && merged.every((item, index) => item === previous[index])
  return isSame ? previous : merged
}

function reuseRecord(
  previous: Readonly<Record<string, unknown>>,
  next: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const keys = Object.keys(next)
  const merged: Record<string, unknown> = {}
  let isSame = keys.length === Object.keys(previous).length
  for (const key of keys) {
    const before = Object.hasOwn(previous, key) ? previous[key] : undefined
    merged[key] = reuse(before, next[key])
    isSame &&= merged[key] === before && Object.hasOwn(previous, key)
  }
  return isSame ? previous : merged
}
