// Compares what the product answered with what is written down, which may say less: a text for a message
// stands for its body, and a record for the fields that it names.

import { isRecord } from '../../shared/lib/json.ts'

/** What differs, in words; null: nothing that is written down. */
export function differenceIn(answer: unknown, written: unknown, at = 'answer'): string | null {
  if (typeof written === 'string' && isRecord(answer)) return differenceIn(answer.body, written, at)
  if (Array.isArray(written)) return differenceInList(answer, written, at)
  if (!isRecord(written)) return isSame(answer, written) ? null : words(answer, written, at)
  if (!isRecord(answer)) return words(answer, written, at)
  for (const [name, value] of Object.entries(written)) {
    const difference = differenceIn(answer[name], value, `${at}.${name}`)
    if (difference) return difference
  }
  return null
}

function differenceInList(answer: unknown, written: readonly unknown[], at: string): string | null {
  if (!Array.isArray(answer) || answer.length !== written.length) return words(answer, written, at)
  if (at.endsWith('.x-death')) return differenceInDeaths(answer, written, at)
  for (const [index, value] of written.entries()) {
    const difference = differenceIn(answer[index], value, `${at}[${index}]`)
    if (difference) return difference
  }
  return null
}

/** The newest is the first; the others are compared whatever their order. */
function differenceInDeaths(
  answer: readonly unknown[],
  written: readonly unknown[],
  at: string,
): string | null {
  const first = differenceIn(answer[0], written[0], `${at}[0]`)
  if (first) return first
  const missing = written.find(
    (death) => !answer.some((candidate) => differenceIn(candidate, death) === null),
  )
  return missing === undefined ? null : words(answer, written, at)
}

function isSame(answer: unknown, written: unknown): boolean {
  return (answer ?? null) === (written ?? null)
}

function words(answer: unknown, written: unknown, at: string): string {
  return `${at}: expected ${JSON.stringify(written)}, got ${JSON.stringify(answer)}`
}
