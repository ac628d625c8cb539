import type { ComparedOutcome, ComparedRuns } from '#shared/protocol/comparison.ts'
import type { ComparedRow } from './comparedRows.ts'

interface ComparisonTableProps {
  readonly runs: Pick<ComparedRuns, 'before' | 'after'>
  readonly rows: readonly ComparedRow[]
  /** Over the names of the rows. */
  readonly corner: string
}

export function ComparisonTable({ runs: { before, after }, rows, corner }: ComparisonTableProps) {
  return (
    <table className="swap-table">
      <thead>
        <tr>
          <th scope="col">{corner}</th>
          <th scope="col">{before.name}</th>
          <th scope="col">{after.name}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.label} title={row.hint}>
            <th scope="row">{row.label}</th>
            <td>{row.show(row.read(before))}</td>
            <td data-change={changeOf(row, before, after)}>{row.show(row.read(after))}</td>
          </tr>
        ))}
      </tbody>
      {[before, after].map(({ name, endedBecause }) =>
        endedBecause === null ? null : (
          <caption key={name}>
            {name} ended before its time: {endedBecause}
          </caption>
        ),
      )}
    </table>
  )
}

/** A difference that a person would notice: a tenth, or something where there was nothing. */
function changeOf({ read, isCost }: ComparedRow, before: ComparedOutcome, after: ComparedOutcome) {
  const [from, to] = [read(before) ?? Infinity, read(after) ?? Infinity]
  if (from === to || Math.abs(to - from) < Math.max(from, to) / 10) return undefined
  return to > from === isCost ? 'worse' : 'better'
}
