import { z } from 'zod'
import { arrivalsSchema, batchSchema } from './arrivals.ts'
import { breakdownsSchema } from './breakdowns.ts'
import { producerSchema } from './channels.ts'
import { durationDistributionSchema } from './durations.ts'
import {
  attributesSchema,
  choiceSchema,
  durationMsSchema,
  idSchema,
  nameSchema,
  noteSchema,
  probabilitySchema,
  smallMapOf,
} from './fields.ts'
import { keySpaceSchema } from './keySpaces.ts'

/** What a service publishes, and where. Shared by sources and outputs. */
const publication = {
  eventTypeId: idSchema,
  channelId: idSchema,
  /** RabbitMQ: the routing key; without one, the name of the event type. */
  routingKey: choiceSchema.optional(),
  /** Added to the attributes that are carried on from the causing event. */
  attributes: attributesSchema.optional(),
  /** How it is published, in its broker's terms; without one, the broker's defaults hold. */
  producer: producerSchema.optional(),
}

/** Makes a service publish by itself. Without `keys` its events have no key. */
export const sourceSchema = z.strictObject({
  ...publication,
  arrivals: arrivalsSchema,
  batch: batchSchema.optional(),
  keys: keySpaceSchema.optional(),
})
export type Source = z.infer<typeof sourceSchema>

/** What a handler publishes after an event was handled without failure. */
export const outputSchema = z.strictObject({
  ...publication,
  probability: probabilitySchema,
  /** Outputs of a handler with the same group exclude each other: one draw picks at most one. */
  exclusiveGroup: nameSchema.optional(),
  count: z.int().min(1).max(100),
  /** `carry`: the key of the event handled; `none`: no key; otherwise drawn anew. */
  key: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('carry') }),
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('draw'), keys: keySpaceSchema }),
  ]),
  /** From the end of the handling to the publishing. */
  delayMs: durationMsSchema,
})
export type Output = z.infer<typeof outputSchema>

/** What a service does with an event. Takes what its subscriptions bring, of the types named (none: all). */
export const handlerSchema = z.strictObject({
  subscriptionIds: z.array(idSchema).max(100),
  eventTypeIds: z.array(idSchema).max(100).optional(),
  serviceTime: durationDistributionSchema,
  /** Chance that an attempt fails, after its service time. */
  failure: z.strictObject({ probability: probabilitySchema }),
  outputs: smallMapOf(outputSchema, 100, 'outputs'),
})
export type Handler = z.infer<typeof handlerSchema>

export const serviceSchema = z.strictObject({
  name: nameSchema,
  /** `external` stands outside the system; `projection` keeps a read model. Both run as a service does. */
  role: z.enum(['service', 'external', 'projection']),
  notes: noteSchema.optional(),
  replicas: z.int().min(0).max(1000),
  /** Slots of a replica: how many events it handles at once. */
  concurrency: z.int().min(1).max(1000),
  breakdowns: breakdownsSchema.optional(),
  sources: smallMapOf(sourceSchema, 100, 'sources'),
  handlers: smallMapOf(handlerSchema, 100, 'handlers'),
})
export type Service = z.infer<typeof serviceSchema>
