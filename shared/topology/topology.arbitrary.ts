// Random documents for property tests, derived from the schema: whatever it comes to allow is tried out.

import fc from 'fast-check'
import { z } from 'zod'
import { problemWithJson } from '../lib/json.ts'
import { layoutSchema } from './layout.ts'
import { bareSchema, literalsOf, type Schema } from './schemaWalk.ts'
import { type Topology, topologySchema } from './topology.ts'

/** Few ids, so that references mostly point at something. */
const SERVICE_IDS = ['orders', 'payments', 'web-shop', '7', '10']
const CHANNEL_IDS = ['placed', 'stock', 'email', 'dlq', '9', 'fulfilment-stock']
const OTHER_IDS = ['a', 'b', 'c-2', '1', '20', 'tostring']

const ATTRIBUTES = ['region', 'tier.level', 'constructor', 'toString']

/** Whole documents, as the schema gives them out. */
export function anyTopology(): fc.Arbitrary<Topology> {
  return arbitraryOf(topologySchema).map((value) => topologySchema.parse(value))
}

/** A document, and some of its services and channels. */
export function anyTopologyAndNodes() {
  return anyTopology()
    .filter((topology) => nodeIdsOf(topology).length > 0)
    .chain((topology) =>
      fc.shuffledSubarray(nodeIdsOf(topology), { minLength: 1 }).map((ids) => ({ topology, ids })),
    )
}

function nodeIdsOf({ services, channels }: Topology): string[] {
  return Object.keys({ ...services, ...channels })
}

/** What the schema takes in; parts that may be left out sometimes are. `key` is where it stands. */
export function arbitraryOf(schema: Schema, key = ''): fc.Arbitrary<unknown> {
  const bare = bareSchema(schema)
  const literals = literalsOf(bare)
  if (literals.length > 0) return fc.constantFrom(...literals)
  if (bare instanceof z.ZodBoolean) return fc.boolean()
  if (bare instanceof z.ZodNull) return fc.constant(null)
  if (bare instanceof z.ZodNumber) return anyNumber(bare)
  if (bare instanceof z.ZodString) return anyText(bare, key)
  if (bare === layoutSchema) return anyObject(layoutSchema).map(withoutStrays)
  if (bare instanceof z.ZodObject) return anyObject(bare)
  if (bare instanceof z.ZodRecord) return anyMap(bare, key)
  if (bare instanceof z.ZodUnion)
    return fc.oneof(...bare.options.map((option) => arbitraryOf(option, key)))
  if (bare instanceof z.ZodArray)
    return fc.array(arbitraryOf(bare.element, key), { minLength: 1, maxLength: 3 })
  return anyJson()
}

/** What names a context that is not there belongs to none. */
function withoutStrays(value: unknown): unknown {
  const layout = structuredClone(value) as z.input<typeof layoutSchema>
  const { nodes, contexts, notes = {} } = layout
  for (const member of [...Object.values(nodes), ...Object.values(notes)])
    if (member.contextId !== undefined && !Object.hasOwn(contexts, member.contextId))
      delete member.contextId
  return layout
}

export function anyJson(): fc.Arbitrary<unknown> {
  return (
    fc
      .jsonValue({ maxDepth: 3 })
      // No document may use that name, so it cannot be written.
      .filter(
        (value) => problemWithJson(value) === null && !JSON.stringify(value).includes('__proto__'),
      )
      .map((value): unknown => JSON.parse(JSON.stringify(value)))
  )
}

function anyNumber({ minValue, maxValue, format }: z.ZodNumber): fc.Arbitrary<number> {
  const min = minValue ?? 0
  const max = maxValue ?? 1e9
  const edges = fc.constantFrom(min, max)
  // Minus zero is written as zero.
  const inner =
    format === 'safeint'
      ? fc.integer({ min, max: Math.min(max, min + 5000) })
      : fc.double({ min, max, noNaN: true }).map((value) => value + 0)
  return fc.oneof({ arbitrary: inner, weight: 4 }, { arbitrary: edges, weight: 1 })
}

function anyText({ minLength, format }: z.ZodString, key: string): fc.Arbitrary<string> {
  if (format === 'regex') return fc.constantFrom(...idsFor(key))
  return fc.string({ minLength: minLength ?? 0, maxLength: 12, unit: 'binary' })
}

function idsFor(key: string): readonly string[] {
  if (/channel|exchange|queue/i.test(key)) return CHANNEL_IDS
  if (/service/i.test(key)) return SERVICE_IDS
  if (key === 'nodes') return [...SERVICE_IDS, ...CHANNEL_IDS]
  return key === 'attributes' || key === 'arguments' ? ATTRIBUTES : OTHER_IDS
}

function anyObject({ shape }: z.ZodObject): fc.Arbitrary<unknown> {
  const parts: Readonly<Record<string, Schema>> = shape
  const arbitraries = Object.fromEntries(
    Object.entries(parts).map(([key, part]) => [key, arbitraryOf(part, key)]),
  )
  const requiredKeys = Object.keys(parts).filter((key) => {
    const part = parts[key]
    return part === undefined || bareSchema(part) === part
  })
  return fc.record(arbitraries, { requiredKeys, noNullPrototype: true })
}

function anyMap({ keyType, valueType }: z.ZodRecord, key: string): fc.Arbitrary<unknown> {
  const keys = arbitraryOf(keyType, key) as fc.Arbitrary<string>
  // No document may use that name.
  const usable = keys.filter((name) => name !== '__proto__')
  return fc.dictionary(usable, arbitraryOf(valueType), { maxKeys: 4, noNullPrototype: true })
}
