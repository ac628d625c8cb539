// What an experiment came to, as a page of its own: it loads nothing, runs nothing, and can be sent
// around.

import { escaped } from '#shared/lib/markup.ts'
import { formatDuration } from '#shared/lib/units.ts'
import { canonicalText } from '#shared/topology/canonical.ts'
import { ENGINE_VERSION } from '#shared/topology/recipe.ts'
import { type Findings, isAnswered } from '../findings.ts'
import { headlinesOf } from '../headlines.ts'
import { unitOf } from '../metrics.ts'
import type { Outcome, PointOutcome } from '../outcome.ts'
import { keptMetrics, type Plan } from '../plan.ts'
import { type Chart, chartAsSvg } from './chart.ts'
import { chartsOf, loadChart } from './charts.ts'
import { estimated, figure } from './figures.ts'
import { findingTable } from './findingTable.ts'
import { STYLE } from './style.ts'
import { howRun, type Told } from './text.ts'
import { metricTitle, shortPath } from './titles.ts'

/** Lines that all tables of all metrics may have together. */
const METRIC_LINES_MAX = 20_000
const DRAWING_LENGTH_MAX = 1_000_000

export function outcomeAsHtml(told: Told): string {
  const { outcome } = told
  const { name } = outcome.plan.topology
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(name)}: an experiment</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(name)}</h1>
<p class="soft">${escaped(howRun(outcome.plan))}</p>
${answerOf(told)}
${warningsOf(outcome)}
${chartsSection(told)}
${pointsSection(told)}
${metricsSection(outcome)}
${recipeSection(outcome)}
</main>
</body>
</html>
`
}

function answerOf({ findings }: Told): string {
  if (findings === null) return ''
  const tone = isAnswered(findings) ? 'good' : 'warn'
  const [only] = findings.combinations
  const isAlone = findings.others.length === 0 && only !== undefined
  return `<section class="box ${tone}" aria-label="Answer">
${isAlone ? sentencesOf(only.finding.says) : answersOf(findings)}
</section>`
}

function sentencesOf([answer = '', ...evidence]: readonly string[]): string {
  return `<p><strong>${escaped(answer)}</strong></p>
${evidence.map((sentence) => `<p>${escaped(sentence)}</p>`).join('\n')}`
}

/** For each combination of what else was varied. */
function answersOf(findings: Findings): string {
  const { title, head, rows, doubts } = findingTable(findings)
  const lines = rows.map(({ cells, isConclusive }) => [...cells, isConclusive ? 'yes' : 'no'])
  const items = doubts.map(
    ({ place, text }) => `<li><strong>${escaped(place)}</strong>: ${escaped(text)}</li>`,
  )
  const why = `
<p>What is not conclusive is so by the means alone:</p>
<ul>
${items.join('\n')}
</ul>`
  return `${tableOf(title, [...head, 'conclusive'], lines)}${items.length === 0 ? '' : why}`
}

function warningsOf({ plan, points }: Outcome): string {
  const lines = points.flatMap((point) => warningsAt(plan, point))
  if (lines.length === 0)
    return '<section class="box good" aria-label="Warnings"><p>Nothing speaks against these figures: the load became steady, and the intervals are narrow.</p></section>'
  return `<section class="box warn" aria-label="Warnings">
<p><strong>What these figures cannot tell</strong></p>
<ul>
${lines.join('\n')}
</ul>
</section>`
}

/** Below each other under the point that they are about. */
function warningsAt(plan: Plan, point: PointOutcome): readonly string[] {
  const items = point.warnings.map(({ message }) => `<li>${escaped(message)}</li>`)
  const place = placeOf(plan, point)
  if (place === '' || items.length === 0) return items
  return [`<li><strong>${escaped(place)}</strong>\n<ul>\n${items.join('\n')}\n</ul></li>`]
}

/** Empty where nothing was varied. */
function placeOf({ varied }: Plan, { values }: PointOutcome): string {
  return varied.map(({ path }, index) => `${shortPath(path)} = ${values[index]}`).join(', ')
}

function chartsSection({ outcome, findings }: Told): string {
  const charts = [...chartsOf(outcome, findings?.limit ?? null), ...loadChart(outcome)]
  if (charts.length === 0) return ''
  return `<section>
<h2>Charts</h2>
<div class="charts">
${charts.map(figureOf).join('\n')}
</div>
</section>`
}

function figureOf(chart: Chart): string {
  const named = chart.series.filter(({ name }) => name !== '')
  const entries = named.map(
    ({ name }, index) =>
      `<li><svg viewBox="0 0 32 10" aria-hidden="true"><line class="line s${index}" x1="0" x2="32" y1="5" y2="5"/><circle class="dot s${index}" cx="16" cy="5" r="3.5"/></svg>${escaped(name)}</li>`,
  )
  const legend = entries.length === 0 ? '' : `<ul class="legend">${entries.join('')}</ul>`
  return `<figure>
