import { expect, it } from 'vitest'
import { bytesTakenBy, MemoryReports } from './memoryReports.ts'

it('tells of memory twenty times a second at most, and only when much has changed', () => {
  let nowMs = 1000
  let bytes = 50_000_000
  const told: number[] = []
  const reports = new MemoryReports(
    { nowMs: () => nowMs },
    () => bytes,
    (now) => told.push(now),
  )

  reports.look(false)
  bytes = 90_000_000
  reports.look(false)
  expect(told).toEqual([50_000_000])
  nowMs += 50
  reports.look(false)
  bytes += 1_000_000
  nowMs += 50
  reports.look(false)
  expect(told).toEqual([50_000_000, 90_000_000])
  bytes = 60_000_000
  nowMs += 50
  reports.look(false)

  expect(told).toEqual([50_000_000, 90_000_000, 60_000_000])
  bytes = 20_000_000
  reports.look(false)
  expect(told).toHaveLength(3)
  reports.lookNow()
  expect(told.at(-1)).toBe(20_000_000)
})

it('tells what a thread takes that comes to rest: nobody looks again until it is asked for something', () => {
  let bytes = 50_000_000
  const told: number[] = []
  const reports = new MemoryReports(
    { nowMs: () => 1000 },
    () => bytes,
    (now) => told.push(now),
  )
  reports.look(false)
  bytes = 400_000_000

  reports.look(false)
  expect(told).toEqual([50_000_000])
  reports.look(true)
  expect(told).toEqual([50_000_000, 400_000_000])
})

it('charges a thread with what the allocator keeps of columns that were outgrown, up to a bound', () => {
  expect(bytesTakenBy(20e6, 0)).toBe(20e6)
  expect(bytesTakenBy(20e6, 100e6)).toBe(145e6)
  expect(bytesTakenBy(20e6, 400e6)).toBe(500e6)
})
