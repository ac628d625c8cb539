import { ENGINE_VERSION } from '#shared/topology/recipe.ts'
import { check } from './check.ts'
import { compare } from './compare.ts'
import { mergeParts } from './experiment/merge.ts'
import { metrics } from './experiment/metrics.ts'
import { sweep } from './experiment/sweep.ts'
import { run } from './run.ts'
import { EXIT, Refusal, type Terminal } from './terminal.ts'

const HELP = `Millrace: draw an event-driven system, run it, break it, prove it.

  millrace [FOLDER]             opens the app on a folder of topologies
                                (without one: topologies)
  millrace run FILE [options]   runs a topology or a recipe and says what came of it
    --seed N                    the seed (default: the recipe's, otherwise 1)
    --until TIME                how far in virtual time: 10m, 90s, 250ms, 1h
                                (default: the recipe's, otherwise 10m)
    --json                      prints the report as JSON
    --hash                      prints nothing but the hash of the history
    --replications N            runs it N times with other seeds, on all cores, and tells
                                means with confidence intervals; with it also:
    --warm-up auto|none|10%|5s  what to leave out of the beginning (default: auto)
    --confidence PERCENT        of the intervals (default: 95)
    --metric PATH               keeps this metric alone; may be given again, and have a *
    --threads N                 (default: as many as there are cores)
    --html FILE                 writes a page with tables and charts
    --plan                      prints the command lines to run it in parts elsewhere
    --replication I             runs that one part; with --json
  millrace sweep FILE --vary PATH=VALUES [options]
                                runs it with one value after the other and the same seeds
                                for each: services.payments.replicas=1..16, 1..16:5, 1,2,4;
                                --vary may be given again. Options as of run, and:
    --find "METRIC < NUMBER"    the smallest value that meets a limit, by halving;
                                of the last --vary, for each combination of the others
    --json FILE                 writes the results
    --point I/N                 runs that one part; with --json
  millrace merge PART…          puts parts together; also --json, --html, --find
  millrace metrics FILE         lists the metrics of a topology
  millrace check FILE           says what is wrong with a topology
  millrace compare FILE --channel NAME --to BROKER
                                runs it as it is and with that channel on another broker
                                (kafka, rabbitClassic, rabbitQuorum, sqs, sqsFifo), and
                                says what differs; also --seed, --until, --json
  millrace --help               prints this
  millrace --version            prints the version of the engine

The exit code is 0 when all is well, 1 when a run ended before its time, a check
found an error or nothing met what was sought, and 2 when a command could not be carried out.
`

type Command = (args: readonly string[], terminal: Terminal) => Promise<number>

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['run', run],
  ['check', check],
  ['compare', compare],
  ['sweep', sweep],
  ['merge', mergeParts],
  ['metrics', metrics],
])

/** Carries out what was typed. Answers the exit code. */
export async function commandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args
  if (name === undefined || args.includes('--help') || args.includes('-h') || name === 'help') {
    terminal.out(HELP)
    return EXIT.ok
  }
  if (name === '--version') {
    terminal.out(`${ENGINE_VERSION}\n`)
    return EXIT.ok
  }
  try {
    const command = COMMANDS.get(name)
    if (command) return await command(rest, terminal)
    const known = [...COMMANDS.keys()].join(', ')
    throw new Refusal(
      `There is no command '${name}' and no folder of that name. Commands are ${known}.`,
    )
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    terminal.err(`${error.message}\nTry: millrace --help\n`)
    return EXIT.refused
  }
}
