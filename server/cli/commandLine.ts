import { ENGINE_VERSION } from '#shared/topology/recipe.ts'
import { check } from './check.ts'
import { compare } from './compare.ts'
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
  millrace check FILE           says what is wrong with a topology
  millrace compare FILE --channel NAME --to BROKER
                                runs it as it is and with that channel on another broker
                                (kafka, rabbitClassic, rabbitQuorum, sqs, sqsFifo), and
                                says what differs; also --seed, --until, --json
  millrace --help               prints this
  millrace --version            prints the version of the engine

The exit code is 0 when all is well, 1 when a run ended before its time or a check
found an error, and 2 when a command could not be carried out.
`

type Command = (args: readonly string[], terminal: Terminal) => Promise<number>

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['run', run],
  ['check', check],
  ['compare', compare],
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
