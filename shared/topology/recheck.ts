// Checks an edited document against the schema, but only the entries that the edit touched.

import { z } from 'zod'
import { isRecord, reuse, type Step } from '../lib/json.ts'
import { disagreementsOf } from './limits.ts'
import { describePath } from './paths.ts'
import { type DocumentProblem, PROBLEMS_MAX, parseWith } from './problems.ts'
import { type Topology, topologySchema } from './topology.ts'

export type Rechecked =
  /** `filled`: the parts in which the schema filled in defaults. */
  | { readonly ok: true; readonly value: Topology; readonly filled: readonly (readonly Step[])[] }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] }

/**
 * The same as parsing `next` as a whole, given that `previous` has been parsed; what is equal keeps
 * its identity, and the search for mistakes ends when there are a great many.
 */
export function recheck(previous: Topology, next: Readonly<Record<string, unknown>>): Rechecked {
  const check = new Recheck()
  // Every part has been through its schema, so the whole is what the schema would have given.
  const topology = check.object({ schema: topologySchema, previous, next, path: [] }) as Topology
  if (check.problems.length > 0) return { ok: false, problems: check.problems }
  const disagreements = disagreementsOf(topology, previous)
  if (disagreements.length === 0) return { ok: true, value: topology, filled: check.filled }
  const problems = disagreements.map(({ path, message }) => ({ path: describePath(path), message }))
  return { ok: false, problems }
}

interface Part<S> {
  readonly schema: S
  readonly previous: unknown
  readonly next: unknown
  readonly path: readonly Step[]
}

class Recheck {
  readonly problems: DocumentProblem[] = []
  readonly filled: (readonly Step[])[] = []

  object(part: Part<z.ZodObject>): unknown {
    const { schema, previous, next, path } = part
    if (previous === next) return previous
    if (!isRecord(previous) || !isRecord(next)) return this.#whole(part)
    const unknownKeys = Object.keys(next).filter((key) => !Object.hasOwn(schema.shape, key))
    // Left to the schema, which says it in its own words.
    if (unknownKeys.length > 0)
      this.#whole({ ...part, next: { ...previous, ...only(next, unknownKeys) } })
    const fresh: Record<string, unknown> = {}
    for (const [key, child] of Object.entries<z.ZodType>(schema.shape)) {
      if (this.#hasEnough) break
      const inner = { previous: previous[key], next: next[key], path: [...path, key] }
      const value = this.#part({ schema: child, ...inner })
      if (value !== undefined) fresh[key] = value
    }
    return reuseShallow(previous, fresh)
  }

  #part(part: Part<z.ZodType>): unknown {
    const { schema, previous, next } = part
    if (previous === next) return previous
    if (schema instanceof z.ZodDefault && next !== undefined)
      return this.#part({ ...part, schema: schema.unwrap() as z.ZodType })
    if (schema instanceof z.ZodRecord) return this.#map({ ...part, schema })
    if (schema instanceof z.ZodObject) return this.object({ ...part, schema })
    return this.#whole(part)
  }

  #map(part: Part<z.ZodRecord>): unknown {
    const { schema, previous, next, path } = part
    if (!isRecord(previous) || !isRecord(next)) return this.#whole(part)
    // Of thousands of entries, an edit touches few: only those are put anew.
    let fresh: Record<string, unknown> | null = null
    for (const key of Object.keys(next)) {
      if (this.#hasEnough) break
      const value = next[key]
      const before = Object.hasOwn(previous, key) ? previous[key] : undefined
      if (before === value) continue
      const checked = this.#entry({ schema, before, key, value, path })
      if (checked === value) continue
      fresh ??= { ...next }
      fresh[key] = checked
    }
    return reuseShallow(previous, fresh ?? next)
  }

  #entry({ schema, before, key, value, path }: Entry): unknown {
    const parsed = parseWith(schema, { [key]: value }, path)
    if (parsed.ok)
      return this.#settled({ before, value, parsed: parsed.value[key], path: [...path, key] })
    this.#report(parsed.problems)
    return value
  }

  #whole({ schema, previous, next, path }: Part<z.ZodType>): unknown {
    const parsed = parseWith(schema, next, path)
    if (parsed.ok)
      return this.#settled({ before: previous, value: next, parsed: parsed.value, path })
    this.#report(parsed.problems)
    return next
  }

  get #hasEnough(): boolean {
    return this.problems.length >= PROBLEMS_MAX
  }

  /** One by one: a hostile value has more problems than a call may have arguments. */
  #report(problems: readonly DocumentProblem[]): void {
    for (const problem of problems) this.problems.push(problem)
  }

  #settled({ before, value, parsed, path }: Settled): unknown {
    if (reuse(value, parsed) !== value) this.filled.push(path)
    return reuse(before, parsed)
  }
}

interface Entry {
  readonly schema: z.ZodRecord
  readonly before: unknown
  readonly key: string
  readonly value: unknown
  readonly path: readonly Step[]
}

interface Settled {
  readonly before: unknown
  readonly value: unknown
  readonly parsed: unknown
  readonly path: readonly Step[]
}

function only(record: Readonly<Record<string, unknown>>, keys: readonly string[]) {
  return Object.fromEntries(keys.map((key) => [key, record[key]]))
}

function reuseShallow(
  previous: Readonly<Record<string, unknown>>,
  next: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const keys = Object.keys(next)
  const isSame =
    keys.length === Object.keys(previous).length &&
    keys.every((key) => Object.hasOwn(previous, key) && previous[key] === next[key])
  return isSame ? previous : next
}
