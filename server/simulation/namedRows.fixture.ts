// The journal of a run with names in place of numbers: what is numbered across a whole drawing counts
// its other parts too.

import { JOURNAL_KINDS, type JournalKind } from '#shared/lib/journal.ts'
import { RUN_NS } from './runnable.arbitrary.ts'
import { Simulation, type SimulationOptions } from './simulation.ts'

export interface NamedRow {
  readonly atNs: number
  readonly kind: JournalKind
  readonly element: string
  readonly event: string | null
  readonly root: string | null
  readonly cause: string | null
  readonly key: string | null
  readonly attempt: number
  readonly detail: string | number
}

const SECOND_NS = 1e9

/** All that was written down up to `RUN_NS`. */
export function rowsOf(recipe: SimulationOptions): readonly NamedRow[] {
  const simulation = new Simulation(recipe)
  const rows: NamedRow[] = []
  for (let nowNs = 0; nowNs <= RUN_NS; nowNs += SECOND_NS) {
    const from = simulation.journal.length
    simulation.advance(nowNs)
    if (simulation.journal.oldest > from) throw new Error('The journal has forgotten records.')
    rows.push(...rowsSince(simulation, from))
  }
  return rows
}

function rowsSince(simulation: Simulation, from: number): NamedRow[] {
  const { journal } = simulation
  const { elements, keySpaces } = simulation.dictionary()
  const nameOf = (element: number) => elements[element]?.name ?? `no element ${element}`
  const eventOf = (origin: number, n: number) => (origin < 0 ? null : `${nameOf(origin)} ${n}`)
  const keyOf = (key: number) => {
    const space = keySpaces.findLast(({ base }) => base <= key)
    return space ? `${space.prefix}${key - space.base}` : null
  }
  return journal.rows(from, Infinity).map((row, index) => {
    const kind = JOURNAL_KINDS[row.kind] as JournalKind
    const cause = journal.causeOf(from + index)
    return {
      atNs: row.atNs,
      kind,
      element: nameOf(row.element),
      event: eventOf(row.origin, row.n),
      root: eventOf(row.rootOrigin, row.rootN),
      cause: eventOf(cause.origin, cause.n),
      key: keyOf(row.key),
      attempt: row.attempt,
      detail: detailOf(kind, row.detail, nameOf),
    }
  })
}

/** Their detail is an element: who gave a message up or had it, or where it came from. */
const ABOUT_ELEMENTS: ReadonlySet<JournalKind> = new Set([
  'deadLettered',
  'dropped',
  'leaseExpired',
  'redriven',
])

/** A set of attributes is numbered across the whole drawing. */
function detailOf(
  kind: JournalKind,
  detail: number,
  nameOf: (element: number) => string,
): string | number {
  if (kind === 'published') return 'attributes'
  return ABOUT_ELEMENTS.has(kind) && detail > 0 ? nameOf(detail) : detail
}
