import type { Task } from '../../experiment/plan.ts'
import { type RunBasis, readBasis } from '../runBasis.ts'
import { Refusal, type Terminal } from '../terminal.ts'
import { carryOut, tasksOf } from './carryOut.ts'
import { type ExperimentValues, planIn, replicationIn, threadsIn } from './options.ts'
import { commandsOfRun } from './planned.ts'
import { requireWritable, tellOutcome, tellPart } from './tell.ts'

const REPLICATIONS = 10

interface RunValues extends ExperimentValues {
  readonly seed?: string | undefined
  readonly until?: string | undefined
  readonly json: boolean
  readonly hash: boolean
}

/** `millrace run FILE --replications 20 …` */
export async function replications(
  file: string,
  values: RunValues,
  terminal: Terminal,
): Promise<number> {
  if (values.hash) throw new Refusal('--hash is of one run: take --replications away.')
  const threads = threadsIn(values.threads)
  const basis: RunBasis = await readBasis(file, values, terminal)
  const plan = planIn(basis, { values, varied: [], replicationsUsual: REPLICATIONS })
  if (values.plan) return commandsOfRun(plan, { file, values }, terminal)
  const replication = replicationIn(values.replication, plan)
  const tasks: readonly Task[] = tasksOf(plan, { point: undefined, replication })
  const outputs = { jsonTo: values.json ? 'stdout' : null, htmlTo: values.html ?? null }
  await requireWritable(outputs, [file])
  if (replication !== undefined && !values.json)
    throw new Refusal(
      'One replication alone is of use as a part: add --json, and keep it in a file.',
    )
  const results = await carryOut(plan, tasks, { terminal, threads })
  if (replication !== undefined) return await tellPart(results, outputs, terminal)
  const told = { outcome: results.outcome(), findings: null }
  return await tellOutcome(told, outputs, terminal)
}
