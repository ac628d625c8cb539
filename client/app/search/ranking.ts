// Which of many things somebody means by some letters.

export interface Named {
  readonly label: string
  /** What else it may be looked for by, such as the group it is in. */
  readonly hint: string
}

const FOUND_MAX = 50

/** The best first, at most 50; without a search all of them, in their order. */
export function ranked<Item extends Named>(items: readonly Item[], search: string): Item[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return items
    .map((item) => ({ item, score: scoreOf(item, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, FOUND_MAX)
    .map(({ item }) => item)
}

/** 0: one of the words is nowhere in it. */
function scoreOf({ label, hint }: Named, words: readonly string[]): number {
  let score = 1
  for (const word of words) {
    const byLabel = placeScore(label.toLowerCase(), word)
    const byHint = hint.toLowerCase().includes(word) ? 1 : 0
    if (byLabel + byHint === 0) return 0
    score += byLabel + byHint
  }
  return score
}

/** 8: it begins with the word; 4: one of its words does; 2: the letters are somewhere in it. */
function placeScore(text: string, word: string): number {
  const at = text.indexOf(word)
  if (at < 0) return 0
  if (at === 0) return 8
  return text.includes(` ${word}`) ? 4 : 2
}
