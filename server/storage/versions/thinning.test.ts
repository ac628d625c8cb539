import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AUTOMATIC_BYTES_MAX, AUTOMATIC_MAX, type KeptVersion, surplusOf } from './thinning.ts'

const MINUTE_MS = 60_000
const NOW_MS = Date.UTC(2026, 10, 21, 12, 30)

describe('versions that nobody has named', () => {
  it('are all kept for an hour, then one an hour, then one a day, and none after a month', () => {
    const ages = [5, 10, 59, 61, 65, 85, 24 * 60 + 10, 24 * 60 + 20, 31 * 24 * 60]

    const gone = surplusOf(ages.map(aged), NOW_MS)

    // 61, 65 and 85 minutes ago it was 11:29, 11:25 and 11:05; the newest of the hour stays.
    expect(gone).toEqual(['m65', 'm85', `m${24 * 60 + 20}`, `m${31 * 24 * 60}`])
  })

  it('leave what has a name alone', () => {
    const versions = [61, 65].map((age) => ({ ...aged(age), name: 'Before the split' }))

    expect(surplusOf(versions, NOW_MS)).toEqual([])
  })

  it('go, the oldest first, when they take too much room; the newest never does', () => {
    const large = [1, 2, 3].map((age) => ({ ...aged(age), bytes: AUTOMATIC_BYTES_MAX - 1 }))

    expect(surplusOf(large, NOW_MS)).toEqual(['m2', 'm3'])
  })

  it('are few and small, whatever was kept, and thinning once is enough', () => {
    const anyVersion = fc
      .record({ age: fc.nat(50 * 24 * 60), bytes: fc.nat(10_000_000) })
      .map(({ age, bytes }) => ({ ...aged(age), bytes }))
    const anyVersions = fc.uniqueArray(anyVersion, { selector: ({ id }) => id, maxLength: 300 })
    fc.assert(
      fc.property(anyVersions, (versions) => {
        const gone = new Set(surplusOf(versions, NOW_MS))
        const kept = versions.filter(({ id }) => !gone.has(id))

        expect(kept.length).toBeLessThanOrEqual(AUTOMATIC_MAX)
        expect(kept.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(
          AUTOMATIC_BYTES_MAX,
        )
        expect(surplusOf(kept, NOW_MS)).toEqual([])
      }),
    )
  })
})

function aged(minutes: number): KeptVersion {
  return {
    id: `m${minutes}`,
    atMs: NOW_MS - minutes * MINUTE_MS,
    name: null,
    reason: 'editing',
    services: 1,
    channels: 1,
    bytes: 1000,
  }
}
