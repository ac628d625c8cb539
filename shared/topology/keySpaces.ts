// Which keys events carry, and how often each; it may change while a run goes on.

import { z } from 'zod'
import { durationMsSchema } from './fields.ts'

export const KEY_PHASES_MAX = 20

const KEYS_MAX_IN_SPACE = 1_000_000

const keyDistributionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('uniform') }),
  /** Key n is drawn in proportion to 1 / (n + 1)^exponent. */
  z.strictObject({ kind: z.literal('zipf'), exponent: z.number().min(0).max(5) }),
  /** Weights of the first keys; the other keys share `restWeight` evenly. */
  z.strictObject({
    kind: z.literal('weighted'),
    weights: z.array(z.number().min(0).max(1e9)).min(1).max(1000),
    restWeight: z.number().min(0).max(1e9),
  }),
])
export type KeyDistribution = z.infer<typeof keyDistributionSchema>

const keyPhaseSchema = z.strictObject({
  fromMs: durationMsSchema,
  distribution: keyDistributionSchema,
})
export type KeyPhase = z.infer<typeof keyPhaseSchema>

/** The keys that a source draws from: `<prefix>0` to `<prefix><size - 1>`. */
export const keySpaceSchema = z.strictObject({
  prefix: z.string().max(32),
  size: z.int().min(1).max(KEYS_MAX_IN_SPACE),
  distribution: keyDistributionSchema,
  phases: z.array(keyPhaseSchema).min(1).max(KEY_PHASES_MAX).optional().meta({
    description:
      'From each of these times after the start of the run, another distribution holds; in order.',
  }),
  rotation: z
    .strictObject({
      everyMs: durationMsSchema.min(1),
      by: z.int().min(1).max(KEYS_MAX_IN_SPACE),
    })
    .optional()
    .meta({
      description:
        'Each time, other keys are the popular ones: what was drawn as key n is drawn as key n + by, beginning again after the last.',
    }),
})
export type KeySpace = z.infer<typeof keySpaceSchema>
