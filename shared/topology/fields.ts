// The small parts that the document's sections are made of, each with its bounds.

import { z } from 'zod'

/** Longest run that whole nanoseconds can count (2^53 ns), in milliseconds. */
export const DURATION_MAX_MS = 9_007_199_254

export const ID_LENGTH_MAX = 64
export const NAME_LENGTH_MAX = 120

export const idSchema = z
  .string()
  .regex(
    /^(?!constructor$)[a-z0-9][a-z0-9-]{0,63}$/,
    'An id has 1 to 64 characters: lower-case letters, digits and hyphens, starting with a letter or a digit.',
  )

export const nameSchema = z
  .string()
  .min(1, 'A name has at least one character.')
  .max(NAME_LENGTH_MAX, `A name has at most ${NAME_LENGTH_MAX} characters.`)

export const noteSchema = z.string().max(4000, 'A text has at most 4,000 characters.')

/** JSON can say -0, and the time between two events of a rate of -0 would be negative. */
const plainZero = (value: number) => value + 0

/** Milliseconds; fractions down to a nanosecond are kept. */
export const durationMsSchema = z.number().min(0).max(DURATION_MAX_MS).overwrite(plainZero)

/** Events per second. */
const ratePerSecondSchema = z.number().min(0).max(1_000_000).overwrite(plainZero)

export const probabilitySchema = z.number().min(0).max(1)

/** A map of the document, keyed by id. */
export function mapOf<Value extends z.ZodType>(value: Value) {
  return z.record(idSchema, value)
}

/** A map inside an entry of the document, of at most `max` of what `noun` calls them. */
export function smallMapOf<Value extends z.ZodType>(value: Value, max: number, noun: string) {
  return mapOf(value)
    .refine((map) => Object.keys(map).length <= max, `There are at most ${max} ${noun} here.`)
    .meta({ maxProperties: max })
}

/** How long something takes, in milliseconds. `cv` is the coefficient of variation: deviation / mean. */
export const durationDistributionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), valueMs: durationMsSchema }),
  z.strictObject({ kind: z.literal('uniform'), minMs: durationMsSchema, maxMs: durationMsSchema }),
  z.strictObject({ kind: z.literal('exponential'), meanMs: durationMsSchema }),
  z.strictObject({
    kind: z.literal('logNormal'),
    meanMs: durationMsSchema,
    cv: z.number().min(0.01).max(20),
  }),
  /** The sum of `shape` exponential phases of equal mean. */
  z.strictObject({
    kind: z.literal('erlang'),
    meanMs: durationMsSchema,
    shape: z.int().min(1).max(1000),
  }),
  /** One of two exponential phases, each of which contributes half of the mean. */
  z.strictObject({
    kind: z.literal('hyperexponential'),
    meanMs: durationMsSchema,
    cv: z.number().min(1).max(20),
  }),
  z.strictObject({
    kind: z.literal('gamma'),
    meanMs: durationMsSchema,
    cv: z.number().min(0.01).max(20),
  }),
  /** Below a shape of 1 most are short and a few very long; above, they gather around the mean. */
  z.strictObject({
    kind: z.literal('weibull'),
    meanMs: durationMsSchema,
    shape: z.number().min(0.2).max(20),
  }),
  /**
   * Pareto's type I: never shorter than meanMs × (tailIndex - 1) / tailIndex, and longer than x with a chance
   * in proportion to x^-tailIndex. Up to a tail index of 2 the deviation is infinite.
   */
  z.strictObject({
    kind: z.literal('pareto'),
    meanMs: durationMsSchema,
    tailIndex: z.number().min(1.1).max(100),
  }),
])
export type DurationDistribution = z.infer<typeof durationDistributionSchema>

/** When a source publishes. A profile's rate runs straight from point to point and holds after the last. */
export const arrivalsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), ratePerSecond: ratePerSecondSchema }),
  z.strictObject({ kind: z.literal('poisson'), ratePerSecond: ratePerSecondSchema }),
  z.strictObject({
    kind: z.literal('profile'),
    process: z.enum(['constant', 'poisson']),
    points: z
      .array(z.strictObject({ atMs: durationMsSchema, ratePerSecond: ratePerSecondSchema }))
      .min(1)
      .max(200),
  }),
])
export type Arrivals = z.infer<typeof arrivalsSchema>

/** The keys that a source draws from: `<prefix>0` to `<prefix><size - 1>`. */
export const keySpaceSchema = z.strictObject({
  prefix: z.string().max(32),
  size: z.int().min(1).max(1_000_000),
  distribution: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('uniform') }),
    /** Key n is drawn in proportion to 1 / (n + 1)^exponent. */
    z.strictObject({ kind: z.literal('zipf'), exponent: z.number().min(0).max(5) }),
    /** Weights of the first keys; the other keys share `restWeight` evenly. */
    z.strictObject({
      kind: z.literal('weighted'),
      weights: z.array(z.number().min(0).max(1e9)).min(1).max(1000),
      restWeight: z.number().min(0).max(1e9),
    }),
  ]),
})
export type KeySpace = z.infer<typeof keySpaceSchema>

/** One text, or a weighted choice between several, drawn once for each event. */
export const choiceSchema = z.union([
  z.string().max(255),
  z
    .array(z.strictObject({ value: z.string().max(255), weight: z.number().min(0).max(1e9) }))
    .min(1)
    .max(50),
])
export type Choice = z.infer<typeof choiceSchema>

/** As far as SNS compares numbers. */
const attributeNumberSchema = z.number().min(-1e9).max(1e9).overwrite(plainZero)
const attributeScalarSchema = z.union([z.string().max(255), attributeNumberSchema, z.boolean()])

/** A list is a String.Array of SNS, and an array of AMQP. */
const attributeValueSchema = z.union([
  z.string().max(255),
  attributeNumberSchema,
  z.boolean(),
  z.array(attributeScalarSchema).max(50),
])

/** One text, number or truth value, or a weighted choice, drawn once for each event. */
export const attributeChoiceSchema = z.union([
  z.string().max(255),
  attributeNumberSchema,
  z.boolean(),
  z
    .array(z.strictObject({ value: attributeValueSchema, weight: z.number().min(0).max(1e9) }))
    .min(1)
    .max(50),
])
export type AttributeChoice = z.infer<typeof attributeChoiceSchema>

/** Message attributes (SNS, SQS) and headers (RabbitMQ). SNS and SQS allow ten. */
export const attributesSchema = z
  .record(
    z
      .string()
      .regex(
        /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_.-]{0,63}$/,
        'An attribute is named with 1 to 64 letters, digits, underscores, dots and hyphens, starting with a letter or an underscore.',
      ),
    attributeChoiceSchema,
  )
  .refine((map) => Object.keys(map).length <= 10, 'An event carries at most 10 attributes.')
