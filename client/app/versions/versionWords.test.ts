import { describe, expect, it } from 'vitest'
import { countsText, versionTime, versionTitle } from './versionWords.ts'

describe('a version in words', () => {
  const now = new Date(2026, 0, 1, 15, 30).getTime()

  it.each([
    [new Date(2026, 0, 1, 14, 3), 'Today, 14:03'],
    [new Date(2025, 11, 31, 9, 12), 'Yesterday, 09:12'],
    [new Date(2025, 10, 19, 14, 3), '19 Nov 2025, 14:03'],
  ])('tells when it was: %s', (at, text) => {
    expect(versionTime(at.getTime(), now)).toBe(text)
  })

  it('leaves the year out where it is this one', () => {
    const later = new Date(2026, 5, 1).getTime()

    expect(versionTime(new Date(2026, 0, 19, 14, 3).getTime(), later)).toBe('19 Jan, 14:03')
  })

  it('is called as it was named, or as it came to be', () => {
    const version = { id: '1', atMs: 1, name: null, services: 1, channels: 1 }

    expect(versionTitle({ ...version, reason: 'restore' })).toBe('Before a restore')
    expect(versionTitle({ ...version, reason: 'editing', name: 'Good' })).toBe('Good')
    expect(countsText(1, 3)).toBe('1 service, 3 channels')
  })
})
