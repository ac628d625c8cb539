import { describe, expect, it } from 'vitest'
import type { RunState } from '#shared/protocol/protocol.ts'
import { faultBands, grouped, timelineSpanNs } from './timeline.ts'

describe('timeline', () => {
  it('marks a fault from its start to its end', () => {
    const run = runWith([
      { kind: 'fault', atNs: 10, label: 'Crash' },
      { kind: 'edit', atNs: 15, label: 'Move' },
      { kind: 'recover', atNs: 20, label: 'Recover' },
    ])

    expect(faultBands(run, 100)).toEqual([{ fromNs: 10, toNs: 20 }])
  })

  it('joins faults that overlap', () => {
    const run = runWith([
      { kind: 'fault', atNs: 10, label: 'Crash' },
      { kind: 'fault', atNs: 12, label: 'Slow' },
      { kind: 'recover', atNs: 20, label: 'Recover' },
      { kind: 'recover', atNs: 30, label: 'Recover' },
    ])

    expect(faultBands(run, 100)).toEqual([{ fromNs: 10, toNs: 30 }])
  })

  it('carries a fault that is still on up to the playhead', () => {
    const fault = { kind: 'crash', serviceId: 'payments' } as const
    const run = {
      ...runWith([{ kind: 'fault', atNs: 10, label: 'Crash' }]),
      faults: [{ fault, sinceNs: 10 }],
    }

    expect(faultBands(run, 100)).toEqual([{ fromNs: 10, toNs: 100 }])
  })

  it('gives a young run a minute, and an old one all but the last seventh', () => {
    expect(timelineSpanNs(1e9)).toBe(60e9)
    expect(timelineSpanNs(85e9)).toBe(100e9)
  })

  it('adds up neighbours where buckets are narrower than what can be seen', () => {
    expect(grouped([1, 2, 3, 4, 5], 2)).toEqual([3, 7])
    expect(grouped([1, 2, 3], 1)).toEqual([1, 2, 3])
    expect(grouped([1], 2)).toEqual([])
  })
})

function runWith(commands: RunState['commands']): RunState {
  return {
    status: 'paused',
    seed: 1,
    speed: 1,
    nowNs: 100,
    reason: null,
    behind: false,
    hash: null,
    faults: [],
    commands,
  }
}
