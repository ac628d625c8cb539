// What of a comparison catches the eye.

import type { ComparedOutcome } from '#shared/protocol/comparison.ts'
import type { ComparedRow } from './comparedRows.ts'

interface Change {
  readonly tone: 'worse' | 'better'
  readonly way: 'up' | 'down'
}

/** A difference that a person would notice: a tenth, or something where there was nothing. */
export function changeOf(
  { read, isCost }: Pick<ComparedRow, 'read' | 'isCost'>,
  before: ComparedOutcome,
  after: ComparedOutcome,
): Change | undefined {
  const [from, to] = [read(before) ?? Infinity, read(after) ?? Infinity]
  if (from === to || Math.abs(to - from) < Math.max(from, to) / 10) return undefined
  const isMore = to > from
  return { tone: isMore === isCost ? 'worse' : 'better', way: isMore ? 'up' : 'down' }
}
