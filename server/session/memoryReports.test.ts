import { expect, it } from 'vitest'
import { MemoryReports } from './memoryReports.ts'

it('tells of memory four times a second at most, and only when much has changed', () => {
  let nowMs = 1000
  let bytes = 50_000_000
  const told: number[] = []
  const reports = new MemoryReports(
    { nowMs: () => nowMs },
    () => bytes,
    (now) => told.push(now),
  )

  reports.look()
  bytes = 90_000_000
  reports.look()
  expect(told).toEqual([50_000_000])
  nowMs += 250
  reports.look()
  bytes += 1_000_000
  nowMs += 250
  reports.look()
  expect(told).toEqual([50_000_000, 90_000_000])
  bytes = 60_000_000
  nowMs += 250
  reports.look()

  expect(told).toEqual([50_000_000, 90_000_000, 60_000_000])
})
