// Virtual time as a date: a run begins at 1970-01-01T00:00:00Z and lasts at most 104 days.

const NS_PER_SECOND = 1e9
const SECONDS_PER_DAY = 86_400
const DAYS_OF_MONTHS = [31, 28, 31, 30] as const

/** RFC 3339 with nine decimals. */
export function virtualDate(ns: number): string {
  const seconds = Math.floor(ns / NS_PER_SECOND)
  const fraction = String(ns % NS_PER_SECOND).padStart(9, '0')
  const { month, day } = dateOf(Math.floor(seconds / SECONDS_PER_DAY))
  const inDay = seconds % SECONDS_PER_DAY
  const clock = [Math.floor(inDay / 3600), Math.floor(inDay / 60) % 60, inDay % 60].map(twoDigits)
  return `1970-${twoDigits(month)}-${twoDigits(day)}T${clock.join(':')}.${fraction}Z`
}

function dateOf(days: number): { readonly month: number; readonly day: number } {
  let rest = days
  let month = 1
  for (const length of DAYS_OF_MONTHS) {
    if (rest < length) break
    rest -= length
    month += 1
  }
  return { month, day: rest + 1 }
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
