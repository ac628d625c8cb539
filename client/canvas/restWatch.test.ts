import { describe, expect, it } from 'vitest'
import { type Moments, REST_MS, RestWatch } from './restWatch.ts'

describe('RestWatch', () => {
  it('says once that the view rests, after the last movement', () => {
    const { watch, rests, pass } = setUp()

    watch.move()
    pass(REST_MS - 1)
    watch.move()
    pass(REST_MS - 1)
    expect(rests()).toBe(0)

    pass(1)
    expect(rests()).toBe(1)
    pass(10 * REST_MS)
    expect(rests()).toBe(1)
  })

  it('is not misled by the late end of a movement that another has followed', () => {
    const { watch, rests, pass } = setUp()

    watch.begin()
    watch.move()
    // Another flight begins, and then React Flow says that the first is over.
    watch.begin()
    for (let frame = 0; frame < 20; frame += 1) {
      if (frame === 9) watch.move()
      pass(16)
      watch.move()
      expect(rests()).toBe(0)
    }
    pass(REST_MS)
    expect(rests()).toBe(1)
  })

  it('waits for a flight that a long frame has held up', () => {
    const { watch, rests, passWithoutFrame, pass } = setUp()

    watch.move()
    passWithoutFrame(4 * REST_MS)
    expect(rests()).toBe(0)

    // The frame comes at last, and the flight goes on.
    watch.move()
    pass(REST_MS - 1)
    expect(rests()).toBe(0)
    pass(1)
    expect(rests()).toBe(1)
  })

  it('does not rest while something holds the view without moving it', () => {
    const { watch, rests, pass } = setUp()

    watch.move()
    watch.begin()
    pass(10 * REST_MS)

    expect(rests()).toBe(0)
  })
})

function setUp() {
  let nowMs = 0
  let rests = 0
  let timers: readonly { readonly atMs: number; readonly act: () => void }[] = []
  let frames: readonly (() => void)[] = []
  const moments: Moments = {
    after: (ms, act) => {
      const timer = { atMs: nowMs + ms, act }
      timers = [...timers, timer]
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    afterFrame: (act) => {
      frames = [...frames, act]
      return () => {
        frames = frames.filter((other) => other !== act)
      }
    },
  }
  const passWithoutFrame = (ms: number) => {
    nowMs += ms
    const due = timers.filter(({ atMs }) => atMs <= nowMs)
    timers = timers.filter(({ atMs }) => atMs > nowMs)
    for (const { act } of due) act()
  }
  const watch = new RestWatch(() => {
    rests += 1
  }, moments)
  return {
    watch,
    rests: () => rests,
    passWithoutFrame,
    pass: (ms: number) => {
      passWithoutFrame(ms)
      const drawn = frames
      frames = []
      for (const act of drawn) act()
    },
  }
}
