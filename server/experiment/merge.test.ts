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
  it.each<[what: string, problem: string, edit: (part: Broken) => void]>([
    [
      'more points than are counted',
      'There are at most 1000 points',
      ({ plan }) => {
        const values = Array.from({ length: 1000 }, (_, value) => value)
        plan.varied = ['a', 'b', 'c', 'd', 'e', 'f'].map((path) => ({ path, values }))
      },
    ],
    ['a run of no time', 'plan.untilMs', ({ plan }) => Object.assign(plan, { untilMs: 0 })],
    [
      'an endless load',
      'load: Too big',
      (part) => Object.assign(replicationIn(part), { load: Array(300_000).fill(1) }),
    ],
    [
      'figures that cannot be added up',
      '.windows.0.metrics.x',
      (part) => Object.assign(replicationIn(part).windows[0] ?? {}, { metrics: { x: 1e300 } }),
    ],
    [
      'a time before the run',
      '.windows.0.fromMs',
      (part) => Object.assign(replicationIn(part).windows[0] ?? {}, { fromMs: -1 }),
    ],
  ])('refuses %s', (_, problem, edit) => {
    const whole = new Results(PLAN)
    for (const { point, result } of RESULTS) whole.add(point, result)
    const broken = JSON.parse(partText(whole)) as Broken
    edit(broken)

    const parsed = parseExperiment(JSON.stringify(broken))

    expect(parsed.ok ? '' : parsed.reason).toContain('It is no result of an experiment: ')
    expect(parsed.ok ? '' : parsed.reason).toContain(problem)
  })

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

/** As JSON, to be spoilt. */
interface Broken {
  readonly plan: { varied: readonly object[] }
  readonly points: readonly { readonly replications: readonly BrokenReplication[] }[]
}

interface BrokenReplication {
  readonly windows: readonly object[]
}

function replicationIn({ points }: Broken): BrokenReplication {
  const replication = points[0]?.replications[0]
  if (!replication) throw new Error('there is a replication')
  return replication
}

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
  return { outcome: results.outcome(), findings: null }
}
