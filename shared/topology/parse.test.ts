import { describe, expect, it } from 'vitest'
import { currentFormat, migrate, RECIPES, TOPOLOGIES } from './migrations.ts'
import {
  describeProblems,
  parseDocumentText,
  parseRecipe,
  parseTopology,
  parseTopologyText,
} from './parse.ts'
import { RECIPE_FORMAT } from './recipe.ts'
import { valueAt } from './schemaWalk.ts'
import { exampleTopology } from './topology.fixture.ts'
import { FORMAT } from './topology.ts'

describe('parseTopologyText', () => {
  it('takes a document, with or without a byte order mark', () => {
    const topology = exampleTopology()

    expect(parseTopologyText(JSON.stringify(topology))).toEqual({ ok: true, topology })
    expect(parseTopologyText(`\uFEFF${JSON.stringify(topology)}`)).toEqual({ ok: true, topology })
  })

  it.each<[name: string, text: string, problem: string]>([
    ['nothing', ' \n', 'The text is empty.'],
    ['half a file', '{"format": "millrace/1", "na', 'Line 1, column 29: The text ends too early.'],
    [
      'a key twice',
      '{"a": 1, "a": 2}',
      'Line 1, column 10: The key "a" stands twice in one object.',
    ],
    ['a list', '[]', 'A document is a JSON object, but this is an empty list.'],
    ['an object of somebody else', '{}', 'format: is missing; it must be "millrace/1".'],
    [
      'another format',
      '{"format": "asyncapi/3"}',
      'format: must be "millrace/1", but is "asyncapi/3".',
    ],
    [
      'a newer format',
      '{"format": "millrace/12"}',
      'format: "millrace/12" is newer than "millrace/1", the newest that this Millrace reads. A newer Millrace can open it.',
    ],
    ['8 MB', `"${'x'.repeat(8_000_000)}"`, 'A document has at most 8 MB, and this one has more.'],
    [
      '8 MB in UTF-8',
      `"${'ü'.repeat(4_000_000)}"`,
      'A document has at most 8 MB, and this one has more.',
    ],
    ['a number too large', '{"a": 1e999}', 'a: must be a finite number, but is Infinity.'],
    [
      'a prototype',
      '{"format": "millrace/1", "services": {"__proto__": {}}}',
      "services.__proto__: is a name that no document may use: '__proto__'.",
    ],
  ])('refuses %s', (_, text, problem) => {
    const parsed = parseTopologyText(text)

    expect(!parsed.ok && describeProblems(parsed.problems)).toBe(problem)
  })
})

describe('parseTopology', () => {
  it.each<[name: string, path: string, value: unknown, problem: string]>([
    [
      'a number that is a text',
      'services.shop.replicas',
      'four',
      'must be a whole number from 0 to 1,000, but is "four".',
    ],
    [
      'a number too large',
      'services.shop.replicas',
      5000,
      'must be a whole number from 0 to 1,000, but is 5000.',
    ],
    [
      'a fraction',
      'services.shop.replicas',
      1.5,
      'must be a whole number from 0 to 1,000, but is 1.5.',
    ],
    [
      'nothing',
      'services.shop.replicas',
      null,
      'must be a whole number from 0 to 1,000, but is null.',
    ],
    [
      'another word',
      'services.shop.role',
      'robot',
      'must be "service", "external" or "projection", but is "robot".',
    ],
    ['an empty name', 'services.shop.name', '', 'A name has at least one character.'],
    [
      'another kind',
      'channels.placed.kind',
      'mqttTopic',
      'must be "kafkaTopic", "rabbitExchange", "rabbitQueue", "snsTopic", "sqsQueue" or "eventStore", but is "mqttTopic".',
    ],
    [
      'a list for an object',
      'services.shop.sources',
      [],
      'must be an object, but is an empty list.',
    ],
    [
      'a number for a choice',
      'services.shop.sources.placed.routingKey',
      5,
      'must be a text of at most 255 characters or a list of 1 to 50 items, but is 5.',
    ],
    [
      'an empty list',
      'services.shop.sources.placed.routingKey',
      [],
      'must be a text of at most 255 characters or a list of 1 to 50 items, but is an empty list.',
    ],
    [
      'a switch that is a text',
      'subscriptions.payments-placed.enableAutoCommit',
      'yes',
      'must be true or false, but is "yes".',
    ],
    [
      'a foreign reference',
      'eventTypes.order-placed.versions.0.schema',
      { $ref: 'http://a/b' },
      'A $ref points into the same schema: it starts with #.',
    ],
  ])('refuses %s with its place and what would be right', (_, path, value, message) => {
    const document = withValue(path, value)

    const parsed = parseTopology(document)

    const shown = path.replace('.0.', '[0].')
    expect(parsed).toEqual({ ok: false, problems: [{ path: shown, message }] })
  })

  it('finds the place inside a choice between forms', () => {
    const document = withValue('services.shop.sources.placed.routingKey', [
      { value: 'a', weight: -1 },
    ])

    expect(parseTopology(document)).toEqual({
      ok: false,
      problems: [
        {
          path: 'services.shop.sources.placed.routingKey[0].weight',
          message: 'must be a number from 0 to 1,000,000,000, but is -1.',
        },
      ],
    })
  })

  it('refuses unknown keys, each with its path', () => {
    const document = withValue('channels.placed', {
      kind: 'kafkaTopic',
      name: 'placed',
      partitions: 1,
      retentionMS: 5,
    })
    document.layout = { nodes: { placed: { x: 0, y: 0, 'x y': 1 } }, contexts: {} }

    expect(parseTopology(document)).toEqual({
      ok: false,
      problems: [
        {
          path: 'channels.placed.retentionMS',
          message: "is not known here; perhaps 'retentionMs' is meant.",
        },
        {
          path: 'layout.nodes.placed["x y"]',
          message: 'is not known here; what may stand here is x, y, contextId.',
        },
      ],
    })
  })

  it('gives a document up early that is full of mistakes', () => {
    const mistakes = Object.fromEntries(Array.from({ length: 19_000 }, (_, n) => [`m-${n}`, {}]))
    const document = { ...exampleTopology(), ...mistakes, services: mistakes, channels: mistakes }

    const parsed = parseTopology(document)

    if (parsed.ok) throw new Error('taken')
    expect(parsed.problems[0]).toMatchObject({ path: 'm-0' })
    // Those of the last part that was looked at are all told.
    expect(parsed.problems.length).toBeLessThan(2000)
  })

  it('takes minus zero for zero', () => {
    const document = JSON.parse(JSON.stringify(exampleTopology()))
    document.services.shop.sources.placed.arrivals = { kind: 'constant', ratePerSecond: -0 }

    const parsed = parseTopology(document)

    if (!parsed.ok) throw new Error(describeProblems(parsed.problems))
    expect(parsed.topology.services.shop?.sources.placed?.arrivals).toEqual({
      kind: 'constant',
      ratePerSecond: 0,
    })
  })

  it('describes a great many problems in few lines and little time', () => {
    const services = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, number) => [`s-${number}`, 5]),
    )

    const parsed = parseTopology({ ...exampleTopology(), services })

    if (parsed.ok) throw new Error('taken')
    const lines = describeProblems(parsed.problems).split('\n')
    expect(lines).toHaveLength(11)
    expect(lines[0]).toBe('services.s-0: must be an object, but is 5.')
    expect(lines[10]).toBe('and many more')
  })
})

