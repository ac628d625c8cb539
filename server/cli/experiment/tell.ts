// Where the results of an experiment go: the terminal, a JSON file, a page.

import { access, constants, lstat, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { outcomeText, partText } from '../../experiment/document.ts'
import { isAnswered } from '../../experiment/findings.ts'
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
  const { outcome, findings } = told
  if (jsonTo === 'stdout') terminal.out(outcomeText(outcome, findings))
  else if (jsonTo !== null) await writeFile(jsonTo, outcomeText(outcome, findings), terminal)
  if (htmlTo !== null) await writeFile(htmlTo, outcomeAsHtml(told), terminal)
  if (jsonTo !== 'stdout') terminal.out(outcomeAsText(told))
  const endedEarly = outcome.points.some(({ warnings }) =>
    warnings.some(({ kind }) => kind === 'endedEarly'),
  )
  const isUnanswered = findings !== null && !isAnswered(findings)
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

/** Before hours of work, not after them: whether its results can be written, and over nothing that it reads. */
export async function requireWritable(
  { jsonTo, htmlTo }: Outputs,
  inputs: readonly string[],
): Promise<void> {
  const taken = [...inputs]
  for (const path of [jsonTo, htmlTo]) {
    if (path === null || path === 'stdout') continue
    for (const other of taken)
      if (await isSameFile(path, other))
        throw new Refusal(`${path} would be written over ${other}: name another file.`)
    await requireReplaceable(path)
    taken.push(path)
  }
}

async function requireReplaceable(path: string): Promise<void> {
  if (path === '') throw new Refusal('A file to be written has no name: give one.')
  const problem = await access(dirname(path), constants.W_OK).then(() => null, writeProblem)
  if (problem !== null) throw new Refusal(`${path} cannot be written: ${problem}.`)
  const facts = await lstat(path).catch(() => null)
  if (facts?.isDirectory()) throw new Refusal(`${path} is a folder: name a file in it.`)
  // What is written is renamed to it: that would do away with a device, and with a link.
  if (facts?.isFile() === false)
    throw new Refusal(`${path} is no file that can be replaced: name another.`)
}

/** By its name, or by a link. */
async function isSameFile(path: string, other: string): Promise<boolean> {
  if (resolve(path) === resolve(other)) return true
  const [facts, others] = await Promise.all(
    [path, other].map((each) => stat(each).catch(() => null)),
  )
  return !!facts && !!others && facts.ino === others.ino && facts.dev === others.dev
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
