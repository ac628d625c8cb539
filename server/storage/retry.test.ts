import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Retry } from './retry.ts'

const folder = new Set<Retry>()

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  for (const retry of folder) retry.stop()
  vi.useRealTimers()
})

describe('Retry', () => {
  it('leaves twice as long after each failure, up to half a minute', () => {
    const { attempts } = failing()

    vi.advanceTimersByTime(150_000)

    expect(attempts).toEqual([1, 3, 7, 15, 31, 61, 91, 121])
  })

  it('waits no longer when somebody asks, and counts anew', () => {
    const { retry, attempts } = failing()
    vi.advanceTimersByTime(20_000)

    retry.now()
    vi.advanceTimersByTime(4000)

    expect(attempts).toEqual([1, 3, 7, 15, 20, 21, 23])
  })

  it('does nothing for who asks while nothing has failed, or nobody wants it any more', () => {
    const { retry, attempts } = failing()

    retry.stop()
    retry.now()
    vi.advanceTimersByTime(60_000)

    expect(retry.isWaiting).toBe(false)
    expect(attempts).toEqual([])
  })

  it('lets all others of the folder try at once when it has worked again', () => {
    const { attempts } = failing()
    const other = failing()
    vi.advanceTimersByTime(20_000)

    other.retry.succeeded()

    expect(attempts).toEqual([1, 3, 7, 15, 20])
    expect(other.attempts).toEqual([1, 3, 7, 15])
  })

  it('does not drive the others by what works all the time', () => {
    const { attempts } = failing()
    const healthy = new Retry(folder, () => {})

    for (let second = 0; second < 60; second += 1) {
      healthy.succeeded()
      vi.advanceTimersByTime(1000)
    }

    expect(attempts).toEqual([1, 3, 7, 15, 31])
  })
})

/** Has just failed, and fails each time. `attempts`: in seconds from now. */
function failing() {
  const attempts: number[] = []
  const startMs = performance.now()
  const retry = new Retry(folder, () => {
    attempts.push((performance.now() - startMs) / 1000)
    retry.failed()
  })
  retry.failed()
  return { retry, attempts }
}
