import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRecord } from '../lib/json.ts'
import { canonicalRecipeText, canonicalText } from './canonical.ts'
import { parseDocumentText, parseRecipe, parseTopology, parseTopologyText } from './parse.ts'
import { ENGINE_VERSION, type Recipe, recipeSchema } from './recipe.ts'
import { anyTopology, arbitraryOf } from './topology.arbitrary.ts'
import { exampleTopology } from './topology.fixture.ts'
import { emptyTopology } from './topology.ts'

describe('canonicalText', () => {
  it('has the keys of objects in the order of the schema, those of maps by code unit', () => {
    const { layout, ...rest } = emptyTopology('Two')
    const shuffled = {
      layout: {
        contexts: {},
        nodes: { b: { y: 2, x: 1 }, '10': { x: 0, y: 0 }, '9': { y: 0, x: 0 } },
      },
      ...rest,
      channels: { topic: { partitions: 3, name: 'T', kind: 'kafkaTopic' } },
    }

    const parsed = parseTopology(shuffled)

    if (!parsed.ok) throw new Error('not parsed')
    expect(canonicalText(parsed.topology)).toBe(TEXT)
  })

  it('is the same for the same document, in whatever order its keys come', () => {
    fc.assert(
      fc.property(anyTopology(), fc.infiniteStream(fc.nat()), (topology, chances) => {
        const text = canonicalText(topology)
        const shuffled = parseTopology(withKeysShuffled(topology, chances))

        expect(shuffled.ok && canonicalText(shuffled.topology)).toBe(text)
      }),
      { numRuns: 80 },
    )
  })

  it('reads back as the same document and the same text', () => {
    fc.assert(
      fc.property(anyTopology(), (topology) => {
        const text = canonicalText(topology)
        const parsed = parseTopologyText(text)

        if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
        expect(parsed.topology).toEqual(topology)
        expect(canonicalText(parsed.topology)).toBe(text)
      }),
      { numRuns: 80 },
    )
  })
})

describe('canonicalRecipeText', () => {
  it('reads back as the same recipe', () => {
    const recipe: Recipe = {
      format: 'millrace-recipe/1',
      engineVersion: ENGINE_VERSION,
      topology: exampleTopology(),
      seed: 7,
      untilMs: 60_000,
      commands: [
        {
          atNs: 5,
          sequence: 0,
          change: {
            kind: 'edit',
            edits: [{ label: 'Name', changes: [{ path: ['name'], value: 'B' }] }],
          },
        },
        {
          atNs: 9,
          sequence: 1,
          change: { kind: 'fault', fault: { kind: 'crash', serviceId: 'ledger' } },
        },
      ],
    }

    const document = parseDocumentText(canonicalRecipeText(recipe))

    expect(document).toEqual({ kind: 'recipe', recipe })
  })

  it('reads any recipe back', () => {
    fc.assert(
      fc.property(arbitraryOf(recipeSchema), (value) => {
        const parsed = parseRecipe(value)
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
        const text = canonicalRecipeText(parsed.recipe)

        const again = parseDocumentText(text)

        expect(again.kind === 'recipe' && canonicalRecipeText(again.recipe)).toBe(text)
      }),
      { numRuns: 60 },
    )
  })
})

function withKeysShuffled(value: unknown, chances: Iterator<number>): unknown {
  if (Array.isArray(value)) return value.map((item) => withKeysShuffled(item, chances))
  if (!isRecord(value)) return value
  const entries = Object.entries(value)
    .map(([key, item]) => ({ key, item, rank: Number(chances.next().value) }))
    .sort((a, b) => a.rank - b.rank)
  return Object.fromEntries(entries.map(({ key, item }) => [key, withKeysShuffled(item, chances)]))
}

const TEXT = `{
  "format": "millrace/1",
  "name": "Two",
  "eventTypes": {},
  "services": {},
  "channels": {
    "topic": {
      "kind": "kafkaTopic",
      "name": "T",
      "partitions": 3
    }
  },
  "bindings": {},
  "subscriptions": {},
  "layout": {
    "nodes": {
      "10": {
        "x": 0,
        "y": 0
      },
      "9": {
        "x": 0,
        "y": 0
      },
      "b": {
        "x": 1,
        "y": 2
      }
    },
    "contexts": {},
    "notes": {}
  }
}
`
