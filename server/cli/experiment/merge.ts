import { parseArgs } from 'node:util'
import { parseExperiment } from '../../experiment/document.ts'
import { type Findings, find, problemWithSearch } from '../../experiment/findings.ts'
import type { Limit } from '../../experiment/limit.ts'
import { merge } from '../../experiment/merge.ts'
import type { Results } from '../../experiment/outcome.ts'
import { keptMetrics } from '../../experiment/plan.ts'
import { textOf } from '../documentFile.ts'
import { Refusal, type Terminal } from '../terminal.ts'
import { limitIn } from './sweep.ts'
import { requireWritable, tellOutcome } from './tell.ts'

const OPTIONS = {
  json: { type: 'string' },
  html: { type: 'string' },
  find: { type: 'string' },
} as const

/** Puts parts of an experiment together: to the byte what one command would have written. */
export async function mergeParts(args: readonly string[], terminal: Terminal): Promise<number> {
  const { files, values } = parsed(args)
  const outputs = { jsonTo: values.json ?? null, htmlTo: values.html ?? null }
  await requireWritable(outputs, files)
  const parts = []
  for (const name of files) {
    const part = parseExperiment(await textOf(name))
    if (!part.ok) throw new Refusal(`${name} cannot be merged. ${part.reason}`)
    parts.push({ name, part: part.value })
  }
  const merged = merge(parts)
  if (!merged.ok) throw new Refusal(merged.reason)
  const results = merged.value
  const limit = values.find === undefined ? null : limitIn(results.plan, values.find)
  const findings = limit === null ? null : await found(results, limit)
  const told = { outcome: results.outcome(), findings }
  return await tellOutcome(told, outputs, terminal)
}

/** All points are there: the search only looks them up. */
function found(results: Results, limit: Limit): Promise<Findings> {
  const problem = problemWithSearch(results.plan)
  if (problem !== null) throw new Refusal(problem)
  if (!keptMetrics(results.plan).includes(limit.path))
    throw new Refusal(
      `--find: the parts do not keep ${limit.path}. Run them with --metric ${limit.path} too.`,
    )
  return find(results.plan, limit, (points) =>
    Promise.resolve(points.map((point) => results.outcomeAt(point))),
  )
}

function parsed(args: readonly string[]) {
  try {
    const options = { args: [...args], options: OPTIONS, allowPositionals: true } as const
    const { values, positionals } = parseArgs(options)
    if (positionals.length === 0)
      throw new Refusal('`millrace merge` needs the parts: millrace merge part-*.json.')
    return { files: positionals, values }
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal(error instanceof Error ? error.message : 'The options cannot be read.')
  }
}
