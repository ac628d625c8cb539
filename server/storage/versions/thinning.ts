// Versions that nobody has named are kept thinly: the newer the moment, the more of them.

import type { Version } from '#shared/protocol/versions.ts'

export interface KeptVersion extends Version {
  /** Of its file. */
  readonly bytes: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Of versions without a name, for one topology. */
export const AUTOMATIC_MAX = 60
export const AUTOMATIC_BYTES_MAX = 32_000_000

/** Up to so old, one is kept in each such time; what is older goes. */
const LADDER = [
  { ageMaxMs: HOUR_MS, eachMs: 0 },
  { ageMaxMs: DAY_MS, eachMs: HOUR_MS },
  { ageMaxMs: 30 * DAY_MS, eachMs: DAY_MS },
] as const

/** The ids of the versions that go. What has a name stays. */
export function surplusOf(versions: readonly KeptVersion[], nowMs: number): readonly string[] {
  const automatic = versions.filter(({ name }) => name === null).sort((a, b) => b.atMs - a.atMs)
  const taken = new Set<string>()
  const kept: KeptVersion[] = []
  let bytes = 0
  for (const version of automatic) {
    const slot = slotOf(version, nowMs)
    const isWanted = slot !== null && !taken.has(slot) && kept.length < AUTOMATIC_MAX
    // The newest one is kept however large it is: it is what one most likely wants back.
    if (!isWanted || (kept.length > 0 && bytes + version.bytes > AUTOMATIC_BYTES_MAX)) continue
    taken.add(slot)
    kept.push(version)
    bytes += version.bytes
  }
  const keptIds = new Set(kept.map(({ id }) => id))
  return automatic.filter(({ id }) => !keptIds.has(id)).map(({ id }) => id)
}

/** Versions of one slot count as one; null: too old for any. */
function slotOf({ id, atMs }: KeptVersion, nowMs: number): string | null {
  const step = LADDER.find(({ ageMaxMs }) => nowMs - atMs <= ageMaxMs)
  if (!step) return null
  return step.eachMs === 0 ? id : `${step.eachMs}:${Math.floor(atMs / step.eachMs)}`
}
