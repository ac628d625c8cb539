import { Results } from '../../experiment/outcome.ts'
import { type Plan, pointCount, type Task } from '../../experiment/plan.ts'
import type { Terminal } from '../terminal.ts'
import { startRunner } from './runner.ts'

interface Means {
  readonly terminal: Terminal
  readonly threads: number | undefined
}

/** What is asked for of an experiment; undefined: all. Both counted from 0. */
interface Chosen {
  readonly point: number | undefined
  readonly replication: number | undefined
}

export function tasksOf(plan: Plan, { point, replication }: Chosen): readonly Task[] {
  const points = point === undefined ? upTo(pointCount(plan.varied)) : [point]
  const runs = replication === undefined ? upTo(plan.replications) : [replication]
  return points.flatMap((each) => runs.map((run) => ({ point: each, replication: run })))
}

export async function carryOut(
  plan: Plan,
  tasks: readonly Task[],
  { terminal, threads }: Means,
): Promise<Results> {
  const results = new Results(plan)
  const runner = startRunner(plan, { terminal, threads, taskCount: tasks.length })
  try {
    await runner.run(tasks, ({ point }, result) => results.add(point, result))
  } finally {
    await runner.close()
  }
  return results
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}
