// Where the results of an experiment go: the terminal, a JSON file, a page.

import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { outcomeText, partText } from '../../experiment/document.ts'
import type { Results } from '../../experiment/outcome.ts'
import { outcomeAsHtml } from '../../experiment/report/html.ts'
import { outcomeAsText, type Told } from '../../experiment/report/text.ts'
import { writeAtomically } from '../../storage/atomicWrite.ts'
import { diskReason, isMissing, nodeDisk } from '../../storage/disk.ts'
import { EXIT, Refusal, type Terminal } from '../terminal.ts'

interface Outputs {
  /** A file, or `stdout` instead of the tables; null: no JSON. */
  readonly jsonTo: string | null
  readonly htmlTo: string | null
}

export async function tellOutcome(
  told: Told,
  { jsonTo, htmlTo }: Outputs,
  terminal: Terminal,
): Promise<number> {
  const { outcome, finding } = told
  if (jsonTo === 'stdout') terminal.out(outcomeText(outcome, finding))
  else if (jsonTo !== null) await writeFile(jsonTo, outcomeText(outcome, finding), terminal)
  if (htmlTo !== null) await writeFile(htmlTo, outcomeAsHtml(told), terminal)
  if (jsonTo !== 'stdout') terminal.out(outcomeAsText(told))
  const endedEarly = outcome.points.some(({ warnings }) =>
    warnings.some(({ kind }) => kind === 'endedEarly'),
  )
  const isUnanswered = finding !== null && (finding.smallest === null || !finding.conclusive)
  return endedEarly || isUnanswered ? EXIT.bad : EXIT.ok
}

/** Some of the replications, for `millrace merge`. */
export async function tellPart(
  results: Results,
  { jsonTo }: Pick<Outputs, 'jsonTo'>,
  terminal: Terminal,
): Promise<number> {
  if (jsonTo === 'stdout' || jsonTo === null) terminal.out(partText(results))
  else await writeFile(jsonTo, partText(results), terminal)
  return EXIT.ok
}

/** Before hours of work, not after them: whether its results can be written. */
export async function requireWritable({ jsonTo, htmlTo }: Outputs): Promise<void> {
  for (const path of [jsonTo, htmlTo]) {
    if (path === null || path === 'stdout') continue
    const folder = dirname(path)
    const problem = await access(folder, constants.W_OK).then(() => null, writeProblem)
    if (problem !== null) throw new Refusal(`${path} cannot be written: ${problem}.`)
    const facts = await stat(path).catch(() => null)
    if (facts?.isDirectory()) throw new Refusal(`${path} is a folder: name a file in it.`)
  }
}

function writeProblem(error: unknown): string {
  return isMissing(error) ? 'its folder does not exist' : diskReason(error)
}

async function writeFile(path: string, text: string, terminal: Terminal): Promise<void> {
  try {
    await writeAtomically(nodeDisk, path, text)
  } catch (error) {
    throw new Refusal(`${path} cannot be written: ${writeProblem(error)}.`)
  }
  terminal.err(`Wrote ${path}.\n`)
}
