// What the suite prints, and the page for users shows: one table of cases, one of planted bugs.

import type { BugResult } from './plantedSuite.ts'
import type { CaseResult } from './suite.ts'
import type { Metric, TheoryCase } from './theoryCase.ts'
import type { Judged } from './verdict.ts'

const CASE_HEAD = [
  '| Model | Settings | Measured | Theory | Simulated | Off | Standard errors |',
  '|---|---|---|---:|---:|---:|---:|',
]

export function caseTable(results: readonly CaseResult[]): string {
  const rows = results.flatMap(({ theoryCase, metrics }) =>
    metrics.map((each, index) => caseRow(theoryCase, each, index === 0)),
  )
  return [...CASE_HEAD, ...rows].join('\n')
}

function caseRow({ name, settings }: TheoryCase, judged: Judged, isFirst: boolean): string {
  const { metric, mean, z, problems } = judged
  const off = (100 * (mean - metric.truth)) / metric.truth
  const cells = [
    isFirst ? name.replaceAll('|', '\\|') : '',
    isFirst ? settings : '',
    metric.name,
    told(metric, metric.truth),
    told(metric, mean),
    `${signed(off, 2)} %`,
    problems.length === 0 ? signed(z, 1) : `**${problems.join('; ')}**`,
  ]
  return `| ${cells.join(' | ')} |`
}

function told({ unit }: Metric, value: number): string {
  return unit === 'ms' ? `${(value / 1e6).toPrecision(4)} ms` : value.toPrecision(4)
}

/** A minus that is one, and no minus before what rounds to nothing. */
function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits)
  if (Number(text) === 0) return text
  return value < 0 ? `−${text}` : `+${text}`
}

export function sourceTable(cases: readonly TheoryCase[]): string {
  const sources = new Map<string, string[]>()
  for (const { name, source } of cases) {
    const names = sources.get(source) ?? []
    if (!names.includes(name)) names.push(name)
    sources.set(source, names)
  }
  const rows = [...sources].map(([source, names]) => `| ${names.join(', ')} | ${source} |`)
  return ['| Model | Formula from |', '|---|---|', ...rows].join('\n')
}

export function bugTable(results: readonly BugResult[]): string {
  const rows = results.map(
    ({ bug, caseName, problems }) => `| ${bug} | ${caseName} | ${betrayal(problems)} |`,
  )
  return ['| Bug in the engine | Case | What gives it away |', '|---|---|---|', ...rows].join('\n')
}

/** All that is wrong with the first figure that is wrong, without the name of its case. */
function betrayal(problems: readonly string[]): string {
  const told = problems.map((problem) => problem.replace(/^.*?\), /, ''))
  const figure = told[0]?.split(':')[0]
  if (figure === undefined) return '**not found**'
  const own = told.filter((each) => each.startsWith(`${figure}: `))
  return `${figure}: ${own.map((each) => each.slice(figure.length + 2)).join('; ')}`
}

export function killRate(results: readonly BugResult[]): string {
  const found = results.filter(({ problems }) => problems.length > 0).length
  return `${found} of ${results.length} planted bugs found (${Math.round((100 * found) / results.length)} %)`
}