<figcaption>${escaped(chart.title)}${chart.path === null ? '' : `<code>${escaped(chart.path)}</code>`}</figcaption>
${chartAsSvg(chart)}
${legend}</figure>`
}

function pointsSection({ outcome: { plan, points }, findings }: Told): string {
  const paths = headlinesOf(plan, findings?.limit.path ?? null)
  if (plan.varied.length === 0) return ''
  const titles = plan.varied.map(({ path }) => shortPath(path))
  const head = [...titles, ...paths.map(metricTitle), 'warnings']
  const rows = points.map((point) => [
    ...point.values.map(String),
    ...paths.map((path) => cell(point, path)),
    point.warnings.length === 0 ? 'none' : String(point.warnings.length),
  ])
  const caption = `Each mean ± half the width of its confidence interval of ${plan.confidence} %.`
  return `<section>
<h2>Results</h2>
${tableOf(caption, head, rows)}
</section>`
}

function metricsSection({ plan, points }: Outcome): string {
  const paths = keptMetrics(plan)
  if (paths.length * points.length > METRIC_LINES_MAX)
    return '<section><h2>All metrics</h2><p>There are too many for a page; the JSON file has them.</p></section>'
  const tables = points.map((point) => {
    const rows = paths.map((path) => metricRow(point, path))
    const head = ['metric', 'mean', 'smallest', 'largest', 'replications']
    const caption = 'Over the replications that measured anything.'
    const title = [placeOf(plan, point), `${paths.length} metrics`].filter(Boolean).join(': ')
    return `<details><summary>${escaped(title)}</summary>${tableOf(caption, head, rows)}</details>`
  })
  return `<section>
<h2>All metrics</h2>
${tables.join('\n')}
</section>`
}

function metricRow({ estimates }: PointOutcome, path: string): readonly string[] {
  const found = estimates.get(path)
  if (found === undefined) return [path]
  const unit = unitOf(path)
  const { min, max, count } = found
  return [path, estimated(path, found), figure(unit, min), figure(unit, max), String(count)]
}

function recipeSection({ plan, points }: Outcome): string {
  const facts: readonly (readonly [string, string])[] = [
    ['Engine', ENGINE_VERSION],
    ['Seed', String(plan.seed)],
    ['Replications', String(plan.replications)],
    ['Virtual time', formatDuration(plan.untilMs)],
    ['Commands', String(plan.commands.length)],
    ...plan.varied.map(({ path, values }) => ['Varied', `${path} = ${values.join(', ')}`] as const),
  ]
  const rows = points.flatMap((point) =>
    point.replications.map((result) => [
      placeOf(plan, point) || 'as drawn',
      String(result.replication),
      String(result.seed),
      formatDuration(result.windows[0]?.fromMs ?? 0),
      formatDuration(result.untilMs),
      result.historyHash,
    ]),
  )
  const head = ['point', 'replication', 'seed', 'measured from', 'until', 'history']
  const caption = 'A run with this seed gives this history, to the byte.'
  const drawing = canonicalText(plan.topology)
  const text = drawing.length > DRAWING_LENGTH_MAX ? 'It is too long for a page.' : drawing
  return `<section>
<h2>Recipe</h2>
<dl>
${facts.map(([term, value]) => `<dt>${escaped(term)}</dt><dd>${escaped(value)}</dd>`).join('\n')}
</dl>
<details><summary>${rows.length} runs</summary>${tableOf(caption, head, rows)}</details>
<details><summary>The drawing</summary><pre tabindex="0">${escaped(text)}</pre></details>
</section>`
}

function cell({ estimates }: PointOutcome, path: string): string {
  const found = estimates.get(path)
  return found === undefined ? '–' : estimated(path, found)
}

/** It may be wider than the screen: then it is scrolled, by keyboard too. */
function tableOf(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const headings = head.map((title) => `<th scope="col">${escaped(title)}</th>`).join('')
  const lines = rows.map(([first = '', ...others]) => {
    const cells = others.map((text) => `<td>${escaped(text)}</td>`).join('')
    return `<tr><th scope="row">${escaped(first)}</th>${cells}</tr>`
  })
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(caption)}">
<table>
<caption>${escaped(caption)}</caption>
<thead><tr>${headings}</tr></thead>
<tbody>
${lines.join('\n')}
</tbody>
</table>
</div>`
}
