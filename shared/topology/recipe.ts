// A run is its recipe: history = simulate(topology, seed, commands).

import { z } from 'zod'
import { editSchema } from './change.ts'
import { durationMsSchema, idSchema } from './fields.ts'
import { topologySchema } from './topology.ts'

/** What goes wrong with a service. `crash` ends all its replicas at once, without a goodbye. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('crash'), serviceId: idSchema }),
  /** Handlings that begin from now on take `factor` times as long. */
  z.strictObject({
    kind: z.literal('slow'),
    serviceId: idSchema,
    factor: z.number().min(0.01).max(10_000),
  }),
  /** Finishes what it is doing and takes nothing new; its sources rest. */
  z.strictObject({ kind: z.literal('pause'), serviceId: idSchema }),
])
export type Fault = z.infer<typeof faultSchema>
export type FaultKind = Fault['kind']

/** What a command does to a run. */
export const runChangeSchema = z.discriminatedUnion('kind', [
  /** Several edits where the drawing could not run in between. */
  z.strictObject({ kind: z.literal('edit'), edits: z.array(editSchema).min(1).max(10_000) }),
  z.strictObject({ kind: z.literal('fault'), fault: faultSchema }),
  /** Ends a service's fault of that kind. */
  z.strictObject({
    kind: z.literal('recover'),
    serviceId: idSchema,
    fault: z.enum(['crash', 'slow', 'pause']),
  }),
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
export const ENGINE_VERSION = '0.1.0'

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
