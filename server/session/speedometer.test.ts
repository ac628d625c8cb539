import { describe, expect, it } from 'vitest'
import { Speedometer } from './speedometer.ts'

describe('Speedometer', () => {
  it('reads the last second', () => {
    const speedometer = new Speedometer()
    for (let atMs = 0; atMs <= 2000; atMs += 100)
      speedometer.read({ atMs, nowNs: atMs * 1_000_000, fired: atMs })

    const meters = speedometer.read({ atMs: 2100, nowNs: 4_000_000_000, fired: 12_000 })

    // Since 1,100 ms, where 1,100 ms of virtual time had passed and 1,100 timers had fired.
    expect(meters).toEqual({ speed: 2.9, firedPerSecond: 10_900 })
  })

  it('reads nothing before time has passed, nor after a new start', () => {
    const speedometer = new Speedometer()
    const nothing = { speed: 0, firedPerSecond: 0 }

    expect(speedometer.read({ atMs: 5, nowNs: 10, fired: 10 })).toEqual(nothing)
    speedometer.read({ atMs: 500, nowNs: 500, fired: 500 })
    speedometer.clear()
    expect(speedometer.read({ atMs: 600, nowNs: 0, fired: 0 })).toEqual(nothing)
  })
})
