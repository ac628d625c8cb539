// Comparisons, over HTTP: POST /api/topologies/:id/comparisons swaps and compares, and
// POST /api/topologies/:id/forks/comparisons compares the run with one that was kept.

import { z } from 'zod'
import { idSchema } from '../topology/fields.ts'
import { seedSchema } from '../topology/recipe.ts'
import { SWAP_TARGETS } from '../topology/swap/targets.ts'

/** The sources publish for so long at most; virtual. */
const COMPARED_MS_MAX = 600_000

export const comparisonRequestSchema = z.strictObject({
  channelId: idSchema,
  target: z.enum(SWAP_TARGETS),
  seed: seedSchema,
  untilMs: z.number().min(1).max(COMPARED_MS_MAX),
  /** Repeats the faults of the run so far in both. */
  withFaults: z.boolean(),
})
export type ComparisonRequest = z.infer<typeof comparisonRequestSchema>

const countSchema = z.int().min(0)

/** What one of the two runs came to; see server/simulation/compare/compare.ts. */
const outcomeSchema = z.strictObject({
  name: z.string(),
  published: countSchema,
  expected: countSchema,
  handled: countSchema,
  deadLettered: countSchema,
  handledAgain: countSchema,
  outOfOrder: countSchema,
  lost: countSchema,
  inside: countSchema,
  backlogMax: countSchema,
  latencyMs: z.strictObject({ p50: z.number(), p95: z.number(), p99: z.number() }).nullable(),
  drainMs: z.number().nullable(),
  endedBecause: z.string().nullable(),
})
export type ComparedOutcome = z.infer<typeof outcomeSchema>

export const comparisonSchema = z.strictObject({
  before: outcomeSchema,
  after: outcomeSchema,
  notes: z.array(z.string()),
})
export type ComparedRuns = z.infer<typeof comparisonSchema>

/** `baselineId`: of a run that is kept, see `RunState`. */
export const forkComparisonRequestSchema = z.strictObject({ baselineId: z.int() })
export type ForkComparisonRequest = z.infer<typeof forkComparisonRequestSchema>

export const forkComparisonSchema = z.strictObject({
  before: outcomeSchema,
  after: outcomeSchema,
  untilMs: z.number(),
  /** Messages waiting in all channels together, at moments evenly spread up to `untilMs`. */
  backlog: z.strictObject({ before: z.array(z.number()), after: z.array(z.number()) }),
})
export type ForkComparison = z.infer<typeof forkComparisonSchema>
