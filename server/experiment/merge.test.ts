import { describe, expect, it } from 'vitest'
import { outcomeText, parseExperiment, partText } from './document.ts'
import { planOf, replicationsAt } from './experiment.fixture.ts'
import { merge } from './merge.ts'
import { Results } from './outcome.ts'
import type { Plan } from './plan.ts'
import { outcomeAsHtml } from './report/html.ts'

describe('merge', () => {
  it('gives to the byte what one command would have written, whatever the order', () => {
    const whole = new Results(PLAN)
    for (const { point, result } of RESULTS) whole.add(point, result)

    const parts = RESULTS.map(({ point, result }) => part([[point, result]]))
    const merged = merge(parts.reverse())

    expect(merged.ok && outcomeText(merged.value.outcome(), null)).toBe(
      outcomeText(whole.outcome(), null),
    )
    expect(merged.ok && outcomeAsHtml(told(merged.value))).toBe(outcomeAsHtml(told(whole)))
  })

  it('takes a result that is whole already', () => {
    const whole = new Results(PLAN)
    for (const { point, result } of RESULTS) whole.add(point, result)
    const text = outcomeText(whole.outcome(), null)

    const merged = merge([named('whole.json', text)])

    expect(merged.ok && outcomeText(merged.value.outcome(), null)).toBe(text)
  })

  it('says what is missing, and what comes twice', () => {
    const [first, second, third, fourth] = RESULTS.map(({ point, result }) =>
      part([[point, result]]),
    )
    if (!first || !second || !third || !fourth) throw new Error('there are four parts')

    expect(merge([first, second, fourth])).toEqual({
      ok: false,
      reason: 'The experiment is not complete. Missing: replication 1 of point 2.',
    })
    expect(merge([first, second, third, fourth, { ...second, name: 'again.json' }])).toEqual({
      ok: false,
      reason: 'again.json holds replication 2 of point 1, which is there already.',
    })
    expect(merge([])).toMatchObject({ ok: false })
  })

  it.each([
    ['seed', { seed: 2 }, 'seed is 2 there and 1 here.'],
    ['topology', { topology: { ...planOf().topology, name: 'Another' } }, 'the drawing is not'],
    ['time', { untilMs: 500 }, 'untilMs is 500 there and 1000 here.'],
  ])('refuses a part with another %s', (_, changes, reason) => {
    const [first] = RESULTS.map(({ point, result }) => part([[point, result]]))
    const other = new Results({ ...PLAN, ...changes })
    const merged = merge([first ?? part([]), named('other.json', partText(other))])

    expect(merged.ok ? '' : merged.reason).toContain('other.json is part of another experiment')
    expect(merged.ok ? '' : merged.reason).toContain(reason)
  })
})

describe('parseExperiment', () => {
  it.each([
    ['{', 'It is no JSON.'],
    ['{}', 'It is no result of an experiment: format'],
    [partText(new Results(planOf())).replace('"seed": 1', '"seed": "x"'), 'plan.seed'],
    [partText(new Results(planOf())).replace('"millrace/1"', '"millrace/9"'), 'Its drawing is'],
  ])('refuses what is broken', (text, reason) => {
    const parsed = parseExperiment(text)

    expect(parsed.ok ? '' : parsed.reason).toContain(reason)
  })
})

const PLAN: Plan = planOf({
  untilMs: 1000,
  replications: 2,
  varied: [{ path: 'services.receiver.replicas', values: [1, 2] }],
})

const RESULTS = [0, 1].flatMap((point) =>
  replicationsAt(PLAN, point).map((result) => ({ point, result })),
)

function part(results: readonly Parameters<Results['add']>[]) {
  const some = new Results(PLAN)
  for (const each of results) some.add(...each)
  return named('part.json', partText(some))
}

function named(name: string, text: string) {
  const parsed = parseExperiment(text)
  if (!parsed.ok) throw new Error(parsed.reason)
  return { name, part: parsed.value }
}

function told(results: Results) {
  return { outcome: results.outcome(), finding: null, limit: null }
}
