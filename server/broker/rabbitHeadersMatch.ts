import type { AttributeValue } from '#shared/schemas/attributes.ts'

/** What a binding of a headers exchange asks of a message's headers. */
export interface HeadersPattern {
  readonly xMatch: 'all' | 'any' | 'all-with-x' | 'any-with-x'
  /** Null (AMQP's void): the header must be there, whatever it says. */
  readonly arguments: readonly (readonly [name: string, value: AttributeValue | null])[]
}

export type Headers = readonly (readonly [name: string, value: unknown])[]

/**
 * Values are compared by type and value: the text 1 is not the number 1. `all` and `any` pass over
 * arguments whose names begin with `x-`. Where nothing is left to be compared, all of nothing matches
 * and any of nothing does not.
 */
export function headersMatch(pattern: HeadersPattern, headers: Headers): boolean {
  const { xMatch } = pattern
  const looksAtX = xMatch === 'all-with-x' || xMatch === 'any-with-x'
  const wantsAll = xMatch === 'all' || xMatch === 'all-with-x'
  for (const [name, value] of pattern.arguments) {
    if (name === 'x-match' || (!looksAtX && name.startsWith('x-'))) continue
    if (hasHeader(headers, name, value) !== wantsAll) return !wantsAll
  }
  return wantsAll
}

function hasHeader(headers: Headers, name: string, wanted: unknown): boolean {
  const header = headers.find(([headerName]) => headerName === name)
  return header !== undefined && (wanted === null || isSame(header[1], wanted))
}

function isSame(value: unknown, wanted: unknown): boolean {
  if (!Array.isArray(value) || !Array.isArray(wanted)) return value === wanted
  return value.length === wanted.length && value.every((item, index) => isSame(item, wanted[index]))
}
