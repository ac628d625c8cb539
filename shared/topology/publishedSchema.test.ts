import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isRecord, type Step } from '../lib/json.ts'
import { publishedSchemaText } from './publishedSchema.ts'
import { anyJson, anyTopology } from './topology.arbitrary.ts'
import { type Topology, topologySchema } from './topology.ts'

const FILE = new URL('./topology.schema.json', import.meta.url)

describe('the published JSON Schema', () => {
  it('is current: `npx tsx scripts/publishSchema.ts` writes it', () => {
    expect(readFileSync(FILE, 'utf8')).toBe(publishedSchemaText())
  })

  it('takes every document that we take', () => {
    const published = readPublished()

    fc.assert(
      fc.property(anyTopology(), (topology) => {
        expect(published.safeParse(topology).error?.issues).toBeUndefined()
      }),
      { numRuns: 80 },
    )
  })

  it('takes a spoilt document only if we do, or if words are needed to say what is wrong', () => {
    const published = readPublished()
    let refusals = 0

    fc.assert(
      fc.property(anySpoiltTopology(), (document) => {
        const ours = topologySchema.safeParse(document)
        const theirs = published.safeParse(document)
        if (!theirs.success) refusals += 1

        if (ours.success) expect(theirs.success).toBe(true)
        else expect(theirs.success).toBe(ours.error.issues.every(({ code }) => code === 'custom'))
      }),
      { numRuns: 200 },
    )
    expect(refusals).toBeGreaterThan(50)
  })
})

function readPublished(): z.ZodType {
  return z.fromJSONSchema(JSON.parse(readFileSync(FILE, 'utf8')))
}

/** With one part taken out, put in or replaced. */
function anySpoiltTopology(): fc.Arbitrary<unknown> {
  return anyTopology().chain((topology) =>
    fc
      .record({ place: fc.constantFrom(...placesIn(topology)), value: fc.option(anyJson()) })
      .map(({ place, value }) => spoilt(topology, place, value)),
  )
}

function spoilt(topology: Topology, place: readonly Step[], value: unknown): unknown {
  const copy = structuredClone(topology)
  let parent: unknown = copy
  for (const step of place.slice(0, -1)) parent = (parent as Record<Step, unknown>)[step]
  const key = place.at(-1) ?? ''
  if (value === null && isRecord(parent)) delete (parent as Record<Step, unknown>)[key]
  else (parent as Record<Step, unknown>)[key] = value
  return copy
}

function placesIn(value: unknown, path: readonly Step[] = []): readonly Step[][] {
  if (typeof value !== 'object' || value === null) return []
  const steps = Array.isArray(value) ? [...value.keys()] : [...Object.keys(value), 'extra']
  return steps.flatMap((step) => [
    [...path, step],
    ...placesIn((value as Record<Step, unknown>)[step], [...path, step]),
  ])
}
