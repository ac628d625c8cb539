import { isRunnable, lint } from '#shared/topology/lint.ts'
import { ENGINE_VERSION } from '#shared/topology/recipe.ts'
import { describeReport } from '../simulation/reportText.ts'
import { Simulation, type SimulationOptions } from '../simulation/simulation.ts'
import { type DocumentFile, readDocument } from './documentFile.ts'
import { parseCommand, seedIn, untilIn } from './options.ts'
import { Progress } from './progress.ts'
import { EXIT, Refusal, type Terminal } from './terminal.ts'

const SEED = 1
const UNTIL_MS = 600_000

/** Timers between two looks at the clock for the progress line. */
const TIMERS_AT_ONCE = 50_000

const OPTIONS = {
  seed: { type: 'string' },
  until: { type: 'string' },
  json: { type: 'boolean', default: false },
  hash: { type: 'boolean', default: false },
} as const

interface Plan extends SimulationOptions {
  readonly untilMs: number
}

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { file, values } = parseCommand('run', args, OPTIONS)
  if (values.json && values.hash) throw new Refusal('Choose one of --json and --hash.')
  const seed = values.seed === undefined ? undefined : seedIn(values.seed)
  const untilMs = values.until === undefined ? undefined : untilIn(values.until)
  const document = await readDocument(file)
  const plan = planFor(document, { seed, untilMs })
  if (!isRunnable(plan.topology)) throw new Refusal(`${file} cannot run:\n${errorsOf(plan)}`)
  warnOfOtherEngine(document, terminal)
  const simulation = new Simulation(plan)
  simulate(simulation, Math.round(plan.untilMs * 1_000_000), new Progress(terminal))
  const report = simulation.report()
  if (values.hash) terminal.out(`${simulation.hash()}\n`)
  else if (values.json) terminal.out(`${JSON.stringify(report, null, 2)}\n`)
  else terminal.out(describeReport(report))
  if (simulation.ended === null) return EXIT.ok
  terminal.err(`The run ended before its time: ${simulation.ended.reason}\n`)
  return EXIT.bad
}

function planFor(
  document: DocumentFile,
  wanted: { readonly seed: number | undefined; readonly untilMs: number | undefined },
): Plan {
  if (document.kind === 'topology') {
    const { seed = SEED, untilMs = UNTIL_MS } = wanted
    return { topology: document.topology, seed, untilMs }
  }
  const { recipe } = document
  const { seed = recipe.seed, untilMs = recipe.untilMs } = wanted
  return { topology: recipe.topology, commands: recipe.commands, seed, untilMs }
}

function errorsOf({ topology }: Plan): string {
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

function simulate(simulation: Simulation, untilNs: number, progress: Progress): void {
  while (!simulation.advanceAtMost(untilNs, TIMERS_AT_ONCE))
    progress.show(simulation.nowNs, untilNs)
  progress.clear()
}
