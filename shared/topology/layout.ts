// Where things stand on the canvas. Nothing here changes a run.

import { z } from 'zod'
import { EVENT_HUES } from '../schemas/eventType.ts'
import { idSchema, mapOf, nameSchema, noteSchema } from './fields.ts'

export const COORDINATE_MAX = 1_000_000
const EXTENT_MIN = 20
export const EXTENT_MAX = 100_000

const coordinateSchema = z.number().min(-COORDINATE_MAX).max(COORDINATE_MAX)
const extentSchema = z.number().min(EXTENT_MIN).max(EXTENT_MAX)

const positionSchema = z.strictObject({ x: coordinateSchema, y: coordinateSchema })
export type Position = z.infer<typeof positionSchema>

const boxSchema = positionSchema.extend({ width: extentSchema, height: extentSchema })

/** Membership stands with the member, so that nothing can belong to two contexts. */
const membership = { contextId: idSchema.optional() }

/** Top left corner. */
const placeSchema = positionSchema.extend(membership)

/** A frame round what belongs together (a bounded context). */
const contextSchema = z.strictObject({
  name: nameSchema,
  ...boxSchema.shape,
  /** Drawn as one node, without its members. */
  collapsed: z.literal(true).optional(),
})
export type Context = z.infer<typeof contextSchema>

/** Plain text on the canvas. */
const canvasNoteSchema = z.strictObject({
  text: noteSchema,
  ...boxSchema.shape,
  /** One of the hues of event types; left out: as quiet as the canvas. */
  hue: z.int().min(1).max(EVENT_HUES).optional(),
  ...membership,
})
export type Note = z.infer<typeof canvasNoteSchema>

export const layoutSchema = z.strictObject({
  /** Of each service and channel, by id. */
  nodes: mapOf(placeSchema),
  contexts: mapOf(contextSchema),
  notes: mapOf(canvasNoteSchema).default({}),
})
