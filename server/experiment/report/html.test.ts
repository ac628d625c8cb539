import { describe, expect, it } from 'vitest'
import { carriedOut, planOf, queue } from '../experiment.fixture.ts'
import type { Plan } from '../plan.ts'
import { outcomeAsHtml } from './html.ts'

describe('the report as a page', () => {
  it('loads nothing and runs nothing', () => {
    const page = pageOf({ varied: SWEEP })

    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(page).not.toMatch(/<script|<link|<img|\bsrc=|\bhref=|@import|url\(|https?:/)
    expect(page).toContain('prefers-color-scheme: dark')
  })

  it('shows a name as text, whatever is in it', () => {
    const topology = { ...queue(5), name: '<img src=x onerror=alert(1)> & "co"' }

    const page = pageOf({ topology, varied: SWEEP })

    expect(page).not.toContain('<img')
    expect(page).toContain('<h1>&lt;img src=x onerror=alert(1)&gt; &amp; &quot;co&quot;</h1>')
  })

  it('draws each headline metric with its intervals, and a text for who does not see it', () => {
    const page = pageOf({ varied: SWEEP, metrics: ['services.receiver.*tilisation'] })

    expect(page.match(/<svg viewBox="0 0 520 260" role="img" aria-labelledby/g)).toHaveLength(1)
    expect(
      page.match(/<g><title>\d: [\d.]+ % ±[\d.]+ %<\/title><path class="whisker s0"/g),
    ).toHaveLength(3)
    expect(page).toContain('<desc id="chart-0-text">services.receiver.utilisation over')
    expect(page).toContain('<th scope="row">3</th>')
  })

  it('says under each point what its figures cannot tell', () => {
    const page = pageOf({ varied: SWEEP })

    const place = '<li><strong>receiver.replicas = 1</strong>'
    expect(page.split(place)).toHaveLength(2)
    expect(page.split(place)[1]).toMatch(/^\n<ul>\n<li>[A-Z]/)
    expect(page).toContain('<code>services.receiver.')
  })

  it('draws a line for each value of a second path, and none where there would be too many', () => {
    const rates = { path: RATE, values: [50, 60] }
    const names = { path: 'services.receiver.name', values: [...'ABCDEFG'] }
    const changes = { metrics: ['services.receiver.utilisation'], replications: 1, untilMs: 200 }

    expect(pageOf({ ...changes, varied: [rates, ...SWEEP] })).toContain(`${RATE}=60</li>`)
    expect(pageOf({ ...changes, varied: [names, rates] })).not.toContain('<h2>Charts</h2>')
  })

  it('has the drawing that was run', () => {
    expect(pageOf({ varied: SWEEP })).toContain('&quot;format&quot;: &quot;millrace/1&quot;')
  })
})

const SWEEP = [{ path: 'services.receiver.replicas', values: [1, 2, 3] }]
const RATE = 'services.sender.sources.source.arrivals.ratePerSecond'

function pageOf(changes: Partial<Plan>): string {
  const results = carriedOut(
    planOf({ untilMs: 1000, replications: 3, metrics: ['services.receiver.*'], ...changes }),
  )
  return outcomeAsHtml({ outcome: results.outcome(), findings: null })
}
