import { z } from 'zod'
import { problemWithJson } from '../lib/json.ts'

/** Nesting of a JSON Schema, counted in objects and arrays. */
const DEPTH_MAX = 16
const NODES_MAX = 2000

const jsonSchemaSchema = z
  .record(z.string().max(200), z.unknown())
  .superRefine((schema, context) => {
    const problem = problemWith(schema)
    if (problem) context.addIssue({ code: 'custom', message: problem })
  })

/** Bytes of a body whose event type says nothing. */
export const BODY_BYTES_DEFAULT = 1024

/** Marks of an event type on the canvas: hue and shape, never hue alone. */
export const EVENT_SHAPES = ['circle', 'square', 'ring', 'triangle', 'hexagon'] as const

/** How many hues the canvas tells apart. */
export const EVENT_HUES = 5

export const eventTypeSchema = z.strictObject({
  name: z.string().min(1, 'A name has at least one character.').max(120),
  /** The field of the payload that carries the key, such as `orderId`. */
  keyPath: z.string().max(200).optional(),
  /** How versions may follow each other, as schema registries name it. */
  compatibility: z.enum(['none', 'backward', 'forward', 'full']),
  versions: z
    .array(z.strictObject({ version: z.int().min(1).max(10_000), schema: jsonSchemaSchema }))
    .min(1, 'An event type has at least one version.')
    .max(100),
  /** Bytes of one event's body, where a broker counts them. */
  sizeBytes: z.int().min(0).max(100_000_000).optional(),
  /** From 1: the hue on the canvas. */
  hue: z.int().min(1).max(EVENT_HUES),
  shape: z.enum(EVENT_SHAPES),
})
export type EventType = z.infer<typeof eventTypeSchema>
export type JsonSchema = EventType['versions'][number]['schema']

function problemWith(schema: Readonly<Record<string, unknown>>): string | undefined {
  const problem = problemWithJson(schema, DEPTH_MAX)
  if (problem !== null) return `A JSON Schema ${problem.message}`
  // Its depth is bounded by now; its breadth is not.
  const waiting: unknown[] = [schema]
  for (let nodes = 1; waiting.length > 0; nodes += 1) {
    if (nodes > NODES_MAX) return `A JSON Schema has at most ${NODES_MAX} objects and arrays.`
    for (const [key, value] of Object.entries(waiting.pop() ?? {})) {
      if (key === '$ref' && !pointsInside(value))
        return 'A $ref points into the same schema: it starts with #.'
      if (typeof value === 'object' && value !== null) waiting.push(value)
    }
  }
  return undefined
}

function pointsInside(reference: unknown): boolean {
  return typeof reference === 'string' && reference.startsWith('#')
}
