// A story: what to look at in an example, what to break, and what to expect. Stories are data beside the
// examples; each expectation is a condition on live figures, which a test holds against a simulated run.

import { z } from 'zod'
import { durationMsSchema, idSchema } from '../topology/fields.ts'
import { runChangeSchema } from '../topology/recipe.ts'
import { speedSchema } from './protocol.ts'

const STORY_FORMAT = 'millrace-story/1'

/** In the order of the gallery. */
export const DOMAINS = ['Basics', 'IoT', 'E-commerce', 'Finance'] as const
export const domainSchema = z.enum(DOMAINS)

/** Something that a step does when the person says so. */
export const deedSchema = z.discriminatedUnion('kind', [
  /** A fault, its end, or what an operator does. */
  z.strictObject({ kind: z.literal('change'), change: runChangeSchema }),
  z.strictObject({ kind: z.literal('speed'), speed: speedSchema }),
  /** One setting of the drawing; can be undone. */
  z.strictObject({
    kind: z.literal('set'),
    path: z.array(z.string().max(64)).min(1).max(10),
    value: z.union([z.number(), z.string().max(200), z.boolean()]),
  }),
])
export type Deed = z.infer<typeof deedSchema>

const checkSchema = z
  .strictObject({
    /** The condition in words: "The lag of Payments passes 1,000." */
    says: z.string().min(1).max(160),
    /** As elements.ts names them. */
    element: z.string().min(1).max(200),
    /** As metrics.ts names them. */
    metric: z.string().min(1).max(40),
    atLeast: z.number().optional(),
    atMost: z.number().optional(),
    /** Virtual time since the step's deed, or since the step began. */
    withinMs: durationMsSchema,
    /** True: it holds all that time. Otherwise it is met once. */
    stays: z.boolean().default(false),
  })
  .refine(({ atLeast, atMost }) => atLeast !== undefined || atMost !== undefined, {
    message: 'A condition has a limit: "atLeast", "atMost" or both.',
  })
export type Check = z.infer<typeof checkSchema>

const stepSchema = z.strictObject({
  title: z.string().min(1).max(60),
  text: z.string().min(1).max(500),
  /** What the canvas shows; left out: the view stays. */
  look: z.array(idSchema).max(20).optional(),
  tab: z.enum(['events', 'metrics', 'problems', 'eventTypes']).optional(),
  act: z
    .strictObject({ label: z.string().min(1).max(40), deeds: z.array(deedSchema).min(1).max(6) })
    .optional(),
  checks: z.array(checkSchema).max(3).default([]),
})
export type StoryStep = z.infer<typeof stepSchema>

/** GET /api/examples/:id/story */
export const storySchema = z.strictObject({
  format: z.literal(STORY_FORMAT),
  domain: domainSchema,
  /** Of the example, in a line. */
  summary: z.string().min(1).max(120),
  /** Of the story: what one learns. */
  title: z.string().min(1).max(60),
  steps: z.array(stepSchema).min(3).max(6),
})
export type Story = z.infer<typeof storySchema>

export function isMet({ atLeast, atMost }: Check, value: number): boolean {
  if (Number.isNaN(value)) return false
  return value >= (atLeast ?? -Infinity) && value <= (atMost ?? Infinity)
}
