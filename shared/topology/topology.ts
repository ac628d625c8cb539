// The document. Its schema is written once, here and in the files beside; types, the published JSON
// Schema, defaults and the checks at every edge are derived from it.

import { z } from 'zod'
import { eventTypeSchema } from '../schemas/eventType.ts'
import { bindingSchema, channelSchema, subscriptionSchema } from './channels.ts'
import { mapOf, nameSchema, noteSchema } from './fields.ts'
import { layoutSchema } from './layout.ts'
import { disagreementsOf } from './limits.ts'
import { serviceSchema } from './services.ts'

export { COORDINATE_MAX, type Position } from './layout.ts'

export const FORMAT = 'millrace/1'

export const topologySchema = z
  .strictObject({
    format: z.literal(FORMAT),
    name: nameSchema,
    description: noteSchema.optional(),
    eventTypes: mapOf(eventTypeSchema),
    services: mapOf(serviceSchema),
    channels: mapOf(channelSchema),
    bindings: mapOf(bindingSchema),
    subscriptions: mapOf(subscriptionSchema),
    layout: layoutSchema,
  })
  .superRefine((topology, context) => {
    for (const { path, message } of disagreementsOf(topology))
      context.addIssue({ code: 'custom', path: [...path], message })
  })
export type Topology = z.infer<typeof topologySchema>

export function emptyTopology(name: string): Topology {
  return {
    format: FORMAT,
    name,
    eventTypes: {},
    services: {},
    channels: {},
    bindings: {},
    subscriptions: {},
    layout: { nodes: {}, contexts: {}, notes: {} },
  }
}
