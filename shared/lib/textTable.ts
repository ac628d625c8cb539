const LINE_BREAKS = /[\r\n\u2028\u2029]+/gu

/**
 * A table for a terminal: the first column begins at the left, the others end at the right. A row may have a mark
 * behind its last column. What is in cells comes from drawings and files: a line break in it begins no line.
 */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((cells) => cells.map((text) => text.replace(LINE_BREAKS, ' ')))
  const columns = Math.max(...lines.map(({ length }) => length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...lines.map((cells) => cells[column]?.length ?? 0)),
  )
  const aligned = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)
  return lines.map((cells) => cells.map(aligned).join('  ').trimEnd()).join('\n')
}
