import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRecord, problemWithJson, type Step } from '../lib/json.ts'
import { canonicalText } from './canonical.ts'
import type { Change, Edit } from './change.ts'
import { applyEdit } from './edit.ts'
import { partSchema, type Schema, valueAt } from './schemaWalk.ts'
import { anyJson, anyTopology, arbitraryOf } from './topology.arbitrary.ts'
import { type Topology, topologySchema } from './topology.ts'

describe('applyEdit, on any document', () => {
  it('gives what the schema gives, and takes itself back exactly', () => {
    let applied = 0
    fc.assert(
      fc.property(anyTopologyAndEdit(), ({ topology, edit }) => {
        const before = canonicalText(topology)
        const outcome = applyEdit(topology, edit)

        expect(canonicalText(topology)).toBe(before)
        if (!outcome.ok) {
          expect(outcome.reason).toMatch(/\S/)
          return
        }
        applied += 1
        expect(problemWithJson(outcome.topology)).toBeNull()
        expect(outcome.topology).toEqual(topologySchema.parse(outcome.topology))

        const back = applyEdit(outcome.topology, outcome.inverse)
        if (!back.ok) throw new Error(back.reason)
        expect(back.topology).toEqual(topology)
        expect(canonicalText(back.topology)).toBe(before)

        const again = applyEdit(back.topology, back.inverse)
        if (!again.ok) throw new Error(again.reason)
        expect(again.topology).toEqual(outcome.topology)
      }),
      { numRuns: 100 },
    )
    // Otherwise the property would hold for want of edits that can be made.
    expect(applied).toBeGreaterThan(20)
  })

  it('refuses exactly what the schema refuses', () => {
    fc.assert(
      fc.property(anyTopologyAndEdit(1), ({ topology, edit }) => {
        const outcome = applyEdit(topology, edit)
        const [change] = edit.changes
        if (!change || change.path.some((step) => typeof step === 'number')) return
        const plain = structuredClone<unknown>(topology)
        if (!putPlainly(plain, change)) return

        expect(outcome.ok).toBe(topologySchema.safeParse(plain).success)
      }),
      { numRuns: 100 },
    )
  })

  it('keeps the identity of every entry that it does not change', () => {
    fc.assert(
      fc.property(anyTopologyAndEdit(), ({ topology, edit }) => {
        const outcome = applyEdit(topology, edit)
        if (!outcome.ok) return

        for (const [before, after] of entriesOf(topology, outcome.topology))
          if (JSON.stringify(before) === JSON.stringify(after)) expect(after).toBe(before)
      }),
      { numRuns: 100 },
    )
  })
})

function anyTopologyAndEdit(maxLength = 5) {
  return anyTopology().chain((topology) =>
    fc
      .array(anyChange(topology), { minLength: 1, maxLength })
      .map((changes): { topology: Topology; edit: Edit } => ({
        topology,
        edit: { label: 'Change', changes },
      })),
  )
}

/** At a place of the document, or just beyond one: removed, replaced by what fits, or by anything. */
function anyChange(topology: Topology): fc.Arbitrary<Change> {
  return fc.constantFrom(...placesIn(topology)).chain(({ path, schema }) => {
    const fitting = schema === undefined ? anyJson() : arbitraryOf(schema, String(path.at(-1)))
    return fc
      .oneof(
        { arbitrary: fitting, weight: 5 },
        { arbitrary: fc.constant(undefined), weight: 3 },
        { arbitrary: anyJson(), weight: 1 },
      )
      .map((value) => (value === undefined ? { path } : { path, value }))
  })
}

interface Place {
  readonly path: Step[]
  readonly schema: Schema | undefined
}

function placesIn(topology: Topology): readonly Place[] {
  const places: Place[] = []
  const visit = (path: Step[], value: unknown, schema: Schema | undefined) => {
    if (path.length > 0) places.push({ path, schema })
    const steps = Array.isArray(value) ? [...value.keys(), value.length] : []
    if (isRecord(value)) steps.push(...([...Object.keys(value), 'extra'] as never[]))
    for (const step of steps as Step[])
      visit([...path, step], valueAt(value, [step]), schema && partSchema(schema, value, step))
  }
  visit([], topology, topologySchema)
  return places
}

/** False where the place is not there. */
function putPlainly(document: unknown, { path, value }: Change): boolean {
  const parent = valueAt(document, path.slice(0, -1))
  if (!isRecord(parent)) return false
  const target = parent as Record<string, unknown>
  const key = String(path.at(-1))
  if (value === undefined) delete target[key]
  else target[key] = value
  return true
}

function* entriesOf(before: Topology, after: Topology): Generator<readonly [unknown, unknown]> {
  for (const section of ['services', 'channels', 'subscriptions', 'eventTypes'] as const)
    for (const id of Object.keys(after[section]))
      yield [valueAt(before, [section, id]), valueAt(after, [section, id])]
  yield [before.layout, after.layout]
  yield [before, after]
}
