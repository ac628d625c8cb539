// What a search along one path found for each combination of the others: the same words for the terminal
// and the page.

import { doubtsOf, type Findings } from '../findings.ts'
import { metricTitle, shortPath } from './titles.ts'

interface FindingTable {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly { readonly cells: readonly string[]; readonly isConclusive: boolean }[]
  /** Whole sentences about what is not conclusive, after the place that they are about. */
  readonly doubts: readonly { readonly place: string; readonly text: string }[]
}

export function findingTable(findings: Findings): FindingTable {
  const { limit, along, others, combinations } = findings
  return {
    title: `The smallest ${along} that meets ${limit.text}, and what was measured there:`,
    head: [...others.map(shortPath), shortPath(along), metricTitle(limit.path)],
    rows: combinations.map(({ values, finding: { briefly, measured, conclusive } }) => ({
      cells: [...values.map(String), briefly, measured],
      isConclusive: conclusive,
    })),
    doubts: doubtsOf(findings).map(({ place, text }) => ({
      place: place.map(({ path, value }) => `${shortPath(path)}=${value}`).join(', '),
      text,
    })),
  }
}
