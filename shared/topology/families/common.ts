// What channels of all families and their subscriptions have.

import { z } from 'zod'
import { durationMsSchema, idSchema, nameSchema, noteSchema } from '../fields.ts'

export const described = { name: nameSchema, notes: noteSchema.optional() }

/** Attempts within one delivery: the consumer waits `backoffMs`, then `backoffMs × multiplier`, … */
export const retrySchema = z.strictObject({
  /** 1: no second attempt. */
  attempts: z.int().min(1).max(100),
  backoffMs: durationMsSchema,
  multiplier: z.number().min(1).max(100),
  backoffMaxMs: durationMsSchema,
})
export type Retry = z.infer<typeof retrySchema>

export const taken = { channelId: idSchema, serviceId: idSchema, retry: retrySchema }
