// Texts with stars, each of which stands for any number of characters. A backslash takes the meaning
// from the star or the backslash after it.

export type ParsedWildcard =
  /** What stands between the stars; with one piece there is no star. */
  | { readonly ok: true; readonly pieces: readonly string[] }
  | { readonly ok: false; readonly reason: string }

export function parseWildcard(text: string): ParsedWildcard {
  const pieces: string[] = []
  let piece = ''
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    const next = text.charAt(at + 1)
    if (character === '\\') {
      if (next !== '*' && next !== '\\')
        return { ok: false, reason: `Invalid escape character at pos ${at}` }
      piece += next
      at += 1
    } else if (character === '*') {
      if (next === '*') return { ok: false, reason: `Consecutive wildcard characters at pos ${at}` }
      pieces.push(piece)
      piece = ''
    } else piece += character
  }
  return { ok: true, pieces: [...pieces, piece] }
}

/** Each piece is looked for as early as possible, which leaves most room for those after it. */
export function matchesWildcard(text: string, pieces: readonly string[]): boolean {
  const [first = '', ...others] = pieces
  const last = others.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first)) return false
  let from = first.length
  for (const piece of others) {
    const at = text.indexOf(piece, from)
    if (at < 0) return false
    from = at + piece.length
  }
  return text.length - last.length >= from && text.endsWith(last)
}
