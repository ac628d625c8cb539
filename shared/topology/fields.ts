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
export const ratePerSecondSchema = z.number().min(0).max(1_000_000).overwrite(plainZero)

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
