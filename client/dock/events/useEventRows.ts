import { useMemo, useRef, useSyncExternalStore } from 'react'
import type { Topology } from '#shared/topology/topology.ts'
import { useDesigner } from '../../store/designerStore.ts'
import type { NumberedRow } from '../../store/live/journalRows.ts'
import { live } from '../../store/live/liveStore.ts'
import { matchesFilter, type RowWords, rowWords } from './rowWords.ts'

export interface EventRow {
  readonly row: NumberedRow
  readonly words: RowWords
}

export interface EventRows {
  /** Newest first. */
  readonly rows: readonly EventRow[]
  /** Rows since the start of the run, kept or not. */
  readonly total: number
}

/** The rows on show. Held still, they stay as they were when the list was last followed. */
export function useEventRows(filter: string, isFollowing: boolean): EventRows {
  const topology = useDesigner((state) => state.topology)
  const newest = useSyncExternalStore(live.subscribe, () => live.rows())
  const held = useRef<{ rows: readonly NumberedRow[]; total: number }>({ rows: [], total: 0 })
  // A run that began again has nothing to do with what was held.
  const isOutdated = newest.length === 0
  if (isFollowing || isOutdated) held.current = { rows: newest, total: live.rowsTotal }
  const { rows, total } = held.current
  const shown = useMemo(() => eventRows(rows, topology, filter.trim()), [rows, topology, filter])
  return { rows: shown, total }
}

function eventRows(
  rows: readonly NumberedRow[],
  topology: Topology,
  filter: string,
): readonly EventRow[] {
  const shown: EventRow[] = []
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index]
    if (!row) continue
    const words = wordsOf(row, topology)
    if (filter === '' || matchesFilter(words, filter)) shown.push({ row, words })
  }
  return shown
}

interface Known {
  readonly topology: Topology
  readonly words: RowWords
}

/** Rows never change, so their words are made once for each drawing. */
const known = new WeakMap<NumberedRow, Known>()

function wordsOf(row: NumberedRow, topology: Topology): RowWords {
  const entry = known.get(row)
  if (entry?.topology === topology) return entry.words
  const words = rowWords(row, topology, live)
  known.set(row, { topology, words })
  return words
}
