import { formatDuration } from '#shared/lib/units.ts'
import { isRunnable } from '#shared/topology/lint.ts'
import { SWAP_TARGETS, type SwapTarget } from '#shared/topology/swap/targets.ts'
import type { Topology } from '#shared/topology/topology.ts'
import {
  COMPARE_MAX_MS,
  type Comparison,
  compareSwap,
  type Outcome,
} from '../simulation/compare/compare.ts'
import { readDocument } from './documentFile.ts'
import { parseCommand, seedIn, untilIn } from './options.ts'
import { EXIT, Refusal, type Terminal } from './terminal.ts'

const SEED = 1
const UNTIL_MS = 60_000

const OPTIONS = {
  channel: { type: 'string' },
  to: { type: 'string' },
  seed: { type: 'string' },
  until: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/** Runs a drawing as it is and with one channel on another broker; with a recipe, under its faults. */
export async function compare(args: readonly string[], terminal: Terminal): Promise<number> {
  const { file, values } = parseCommand('compare', args, OPTIONS)
  const { channel: wanted } = values
  if (wanted === undefined) throw new Refusal('Say which channel: --channel NAME.')
  const target = targetIn(values.to)
  const untilMs = values.until === undefined ? UNTIL_MS : untilIn(values.until)
  if (untilMs > COMPARE_MAX_MS) throw new Refusal('A comparison takes at most 1 h of virtual time.')
  const document = await readDocument(file)
  const {
    topology,
    commands,
    seed: recorded,
  } = document.kind === 'recipe'
    ? document.recipe
    : { topology: document.topology, commands: [], seed: SEED }
  if (!isRunnable(topology)) throw new Refusal(`${file} cannot run: see millrace check.`)
  const seed = values.seed === undefined ? recorded : seedIn(values.seed)
  const channelId = channelIn(topology, wanted)
  const comparison = compareSwap({ topology, channelId, target, seed, untilMs, commands })
  if (!comparison.ok) throw new Refusal(comparison.reason)
  terminal.out(
    values.json ? `${JSON.stringify(comparison, null, 2)}\n` : describeComparison(comparison),
  )
  return EXIT.ok
}

/** By its id, or by the name that people see. */
function channelIn({ channels }: Topology, wanted: string): string {
  if (Object.hasOwn(channels, wanted)) return wanted
  const named = Object.entries(channels).filter(([, { name }]) => name === wanted)
  const [only] = named
  if (named.length === 1 && only) return only[0]
  const ids = Object.keys(channels).sort().join(', ')
  throw new Refusal(
    named.length > 1
      ? `Several channels are called '${wanted}'. Name one by its id: ${ids}.`
      : `There is no channel '${wanted}'. Channels are ${ids}.`,
  )
}

function targetIn(text: string | undefined): SwapTarget {
  const target = SWAP_TARGETS.find((each) => each === text)
  if (target) return target
  const got = text === undefined ? '' : `, not '${text}'`
  throw new Refusal(`--to takes one of ${SWAP_TARGETS.join(', ')}${got}.`)
}

const ROWS: readonly (readonly [string, (outcome: Outcome) => string])[] = [
  ['Published', ({ published }) => String(published)],
  ['Handled', ({ handled }) => String(handled)],
  ['Lost', ({ lost }) => String(lost)],
  ['Dead-lettered', ({ deadLettered }) => String(deadLettered)],
  ['Handled again', ({ handledAgain }) => String(handledAgain)],
  ['Out of order per key', ({ outOfOrder }) => String(outOfOrder)],
  ['Latency, p50', ({ latencyMs }) => duration(latencyMs?.p50)],
  ['Latency, p95', ({ latencyMs }) => duration(latencyMs?.p95)],
  ['Latency, p99', ({ latencyMs }) => duration(latencyMs?.p99)],
  ['Largest backlog', ({ backlogMax }) => String(backlogMax)],
  ['Time to drain', ({ drainMs }) => (drainMs === null ? 'not drained' : duration(drainMs))],
]

function describeComparison({ before, after, notes }: Extract<Comparison, { ok: true }>): string {
  const lines = [
    ['', before.name, after.name],
    ...ROWS.map(([label, read]) => [label, read(before), read(after)]),
  ]
  const widths = [0, 1, 2].map((column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  )
  const table = lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
  const ends = [before, after].flatMap(({ name, endedBecause }) =>
    endedBecause === null ? [] : [`${name} ended before its time: ${endedBecause}`],
  )
  return `${[...table, '', ...notes, ...ends].join('\n').trimEnd()}\n`
}

function duration(ms: number | undefined): string {
  return ms === undefined ? '–' : formatDuration(ms)
}