describe('parseRecipe', () => {
  it('places problems of the topology inside', () => {
    const topology = withValue('services.shop.replicas', -1)
    const recipe = { format: RECIPE_FORMAT, engineVersion: '1', topology, seed: 1, untilMs: 1 }

    expect(parseRecipe(recipe)).toEqual({
      ok: false,
      problems: [
        {
          path: 'topology.services.shop.replicas',
          message: 'must be a whole number from 0 to 1,000, but is -1.',
        },
        { path: 'commands', message: 'is missing; it must be a list of at most 100,000 items.' },
      ],
    })
    const newer = { ...topology, format: 'millrace/2' }
    expect(parseRecipe({ ...recipe, commands: [], topology: newer })).toEqual({
      ok: false,
      problems: [
        {
          path: 'topology.format',
          message:
            '"millrace/2" is newer than "millrace/1", the newest that this Millrace reads. A newer Millrace can open it.',
        },
      ],
    })
  })
})

describe('parseDocumentText', () => {
  it('tells topologies from recipes', () => {
    const topology = exampleTopology()
    const recipe = {
      format: RECIPE_FORMAT,
      engineVersion: '1',
      topology,
      seed: 1,
      untilMs: 1,
      commands: [],
    }

    expect(parseDocumentText(JSON.stringify(topology))).toEqual({ kind: 'topology', topology })
    expect(parseDocumentText(JSON.stringify(recipe))).toEqual({ kind: 'recipe', recipe })
  })

  it('refuses what is neither', () => {
    expect(parseDocumentText('{"openapi": "3.1.0"}')).toEqual({
      kind: 'refused',
      problems: [
        {
          path: '',
          message:
            'This is no document of Millrace: its "format" must be "millrace/1" (a topology) or "millrace-recipe/1" (a run).',
        },
      ],
    })
  })
})

describe('migrate', () => {
  it('brings an older version up to the current one, a version at a time', () => {
    const format = {
      name: 'made-up',
      migrations: [
        ({ title, ...rest }: Readonly<Record<string, unknown>>) => ({
          ...rest,
          format: 'made-up/2',
          name: title,
        }),
        (document: Readonly<Record<string, unknown>>) => ({
          ...document,
          format: 'made-up/3',
          name: `${document.name}!`,
        }),
      ],
    }

    const current = { format: 'made-up/3', name: 'A!' }
    expect(currentFormat(format)).toBe('made-up/3')
    expect(migrate({ format: 'made-up/1', title: 'A' }, format)).toEqual({
      ok: true,
      value: current,
    })
    expect(migrate({ format: 'made-up/2', name: 'A' }, format)).toEqual({
      ok: true,
      value: current,
    })
    expect(migrate(current, format)).toEqual({ ok: true, value: current })
    expect(migrate({ format: 'made-up/4' }, format).ok).toBe(false)
    expect(migrate({ format: 'made-up/0' }, format).ok).toBe(false)
    expect(migrate({ format: 'made-up/1x' }, format).ok).toBe(false)
  })

  it('ends at the version that the schema takes', () => {
    expect(currentFormat(TOPOLOGIES)).toBe(FORMAT)
    expect(currentFormat(RECIPES)).toBe(RECIPE_FORMAT)
  })
})

function withValue(path: string, value: unknown): Record<string, unknown> {
  const document: Record<string, unknown> = structuredClone(exampleTopology())
  const steps = path.split('.')
  const parent = valueAt(document, steps.slice(0, -1)) as Record<string, unknown>
  parent[steps.at(-1) ?? ''] = value
  return document
}
