// The runs that are kept to compare with, as text for the disk; made in the session's thread, since it may
// be megabytes.

import type { BaselinesText, KeptBaseline } from './messages.ts'

/** A recipe takes 12 MB at the most. Of more than fits, the oldest are not kept. */
export const BASELINES_BYTES_MAX = 16_000_000

/** `baselines`: oldest first. */
export function baselinesText(
  baselines: readonly KeptBaseline[],
  bytesMax = BASELINES_BYTES_MAX,
): BaselinesText {
  const head = '{"format":"millrace-baselines/1","baselines":[\n'
  const end = '\n]}\n'
  const parts: string[] = []
  let bytes = head.length + end.length
  for (const baseline of baselines.toReversed()) {
    const part = JSON.stringify(baseline)
    bytes += Buffer.byteLength(part) + 2
    if (bytes > bytesMax) break
    parts.unshift(part)
  }
  const text = new TextEncoder().encode(`${head}${parts.join(',\n')}${end}`)
  return { text, newestId: baselines.at(-1)?.id ?? 0 }
}
