// The page for users shows the cases that there are, and says nothing of any that are gone.

import { describe, expect, it } from 'vitest'
import { textOf } from '../sourceTree.ts'
import { PLANTED_BUGS } from './plantedBugs.ts'
import { casesOf } from './suite.ts'
import { PAGE, writtenIn } from './trustPage.ts'

const written = writtenIn(textOf(process.cwd(), PAGE))

describe('the page "Why you can trust the numbers"', () => {
  it('has a row for each figure of the short form: `npm run theory -- --write` writes them', () => {
    const form = written.includes('The long form') ? 'long' : 'short'
    const rows = written.split('\n').filter((line) => line.endsWith(' |') && line.includes(' % |'))
    const figures = casesOf(form).flatMap(({ name, metrics }) =>
      metrics.map((metric, index) => `| ${index === 0 ? name : ''} | ${metric.name} |`),
    )
    const shown = rows.map((row) => {
      const [, name, , metric] = row.split('|').map((cell) => cell.trim())
      return `| ${name} | ${metric} |`
    })

    expect(shown).toEqual(figures)
  })

  it('names each planted bug', () => {
    for (const { bug } of PLANTED_BUGS) expect(written).toContain(`| ${bug} |`)
    expect(written).not.toContain('not found')
  })
})
