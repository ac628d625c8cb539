// `--plan`: the command lines that an experiment can be split into, one a line.

import { type Plan, pointCount } from '../../experiment/plan.ts'
import { EXIT, type Terminal } from '../terminal.ts'

interface Typed {
  readonly file: string
  readonly values: Readonly<Record<string, unknown>> | object
}

/** A replication each. */
export function commandsOfRun(plan: Plan, typed: Typed, terminal: Terminal): number {
  const words = ['run', typed.file, ...optionsAsTyped(typed.values, plan)]
  const lines = upTo(plan.replications).map((replication) => {
    const part = partName(replication, plan.replications)
    return `${spoken([...words, '--replication', `${replication}`, '--json'])} > ${part}`
  })
  return tell(lines, terminal)
}

/** A point each. */
export function commandsOfSweep(plan: Plan, typed: Typed, terminal: Terminal): number {
  const words = ['sweep', typed.file, ...optionsAsTyped(typed.values, plan)]
  const points = pointCount(plan.varied)
  const lines = upTo(points).map((point) => {
    const part = partName(point, points)
    return spoken([...words, '--point', `${point}/${points}`, '--json', part])
  })
  return tell(lines, terminal)
}

function tell(lines: readonly string[], terminal: Terminal): number {
  terminal.out(`${lines.join('\n')}\n`)
  terminal.err('Then: millrace merge part-*.json --json result.json --html report.html\n')
  return EXIT.ok
}

/** What speaks of the whole, not of where it is run and what is written. */
const LEFT_OUT: ReadonlySet<string> = new Set(['plan', 'json', 'html', 'hash', 'threads'])

function optionsAsTyped(values: object, { replications }: Plan): readonly string[] {
  const given = Object.entries({ ...values, replications: `${replications}` })
  return given.flatMap(([name, value]: [string, unknown]) => {
    if (LEFT_OUT.has(name) || value === undefined || typeof value === 'boolean') return []
    const texts: readonly unknown[] = Array.isArray(value) ? value : [value]
    return texts.flatMap((text) => [`--${name}`, String(text)])
  })
}

/** Numbered so that they sort. */
function partName(number: number, count: number): string {
  return `part-${String(number).padStart(String(count).length, '0')}.json`
}

function spoken(words: readonly string[]): string {
  return ['millrace', ...words].map(quoted).join(' ')
}

/** As shells read it. */
function quoted(word: string): string {
  return /^[\w./:=,%@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}
