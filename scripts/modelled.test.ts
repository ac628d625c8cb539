// The rules of the brokers: each that is modelled is proved by a test that names it, each scenario shows
// what it says, and the page in `docs/` is the one that follows from them.

import { describe, expect, it } from 'vitest'
import { JOURNAL_KINDS } from '#shared/lib/journal.ts'
import { RULES, SCENARIOS } from '#shared/semantics/semantics.ts'
import { lint } from '#shared/topology/lint.ts'
import { Simulation } from '../server/simulation/simulation.ts'
import { PAGE, PROOFS, pageOf, proofsIn, proofsText } from './modelled.ts'
import { textOf } from './sourceTree.ts'

const root = process.cwd()
const proofs = proofsIn(root)

describe('the rules', () => {
  it('have ids of their own, in their families', () => {
    const ids = RULES.map(({ id }) => id)

    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    expect(ids.filter((id) => !/^[a-zA-Z]+\.[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([])
  })

  it('are sentences that name their source', () => {
    const odd = RULES.filter(
      ({ statement, source }) => !/^[A-Z“`].+[.]$/s.test(statement) || source.trim() === '',
    )

    expect(odd.map(({ id }) => id)).toEqual([])
  })

  it('are proved where they are modelled', () => {
    const unproved = RULES.filter(
      ({ id, status }) => status === 'modelled' && !Object.hasOwn(proofs, id),
    )

    expect(unproved.map(({ id }) => id)).toEqual([])
  })

  it('are those that the tests name', () => {
    const ids = new Set(RULES.map(({ id }) => id))

    expect(Object.keys(proofs).filter((id) => !ids.has(id))).toEqual([])
  })

  it('are shown by scenarios where they are modelled', () => {
    const ids = new Set(SCENARIOS.map(({ id }) => id))
    const shown = new Set(RULES.map(({ scenario }) => scenario))

    expect(RULES.filter(({ scenario }) => scenario && !ids.has(scenario))).toEqual([])
    expect([...ids].filter((id) => !shown.has(id))).toEqual([])
    expect(RULES.filter(({ status, scenario }) => status === 'modelled' && !scenario)).toEqual([])
  })

  it('are on the page, and their proofs in the list: `npm run modelled` writes both', () => {
    expect(textOf(root, PAGE)).toBe(pageOf(proofs))
    expect(textOf(root, PROOFS)).toBe(proofsText(proofs))
  })
})

describe.each(SCENARIOS)('the scenario $id', (scenario) => {
  it('runs, and shows what it says', () => {
    const { topology, seed, untilMs, commands = [], shows } = scenario
    const drawing = topology()
    const simulation = new Simulation({ topology: drawing, seed, commands })
    const seen = new Map<string, number>()
    let from = 0
    for (let slice = 1; slice <= SLICES; slice += 1) {
      simulation.advance((untilMs * 1e6 * slice) / SLICES)
      const { elements } = simulation.dictionary()
      for (const row of simulation.journal.rows(from, Number.MAX_SAFE_INTEGER)) {
        const key = `${JOURNAL_KINDS[row.kind]} ${elements[row.element]?.name}`
        seen.set(key, (seen.get(key) ?? 0) + 1)
      }
      from = simulation.journal.length
    }

    expect(lint(drawing).filter(({ severity }) => severity === 'error')).toEqual([])
    expect(simulation.ended).toBeNull()
    for (const { kind, element, times = 1 } of shows) {
      const count = seen.get(`${kind} ${element}`) ?? 0
      const isShown = times === 0 ? count === 0 : count >= times
      expect(isShown, `${kind} at ${element}: ${count} times`).toBe(true)
    }
  })
})

/** Each short enough for the journal to hold all of it. */
const SLICES = 50
