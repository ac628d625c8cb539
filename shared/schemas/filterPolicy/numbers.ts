// Numbers as AWS compares them (event-ruler, ComparableNumber): to six digits after the point, within
// five billion. What is beyond is compared as it stands.

const LIMIT = 5e9
const PRECISION = 1e6

export function isComparable(value: number): boolean {
  return value >= -LIMIT && value <= LIMIT
}

/** A whole number; the same for numbers that AWS takes for the same. */
export function comparable(value: number): number {
  return Math.trunc(PRECISION * (LIMIT + value))
}

export function isSameNumber(a: number, b: number): boolean {
  if (a === b) return true
  return isComparable(a) && isComparable(b) && comparable(a) === comparable(b)
}

export interface NumberRange {
  /** Comparable; null: no bound. */
  readonly low: number | null
  readonly isLowOpen: boolean
  readonly high: number | null
  readonly isHighOpen: boolean
}

export function isInRange(
  value: number,
  { low, isLowOpen, high, isHighOpen }: NumberRange,
): boolean {
  if (!isComparable(value)) return false
  const at = comparable(value)
  if (low !== null && (isLowOpen ? at <= low : at < low)) return false
  return high === null || (isHighOpen ? at < high : at <= high)
}
