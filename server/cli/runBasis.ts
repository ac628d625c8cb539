// What is run: the drawing in a file, or a recipe, with what was typed instead of what it says.

import { isRunnable, lint } from '#shared/topology/lint.ts'
import { type Command, ENGINE_VERSION } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { type DocumentFile, readDocument } from './documentFile.ts'
import { seedIn, untilIn } from './options.ts'
import { Refusal, type Terminal } from './terminal.ts'

const SEED = 1
const UNTIL_MS = 600_000

export interface RunBasis {
  readonly topology: Topology
  readonly commands: readonly Command[]
  readonly seed: number
  readonly untilMs: number
}

interface Typed {
  readonly seed?: string | undefined
  readonly until?: string | undefined
}

export async function readBasis(file: string, typed: Typed, terminal: Terminal): Promise<RunBasis> {
  const seed = typed.seed === undefined ? undefined : seedIn(typed.seed)
  const untilMs = typed.until === undefined ? undefined : untilIn(typed.until)
  const document = await readDocument(file)
  const basis = basisOf(document, { seed, untilMs })
  if (!isRunnable(basis.topology)) throw new Refusal(`${file} cannot run:\n${errorsOf(basis)}`)
  warnOfOtherEngine(document, terminal)
  return basis
}

function basisOf(
  document: DocumentFile,
  wanted: { readonly seed: number | undefined; readonly untilMs: number | undefined },
): RunBasis {
  if (document.kind === 'topology') {
    const { seed = SEED, untilMs = UNTIL_MS } = wanted
    return { topology: document.topology, commands: [], seed, untilMs }
  }
  const { recipe } = document
  const { seed = recipe.seed, untilMs = recipe.untilMs } = wanted
  return { topology: recipe.topology, commands: recipe.commands, seed, untilMs }
}

function errorsOf({ topology }: RunBasis): string {
  return lint(topology)
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message)
    .join('\n')
}

function warnOfOtherEngine(document: DocumentFile, terminal: Terminal): void {
  if (document.kind !== 'recipe') return
  const { engineVersion } = document.recipe
  if (engineVersion === ENGINE_VERSION) return
  terminal.err(
    `The recipe was recorded with engine ${engineVersion}, and this is ${ENGINE_VERSION}: ` +
      'the history may differ.\n',
  )
}
