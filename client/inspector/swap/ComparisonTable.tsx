import type { ComparedOutcome, ComparedRuns } from '#shared/protocol/comparison.ts'
import { changeOf } from './change.ts'
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
            <ChangedCell row={row} before={before} after={after} />
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

function ChangedCell({ row, before, after }: ChangedCellProps) {
  const change = changeOf(row, before, after)
  return (
    <td data-change={change?.tone} data-way={change?.way}>
      {row.show(row.read(after))}
    </td>
  )
}

interface ChangedCellProps {
  readonly row: ComparedRow
  readonly before: ComparedOutcome
  readonly after: ComparedOutcome
}
