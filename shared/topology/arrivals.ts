// When a source publishes, and how many events each time.

import { z } from 'zod'
import { durationDistributionSchema } from './durations.ts'
import { durationMsSchema, ratePerSecondSchema } from './fields.ts'

/** Longer recordings belong into a profile of their rate. */
export const RECORDED_MAX = 5000

/** Of a closed loop. */
export const CLIENTS_MAX = 10_000

/** Events of one arrival. */
export const BATCH_SIZE_MAX = 1000

const batchSizeSchema = z.int().min(1).max(BATCH_SIZE_MAX)

const processSchema = z.enum(['constant', 'poisson'])

/** A profile's rate runs straight from point to point and holds after the last. */
const profileSchema = z
  .strictObject({
    kind: z.literal('profile'),
    process: processSchema,
    points: z
      .array(z.strictObject({ atMs: durationMsSchema, ratePerSecond: ratePerSecondSchema }))
      .min(1)
      .max(200),
  })
  .meta({ description: 'At a rate that changes over time.' })

const renewalSchema = z
  .strictObject({ kind: z.literal('renewal'), gap: durationDistributionSchema })
  .meta({ description: 'The gaps between arrivals are independent, and all of one distribution.' })

const burstsSchema = z
  .strictObject({
    kind: z.literal('bursts'),
    process: processSchema,
    ratePerSecond: ratePerSecondSchema,
    onTime: durationDistributionSchema,
    offTime: durationDistributionSchema,
  })
  .meta({
    description:
      'On and off by turns, beginning with a burst. The rate holds during a burst; between bursts nothing comes.',
  })

/** Times count from the start of the run. */
const recordedSchema = z
  .strictObject({
    kind: z.literal('recorded'),
    timesMs: z.array(durationMsSchema).min(1).max(RECORDED_MAX),
    repeatEveryMs: durationMsSchema.optional(),
  })
  .meta({
    description:
      'At these times after the start of the run, in order; with `repeatEveryMs` again from then on, and again.',
  })

const recordedGapsSchema = z
  .strictObject({
    kind: z.literal('recordedGaps'),
    gapsMs: z.array(durationMsSchema).min(1).max(RECORDED_MAX),
    repeats: z.boolean(),
  })
  .meta({
    description:
      'After these gaps, the first of them after the start of the run; once, or again and again.',
  })

/**
 * A client's event is over when nothing is left to be done of it and of all that it caused: every copy was
 * acknowledged, refused, dropped or expired. A dead letter that nobody reads is never over.
 */
const closedLoopSchema = z
  .strictObject({
    kind: z.literal('closedLoop'),
    clients: z.int().min(1).max(CLIENTS_MAX),
    thinkTime: durationDistributionSchema,
    timeoutMs: durationMsSchema.min(1).optional(),
  })
  .meta({
    description:
      'So many clients, each of whom thinks, publishes, waits until all that its event caused is over, and begins again; with `timeoutMs` it waits no longer than that. A dead letter that nobody reads is never over.',
  })

export const arrivalsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), ratePerSecond: ratePerSecondSchema }),
  z.strictObject({ kind: z.literal('poisson'), ratePerSecond: ratePerSecondSchema }),
  profileSchema,
  renewalSchema,
  burstsSchema,
  recordedSchema,
  recordedGapsSchema,
  closedLoopSchema,
])
export type Arrivals = z.infer<typeof arrivalsSchema>

/** How many events each arrival publishes at once; left out: one. */
export const batchSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('constant'), size: batchSizeSchema }),
    z.strictObject({
      kind: z.literal('uniform'),
      minSize: batchSizeSchema,
      maxSize: batchSizeSchema,
    }),
    /** 1 or more: each further one comes with the same chance. */
    z.strictObject({
      kind: z.literal('geometric'),
      meanSize: z.number().min(1).max(BATCH_SIZE_MAX),
    }),
  ])
  .meta({ description: 'How many events each arrival publishes at once; left out: one.' })
export type Batch = z.infer<typeof batchSchema>
