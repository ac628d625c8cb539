import { type ParseArgsConfig, parseArgs } from 'node:util'
import { parseDuration } from '#shared/lib/units.ts'
import { DURATION_MAX_MS } from '#shared/topology/fields.ts'
import { seedSchema } from '#shared/topology/recipe.ts'
import { Refusal } from './terminal.ts'

type OptionsConfig = NonNullable<ParseArgsConfig['options']>

/** A command's options and its one file. */
export function parseCommand<Options extends OptionsConfig>(
  command: string,
  args: readonly string[],
  options: Options,
) {
  const { values, positionals } = parsed(args, options)
  const [file, ...more] = positionals
  if (file === undefined) throw new Refusal(`\`millrace ${command}\` needs a file.`)
  if (more.length > 0)
    throw new Refusal(`\`millrace ${command}\` takes one file; '${more[0]}' is one too many.`)
  return { file, values }
}

function parsed<Options extends OptionsConfig>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    // Node's own words name the option and what is wrong with it.
    throw new Refusal(error instanceof Error ? `${error.message}` : 'The options cannot be read.')
  }
}

export function seedIn(text: string): number {
  const seed = /^\d+$/.test(text) ? seedSchema.safeParse(Number(text)).data : undefined
  if (seed !== undefined) return seed
  throw new Refusal(`--seed takes a whole number from 0 to 4294967295, not '${text}'.`)
}

/** Milliseconds. */
export function untilIn(text: string): number {
  const untilMs = parseDuration(text)
  if (untilMs !== null && untilMs <= DURATION_MAX_MS) return untilMs
  const most = untilMs === null ? '' : ', at most 104 days,'
  throw new Refusal(`--until takes a time such as 10m, 90s, 250ms or 1h${most} not '${text}'.`)
}
