// How people read and type percentiles.

/** `p50`, `p99.9`; `min` and `max` for the ends. */
export function percentileName(share: number): string {
  if (share === 0) return 'min'
  return share === 1 ? 'max' : `p${Number((share * 100).toPrecision(12))}`
}

/** The share that is at most there; null when the text names no percentile. `P99.9`, `99.9 %` and `max` do. */
export function parsePercentile(text: string): number | null {
  const word = text.trim().toLowerCase()
  if (word === 'min' || word === 'minimum') return 0
  if (word === 'max' || word === 'maximum') return 1
  if (word === 'median') return 0.5
  const match = /^p?\s*(\d+(?:\.\d+)?)\s*%?$/.exec(word)
  if (!match) return null
  const share = Number((Number(match[1]) / 100).toPrecision(12))
  return share <= 1 ? share : null
}
