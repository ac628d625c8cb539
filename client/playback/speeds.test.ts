import { describe, expect, it } from 'vitest'
import { fasterSpeed, slowerSpeed } from './speeds.ts'

describe('speeds', () => {
  it('go up and down by what is on offer', () => {
    expect([fasterSpeed(1), slowerSpeed(1)]).toEqual([2, 0.5])
  })

  it('find their neighbours from a speed that is not on offer', () => {
    expect([fasterSpeed(3), slowerSpeed(3)]).toEqual([5, 2])
  })

  it('end at the ends', () => {
    expect([fasterSpeed('max'), slowerSpeed(0.01)]).toEqual(['max', 0.01])
    expect([fasterSpeed(100), slowerSpeed('max')]).toEqual(['max', 100])
  })
})
