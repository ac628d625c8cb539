/** Lag that a partition may have without anybody calling it hot. */
const HOT_MIN = 50
const HOT_FACTOR = 3

/** The partition that lags far behind the others; −1: none does. */
export function hotPartition(lags: readonly number[]): number {
  if (lags.length < 2) return -1
  const sorted = [...lags].sort((a, b) => a - b)
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
  const largest = sorted.at(-1) ?? 0
  return largest >= HOT_MIN && largest >= HOT_FACTOR * Math.max(1, median)
    ? lags.indexOf(largest)
    : -1
}
