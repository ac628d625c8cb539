// The newest rows of the journal. Trouble has room of its own, so that ordinary traffic never pushes
// it out.

import { JOURNAL_KINDS, TROUBLE_KINDS } from '#shared/lib/journal.ts'
import type { JournalRow } from '#shared/protocol/frame.ts'
import { ItemRing } from './ring.ts'

const ROWS_MAX = 2000
const TROUBLE_ROWS_MAX = 1000

export interface NumberedRow extends JournalRow {
  /** Grows by one with each row that arrives. */
  readonly serial: number
}

function isTrouble(row: JournalRow): boolean {
  const kind = JOURNAL_KINDS[row.kind]
  return kind !== undefined && TROUBLE_KINDS.has(kind)
}

export class JournalRows {
  readonly #recent = new ItemRing<NumberedRow>(ROWS_MAX)
  readonly #trouble = new ItemRing<NumberedRow>(TROUBLE_ROWS_MAX)
  #serial = 0
  #omitted = 0
  #list: readonly NumberedRow[] | null = []

  receive(rows: readonly JournalRow[], omittedCount: number): void {
    this.#omitted += omittedCount
    if (rows.length === 0) return
    for (const row of rows) {
      const numbered = { ...row, serial: this.#serial++ }
      this.#recent.push(numbered)
      if (isTrouble(row)) this.#trouble.push(numbered)
    }
    this.#list = null
  }

  /** Oldest first; the same array as long as nothing arrives. */
  get list(): readonly NumberedRow[] {
    this.#list ??= this.#merged()
    return this.#list
  }

  /** Rows seen since the start, those included that no frame carried. */
  get total(): number {
    return this.#serial + this.#omitted
  }

  clear(): void {
    this.#recent.clear()
    this.#trouble.clear()
    this.#serial = 0
    this.#omitted = 0
    this.#list = []
  }

  #merged(): readonly NumberedRow[] {
    const recent = this.#recent.toArray()
    const oldest = recent[0]?.serial ?? 0
    return [...this.#trouble.toArray().filter(({ serial }) => serial < oldest), ...recent]
  }
}
