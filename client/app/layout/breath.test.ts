import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { breathing } from './breath.ts'

describe('breathing', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('lets others have the thread as soon as a piece of work is over', async () => {
    const breathe = breathing(new AbortController().signal)
    await breathe()
    expect(vi.getTimerCount()).toBe(0)

    vi.advanceTimersByTime(10)
    const breath = breathe()
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(0)
    await breath

    await breathe()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ends the work once it was stopped', async () => {
    const abort = new AbortController()
    const breathe = breathing(abort.signal)
    abort.abort()

    await expect(breathe()).rejects.toThrow(/abort/i)
  })
})
