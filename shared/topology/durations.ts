// How long something takes, as a document says it. In every kind `cv` is the coefficient of variation:
// deviation / mean.

import { z } from 'zod'
import { durationMsSchema, probabilitySchema } from './fields.ts'

/** Of an empirical duration. A longer recording belongs into percentiles. */
export const RECORDED_VALUES_MAX = 1000

export const PERCENTILES_MAX = 100

export const MIXTURE_PARTS_MAX = 8

const weightSchema = z.number().min(0).max(1e9)

/**
 * Every kind takes these. First the shift is added; `meanMs` is the mean before it. Then only times between
 * the limits, both included, can be drawn, each with the chance that it has if the time is known to lie there.
 */
const adjustment = {
  shiftMs: durationMsSchema.meta({ description: 'Added to every time.' }).optional(),
  atLeastMs: durationMsSchema
    .meta({ description: 'Shorter times, with the shift, are drawn again.' })
    .optional(),
  atMostMs: durationMsSchema
    .meta({ description: 'Longer times, with the shift, are drawn again.' })
    .optional(),
}

/** A recorded value, or several of the same as one of a histogram's bars. */
const recordedValueSchema = z.union([
  durationMsSchema,
  z.strictObject({ valueMs: durationMsSchema, weight: weightSchema }),
])

const simpleSchemas = [
  z.strictObject({ kind: z.literal('constant'), valueMs: durationMsSchema, ...adjustment }),
  z.strictObject({
    kind: z.literal('uniform'),
    minMs: durationMsSchema,
    maxMs: durationMsSchema,
    ...adjustment,
  }),
  z.strictObject({ kind: z.literal('exponential'), meanMs: durationMsSchema, ...adjustment }),
  z.strictObject({
    kind: z.literal('logNormal'),
    meanMs: durationMsSchema,
    cv: z.number().min(0.01).max(20),
    ...adjustment,
  }),
  /** The sum of `shape` exponential phases of equal mean. */
  z.strictObject({
    kind: z.literal('erlang'),
    meanMs: durationMsSchema,
    shape: z.int().min(1).max(1000),
    ...adjustment,
  }),
  /** One of two exponential phases, each of which contributes half of the mean. */
  z.strictObject({
    kind: z.literal('hyperexponential'),
    meanMs: durationMsSchema,
    cv: z.number().min(1).max(20),
    ...adjustment,
  }),
  z.strictObject({
    kind: z.literal('gamma'),
    meanMs: durationMsSchema,
    cv: z.number().min(0.01).max(20),
    ...adjustment,
  }),
  /** Below a shape of 1 most are short and a few very long; above, they gather around the mean. */
  z.strictObject({
    kind: z.literal('weibull'),
    meanMs: durationMsSchema,
    shape: z.number().min(0.2).max(20),
    ...adjustment,
  }),
  /**
   * Pareto's type I: never shorter than meanMs × (tailIndex - 1) / tailIndex, and longer than x with a chance
   * in proportion to x^-tailIndex. Up to a tail index of 2 the deviation is infinite.
   */
  z.strictObject({
    kind: z.literal('pareto'),
    meanMs: durationMsSchema,
    tailIndex: z.number().min(1.1).max(100),
    ...adjustment,
  }),
  z
    .strictObject({
      kind: z.literal('empirical'),
      valuesMs: z.array(recordedValueSchema).min(1).max(RECORDED_VALUES_MAX),
      ...adjustment,
    })
    .meta({ description: 'One of the recorded values, in proportion to its weight (alone: 1).' }),
  z
    .strictObject({
      kind: z.literal('percentiles'),
      points: z
        .array(z.strictObject({ share: probabilitySchema, valueMs: durationMsSchema }))
        .min(1)
        .max(PERCENTILES_MAX),
      ...adjustment,
    })
    .meta({
      description:
        'A share of 0.95 takes at most the value of that point; between points the value runs straight. The last share is 1, the maximum; without a share of 0, the minimum, it begins at 0 ms.',
    }),
] as const

/** What a mixture is made of. */
const simpleDurationSchema = z
  .discriminatedUnion('kind', simpleSchemas)
  .meta({ id: 'simpleDuration' })
export type SimpleDuration = z.infer<typeof simpleDurationSchema>

/** Named in the published schema, which speaks of it in many places. */
export const durationDistributionSchema = z
  .discriminatedUnion('kind', [
    ...simpleSchemas,
    z
      .strictObject({
        kind: z.literal('mixture'),
        parts: z
          .array(z.strictObject({ weight: weightSchema, duration: simpleDurationSchema }))
          .min(1)
          .max(MIXTURE_PARTS_MAX),
        ...adjustment,
      })
      .meta({
        description: 'Each time is of one of the parts, drawn in proportion to its weight.',
      }),
  ])
  .meta({
    id: 'duration',
    description:
      'How long something takes. `meanMs` is the mean before the shift is added. Between the limits, both included, times have the chances that they have if they are known to lie there.',
  })
export type DurationDistribution = z.infer<typeof durationDistributionSchema>
