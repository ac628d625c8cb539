import { describeReport } from '../simulation/reportText.ts'
import { Simulation } from '../simulation/simulation.ts'
import { EXPERIMENT_OPTIONS, experimentOptionIn } from './experiment/options.ts'
import { replications } from './experiment/replications.ts'
import { parseCommand } from './options.ts'
import { Progress } from './progress.ts'
import { readBasis } from './runBasis.ts'
import { EXIT, Refusal, type Terminal } from './terminal.ts'

/** Timers between two looks at the clock for the progress line. */
const TIMERS_AT_ONCE = 50_000

const OPTIONS = {
  seed: { type: 'string' },
  until: { type: 'string' },
  json: { type: 'boolean', default: false },
  hash: { type: 'boolean', default: false },
  ...EXPERIMENT_OPTIONS,
} as const

/** Runs it once, or with `--replications` as often as it takes to say something about its averages. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { file, values } = parseCommand('run', args, OPTIONS)
  if (values.replications !== undefined) return await replications(file, values, terminal)
  const stray = experimentOptionIn(values)
  if (stray !== null)
    throw new Refusal(`--${stray} goes with --replications, of which there are none.`)
  if (values.json && values.hash) throw new Refusal('Choose one of --json and --hash.')
  const basis = await readBasis(file, values, terminal)
  const simulation = new Simulation(basis)
  simulate(simulation, Math.round(basis.untilMs * 1_000_000), new Progress(terminal))
  const report = simulation.report()
  if (values.hash) terminal.out(`${simulation.hash()}\n`)
  else if (values.json) terminal.out(`${JSON.stringify(report, null, 2)}\n`)
  else terminal.out(describeReport(report))
  if (simulation.ended === null) return EXIT.ok
  terminal.err(`The run ended before its time: ${simulation.ended.reason}\n`)
  return EXIT.bad
}

function simulate(simulation: Simulation, untilNs: number, progress: Progress): void {
  while (!simulation.advanceAtMost(untilNs, TIMERS_AT_ONCE))
    progress.show(simulation.nowNs, untilNs)
  progress.clear()
}
