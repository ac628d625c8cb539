// An experiment as a JSON file: the plan with the drawing in it, every replication's figures, and, where
// all of them are there, what they say together. A part holds some of the replications and no more.

import { z } from 'zod'
import { canonicalText } from '#shared/topology/canonical.ts'
import { durationMsSchema } from '#shared/topology/fields.ts'
import { parseTopology } from '#shared/topology/parse.ts'
import { describeProblems } from '#shared/topology/problems.ts'
import { COMMANDS_MAX, commandSchema, ENGINE_VERSION, seedSchema } from '#shared/topology/recipe.ts'
import { type Findings, findingsJson } from './findings.ts'
import type { Outcome, PointOutcome, Results } from './outcome.ts'
import {
  PATHS_VARIED_MAX,
  PATTERN_LENGTH_MAX,
  PATTERNS_MAX,
  type Plan,
  pointCount,
  valuesAt,
} from './plan.ts'
import type { ReplicationResult } from './replication.ts'
import type { Found } from './variedPath.ts'

const EXPERIMENT_FORMAT = 'millrace-experiment/1'

export const REPLICATIONS_MAX = 10_000
export const POINTS_MAX = 1000

/** No run comes near it, and thousands of them can be squared and added up. */
const FIGURE_MAX = 1e100

/** A run is told in hundredths at most, and from a few moments on. */
const LOADS_MAX = 1000
const WINDOWS_MAX = 100

const numberSchema = z.number().min(-FIGURE_MAX).max(FIGURE_MAX)
const figureSchema = z.union([numberSchema, z.null()])
const backlogsSchema = z.record(z.string(), z.tuple([numberSchema, numberSchema, numberSchema]))

const replicationSchema = z.strictObject({
  replication: z.int().min(1).max(REPLICATIONS_MAX),
  seed: seedSchema,
  historyHash: z.string(),
  untilMs: durationMsSchema,
  endedBecause: z.union([z.string(), z.null()]),
  load: z.array(numberSchema).max(LOADS_MAX),
  backlogs: backlogsSchema,
  windows: z
    .array(
      z.strictObject({
        fromMs: durationMsSchema,
        waits: z.record(z.string(), z.int()),
        backlogs: backlogsSchema,
        metrics: z.record(z.string(), figureSchema),
      }),
    )
    .min(1)
    .max(WINDOWS_MAX),
})

const planSchema = z.strictObject({
  seed: seedSchema,
  untilMs: durationMsSchema.positive(),
  warmUp: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('auto') }),
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('share'), share: z.number().min(0).max(1) }),
    z.strictObject({ kind: z.literal('time'), ms: durationMsSchema }),
  ]),
  replications: z.int().min(1).max(REPLICATIONS_MAX),
  confidence: z.number().min(50).max(99.99),
  varied: z
    .array(
      z.strictObject({
        path: z.string(),
        values: z
          .array(z.union([z.number(), z.string(), z.boolean()]))
          .min(1)
          .max(POINTS_MAX),
      }),
    )
    .max(PATHS_VARIED_MAX)
    .refine((varied) => pointCount(varied) <= POINTS_MAX, `There are at most ${POINTS_MAX} points`),
  metrics: z.array(z.string().max(PATTERN_LENGTH_MAX)).max(PATTERNS_MAX),
  topology: z.unknown(),
  commands: z.array(commandSchema).max(COMMANDS_MAX),
})

const documentSchema = z.object({
  format: z.literal(EXPERIMENT_FORMAT),
  engineVersion: z.string(),
  plan: planSchema,
  points: z.array(
    z.object({
      point: z.int().min(1).max(POINTS_MAX),
      replications: z.array(replicationSchema),
    }),
  ),
})

/** What a file holds, as far as merging goes. */
export interface ExperimentPart {
  readonly engineVersion: string
  readonly plan: Plan
  readonly results: readonly { readonly point: number; readonly result: ReplicationResult }[]
}

export function parseExperiment(text: string): Found<ExperimentPart> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { ok: false, reason: 'It is no JSON.' }
  }
  const parsed = documentSchema.safeParse(json)
  if (!parsed.success)
    return { ok: false, reason: `It is no result of an experiment: ${firstProblem(parsed.error)}` }
  const { engineVersion, plan, points } = parsed.data
  const drawing = parseTopology(plan.topology)
  if (!drawing.ok)
    return { ok: false, reason: `Its drawing is broken: ${describeProblems(drawing.problems)}` }
  const results = points.flatMap(({ point, replications }) =>
    replications.map((result) => ({ point: point - 1, result })),
  )
  return {
    ok: true,
    value: { engineVersion, plan: { ...plan, topology: drawing.topology }, results },
  }
}

function firstProblem({ issues: [issue] }: z.ZodError): string {
  return issue === undefined ? 'it is empty.' : `${issue.path.join('.')}: ${issue.message}.`
}

/** Of replications alone, to be merged with others. */
export function partText(results: Results): string {
  const { plan } = results
  const points = results.points.map((point) => ({
    point: point + 1,
    values: namedValues(plan, point),
    replications: results.of(point),
  }))
  return documentText(plan, { points })
}

/** Of a whole experiment. */
export function outcomeText({ plan, points }: Outcome, findings: Findings | null): string {
  const told = points.map((outcome) => ({
    point: outcome.point + 1,
    values: namedValues(plan, outcome.point),
    warmUp: outcome.warmUp,
    warnings: outcome.warnings,
    summary: summaryOf(outcome),
    replications: outcome.replications,
  }))
  return documentText(plan, {
    ...(findings === null ? {} : { finding: findingsJson(findings) }),
    points: told,
  })
}

/** The same for the same plan, however its drawing was written down. */
export function planJson({ topology, commands, ...rest }: Plan): object {
  const { seed, untilMs, warmUp, replications, confidence, varied, metrics } = rest
  const drawing: unknown = JSON.parse(canonicalText(topology))
  const numbers = { seed, untilMs, warmUp, replications, confidence, varied, metrics }
  return { ...numbers, topology: drawing, commands }
}

function documentText(plan: Plan, told: object): string {
  const head = { format: EXPERIMENT_FORMAT, engineVersion: ENGINE_VERSION, plan: planJson(plan) }
  return `${JSON.stringify({ ...head, ...told }, null, 1)}\n`
}

function namedValues({ varied }: Plan, point: number): object {
  const values = valuesAt(varied, point)
  return Object.fromEntries(varied.map(({ path }, index) => [path, values[index]]))
}

function summaryOf({ estimates }: PointOutcome): object {
  return Object.fromEntries(estimates)
}
