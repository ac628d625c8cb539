// A run is its recipe: history = simulate(topology, seed, commands).

import { z } from 'zod'
import { editSchema } from './change.ts'
import { durationMsSchema, idSchema } from './fields.ts'
import { topologySchema } from './topology.ts'

/** The most nodes that a channel can have. */
const NODES_MAX = 9

const nodeSchema = z
  .int()
  .min(0)
  .max(NODES_MAX - 1)

/** What goes wrong with a service. `crash` ends all its replicas at once, without a goodbye. */
const serviceFaultSchemas = [
  z.strictObject({ kind: z.literal('crash'), serviceId: idSchema }),
  /** Handlings that begin from now on take `factor` times as long. */
  z.strictObject({
    kind: z.literal('slow'),
    serviceId: idSchema,
    factor: z.number().min(0.01).max(10_000),
  }),
  /** Finishes what it is doing and takes nothing new; its sources rest. */
  z.strictObject({ kind: z.literal('pause'), serviceId: idSchema }),
  /** Runs on, and reaches none of its brokers. */
  z.strictObject({ kind: z.literal('disconnect'), serviceId: idSchema }),
] as const

const serviceFaultSchema = z.discriminatedUnion('kind', serviceFaultSchemas)
export type ServiceFault = z.infer<typeof serviceFaultSchema>

export const SERVICE_FAULTS = [
  'crash',
  'slow',
  'pause',
  'disconnect',
] as const satisfies readonly ServiceFault['kind'][]
export type ServiceFaultKind = (typeof SERVICE_FAULTS)[number]

/** What goes wrong with a service, or with a node that holds a channel. */
export const faultSchema = z.discriminatedUnion('kind', [
  ...serviceFaultSchemas,
  /** One of the nodes that hold the channel is gone, counted from 0. */
  z.strictObject({ kind: z.literal('nodeDown'), channelId: idSchema, node: nodeSchema }),
])
export type Fault = z.infer<typeof faultSchema>

/** What an operator does to a channel. */
const operationSchema = z.discriminatedUnion('kind', [
  /** Throws away all that waits in it. */
  z.strictObject({ kind: z.literal('purge') }),
  /** A dead-letter queue: its messages go back to where they came from. Null: as fast as it goes. */
  z.strictObject({
    kind: z.literal('redrive'),
    ratePerSecond: z.union([z.number().min(0.001).max(500), z.null()]),
  }),
])
export type Operation = z.infer<typeof operationSchema>

/** Where a subscription reads on; a time is virtual, since the start of the run. */
const seekTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('earliest') }),
  z.strictObject({ kind: z.literal('latest') }),
  z.strictObject({ kind: z.literal('time'), atMs: durationMsSchema }),
])
export type SeekTarget = z.infer<typeof seekTargetSchema>

/** What a command does to a run. */
export const runChangeSchema = z.discriminatedUnion('kind', [
  /** Several edits where the drawing could not run in between. */
  z.strictObject({ kind: z.literal('edit'), edits: z.array(editSchema).min(1).max(10_000) }),
  z.strictObject({ kind: z.literal('fault'), fault: faultSchema }),
  /** Ends a service's fault of that kind. */
  z.strictObject({
    kind: z.literal('recover'),
    serviceId: idSchema,
    fault: z.enum(SERVICE_FAULTS),
  }),
  /** Brings back a node that went down. */
  z.strictObject({ kind: z.literal('restoreNode'), channelId: idSchema, node: nodeSchema }),
  z.strictObject({
    kind: z.literal('operate'),
    channelId: idSchema,
    operation: operationSchema,
  }),
  z.strictObject({ kind: z.literal('seek'), subscriptionId: idSchema, to: seekTargetSchema }),
])
export type RunChange = z.infer<typeof runChangeSchema>

/** Applied at `atNs`, before the timers of that instant; commands of one instant by `sequence`. */
export const commandSchema = z.strictObject({
  atNs: z.int().min(0),
  sequence: z.int().min(0),
  change: runChangeSchema,
})
export type Command = z.infer<typeof commandSchema>

export const COMMANDS_MAX = 100_000

export const RECIPE_FORMAT = 'millrace-recipe/1'

/** Same engine, same recipe, same history. Bumped when histories change. */
export const ENGINE_VERSION = '0.4.0'

export const seedSchema = z.int().min(0).max(0xffff_ffff)

export const recipeSchema = z.strictObject({
  format: z.literal(RECIPE_FORMAT),
  engineVersion: z.string().max(32),
  topology: topologySchema,
  seed: seedSchema,
  /** How far the run had come; fractions down to a nanosecond. */
  untilMs: durationMsSchema,
  commands: z.array(commandSchema).max(COMMANDS_MAX),
})
export type Recipe = z.infer<typeof recipeSchema>
