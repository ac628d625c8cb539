// A moment of a run as somebody types it: `90 s`, `1:30`, `00:01:30.500`, or seconds alone.

import { parseDuration } from '#shared/lib/units.ts'

/** In nanoseconds; null: this is no moment. */
export function parseMoment(text: string): number | null {
  const typed = text.trim()
  const clock = /^(?:(\d{1,5}):)?(\d{1,5}):(\d{1,2}(?:\.\d{1,9})?)$/.exec(typed)
  if (clock) {
    const [, hours = '0', minutes = '0', seconds = '0'] = clock
    if (Number(seconds) >= 60) return null
    return Math.round(((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1e9)
  }
  const ms = /^\d+(\.\d+)?$/.test(typed) ? Number(typed) * 1000 : parseDuration(typed)
  return ms === null || !Number.isFinite(ms) || ms < 0 ? null : Math.round(ms * 1e6)
}
