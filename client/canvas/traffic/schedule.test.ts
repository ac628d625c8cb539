import { describe, expect, it } from 'vitest'
import { type Lane, Schedule } from './schedule.ts'

describe('Schedule', () => {
  it('sends marks at equal distances in time', () => {
    const schedule = new Schedule()
    schedule.replace([lane({ intervalMs: 100 })], 0)

    const [first = 0, ...rest] = departures(schedule, 400)

    expect(first).toBeLessThan(100)
    expect(rest.map((at, index) => Math.round(at - first - 100 * (index + 1)))).toEqual(
      rest.map(() => 0),
    )
  })

  it('goes on from where a lane was when its rate is read again', () => {
    const [steady, reread] = [new Schedule(), new Schedule()]
    for (const schedule of [steady, reread]) schedule.replace([lane({ intervalMs: 100 })], 0)
    const expected = departures(steady, 300)

    const seen = departures(reread, 150)
    reread.replace([lane({ intervalMs: 100 })], 150)

    expect([...seen, ...departures(reread, 300)]).toEqual(expected)
  })

  it('does not let a lane wait out an old, long interval', () => {
    const schedule = new Schedule()
    schedule.replace([lane({ intervalMs: 5000 })], 0)
    schedule.replace([lane({ intervalMs: 50 })], 0)

    expect(departures(schedule, 50)).toHaveLength(1)
  })

  it('does not make up for a long absence', () => {
    const schedule = new Schedule()
    schedule.replace([lane({ intervalMs: 40 })], 0)

    expect(departures(schedule, 1_000_000)).toHaveLength(5)
  })

  it('leaves out lanes where nothing flows', () => {
    const schedule = new Schedule()
    schedule.replace([lane({ intervalMs: Number.POSITIVE_INFINITY })], 0)

    expect(schedule.isEmpty).toBe(true)
  })
})

function lane({ intervalMs }: Pick<Lane, 'intervalMs'>): Lane {
  return { key: 'a lane', edge: 0, look: 1, intervalMs }
}

function departures(schedule: Schedule, nowMs: number): number[] {
  const times: number[] = []
  schedule.advance(nowMs, (_lane, atMs) => times.push(atMs))
  return times
}
