import { type Findings, find, problemWithSearch } from '../../experiment/findings.ts'
import { type Limit, parseLimit } from '../../experiment/limit.ts'
import { type Outcome, Results } from '../../experiment/outcome.ts'
import {
  matchesPattern,
  PATHS_VARIED_MAX,
  type Plan,
  pointCount,
  type Varied,
} from '../../experiment/plan.ts'
import { parseVaried } from '../../experiment/values.ts'
import { placesOf } from '../../experiment/variedPath.ts'
import { parseCommand } from '../options.ts'
import { type RunBasis, readBasis } from '../runBasis.ts'
import { Refusal, type Terminal } from '../terminal.ts'
import { carryOut, tasksOf } from './carryOut.ts'
import { EXPERIMENT_OPTIONS, planIn, pointIn, replicationIn, threadsIn } from './options.ts'
import { commandsOfSweep } from './planned.ts'
import { startRunner } from './runner.ts'
import { requireWritable, tellOutcome, tellPart } from './tell.ts'

const REPLICATIONS = 10

const OPTIONS = {
  seed: { type: 'string' },
  until: { type: 'string' },
  vary: { type: 'string', multiple: true },
  find: { type: 'string' },
  point: { type: 'string' },
  json: { type: 'string' },
  ...EXPERIMENT_OPTIONS,
} as const

/** Runs a drawing with one value after the other, with the same seeds for each. */
export async function sweep(args: readonly string[], terminal: Terminal): Promise<number> {
  const { file, values } = parseCommand('sweep', args, OPTIONS)
  const threads = threadsIn(values.threads)
  const basis = await readBasis(file, values, terminal)
  const varied = variedIn(basis, values.vary ?? [])
  const limit = values.find === undefined ? null : limitIn(basis, values.find)
  const metric = withLimit(values.metric, limit)
  const wanted = { values: { ...values, metric }, varied, replicationsUsual: REPLICATIONS }
  const plan = planIn(basis, wanted)
  const jsonTo = values.json ?? null
  const outputs = { jsonTo, htmlTo: values.html ?? null }
  const point = pointIn(values.point, plan)
  const replication = replicationIn(values.replication, plan)
  await requireWritable(outputs, [file])
  const isPart = point !== undefined || replication !== undefined
  if (limit !== null) {
    if (isPart || values.plan)
      throw new Refusal(
        '--find chooses its points as it goes. Split the sweep without it, and give --find to `millrace merge`.',
      )
    const told = await search(plan, limit, { terminal, threads })
    return await tellOutcome(told, outputs, terminal)
  }
  if (values.plan) return commandsOfSweep(plan, { file, values }, terminal)
  if (isPart && jsonTo === null)
    throw new Refusal('A part of a sweep is of use as a file: add --json part.json.')
  const results = await carryOut(plan, tasksOf(plan, { point, replication }), { terminal, threads })
  if (isPart) return await tellPart(results, outputs, terminal)
  const told = { outcome: results.outcome(), findings: null }
  return await tellOutcome(told, outputs, terminal)
}

export function limitIn({ topology }: Pick<RunBasis, 'topology'>, text: string): Limit {
  const limit = parseLimit(topology, text)
  if (!limit.ok) throw new Refusal(`--find: ${limit.reason}`)
  return limit.value
}

function variedIn({ topology }: RunBasis, texts: readonly string[]): readonly Varied[] {
  if (texts.length === 0)
    throw new Refusal('Say what to vary: --vary services.payments.replicas=1..16.')
  if (texts.length > PATHS_VARIED_MAX)
    throw new Refusal(`--vary is given ${texts.length} times; the most is ${PATHS_VARIED_MAX}.`)
  const varied = texts.map((text) => {
    const parsed = parseVaried(text)
    if (!parsed.ok) throw new Refusal(`--vary ${parsed.reason}`)
    const places = placesOf(topology, parsed.value.path)
    if (!places.ok) throw new Refusal(`--vary ${parsed.value.path}: ${places.reason}`)
    return parsed.value
  })
  const twice = varied.find(
    ({ path }, index) => varied.findIndex((one) => one.path === path) < index,
  )
  if (twice) throw new Refusal(`--vary ${twice.path} is given twice: list all its values in one.`)
  return varied
}

/** What is searched for must be kept. */
function withLimit(patterns: string[] | undefined, limit: Limit | null): string[] | undefined {
  if (patterns === undefined || limit === null) return patterns
  const isKept = patterns.some((pattern) => matchesPattern(pattern, limit.path))
  return isKept ? patterns : [...patterns, limit.path]
}

interface Means {
  readonly terminal: Terminal
  readonly threads: number | undefined
}

async function search(
  plan: Plan,
  limit: Limit,
  { terminal, threads }: Means,
): Promise<{ readonly outcome: Outcome; readonly findings: Findings }> {
  const problem = problemWithSearch(plan)
  if (problem !== null) throw new Refusal(problem)
  const results = new Results(plan)
  const taskCount = pointCount(plan.varied) * plan.replications
  const runner = startRunner(plan, { terminal, threads, taskCount })
  try {
    const findings = await find(plan, limit, async (points) => {
      const fresh = [...new Set(points)].filter((point) => !results.isComplete(point))
      const tasks = fresh.flatMap((point) => tasksOf(plan, { point, replication: undefined }))
      await runner.run(tasks, ({ point }, result) => results.add(point, result))
      return points.map((point) => results.outcomeAt(point))
    })
    return { outcome: results.outcome(), findings }
  } finally {
    await runner.close()
  }
}
