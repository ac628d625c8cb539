// What may be said to `npm run repeatability`.

export interface Options {
  readonly nodes: readonly string[]
  readonly topologies: number
  readonly seeds: number
  readonly pin: boolean
}

type Parsed = ({ readonly ok: true } & Options) | { readonly ok: false; readonly reason: string }

export const USAGE =
  'npm run repeatability -- [--nodes 20,22,24] [--topologies 20] [--seeds 25], or npm run repeatability -- --pin'

const COUNT_MAX = 10_000
const DEFAULTS: Options = { nodes: ['20', '22', '24'], topologies: 20, seeds: 25, pin: false }

export function optionsOf(args: readonly string[]): Parsed {
  let options: Options = DEFAULTS
  for (let index = 0; index < args.length; ) {
    const [name = '', value = ''] = args.slice(index)
    const read = optionOf(name, value)
    if (typeof read === 'string') return { ok: false, reason: read }
    options = { ...options, ...read }
    index += read.pin ? 1 : 2
  }
  return { ok: true, ...options }
}

/** A sentence where it cannot be understood. */
function optionOf(name: string, value: string): Partial<Options> | string {
  switch (name) {
    case '--pin':
      return { pin: true }
    case '--nodes': {
      const nodes = value.split(',')
      const areVersions = nodes.every((node) => /^\d{1,3}(\.\d{1,3}){0,2}$/.test(node))
      return areVersions
        ? { nodes }
        : `--nodes takes versions such as 20,22,24, and not "${value}".`
    }
    case '--topologies':
      return countOf(value, 0, (topologies) => ({ topologies })) ?? countHelp(name, value)
    case '--seeds':
      return countOf(value, 1, (seeds) => ({ seeds })) ?? countHelp(name, value)
    default:
      return `There is no option "${name}".`
  }
}

function countOf(
  text: string,
  min: number,
  option: (count: number) => Partial<Options>,
): Partial<Options> | null {
  const count = Number(text)
  return /^\d+$/.test(text) && count >= min && count <= COUNT_MAX ? option(count) : null
}

function countHelp(name: string, value: string): string {
  return `${name} takes a whole number up to ${COUNT_MAX}, and not "${value}".`
}
