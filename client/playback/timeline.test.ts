import { describe, expect, it } from 'vitest'
import type { RunState } from '#shared/protocol/protocol.ts'
import { startedRun } from '#shared/protocol/startedRun.ts'
import { faultBands, grouped, keyedNs, ratesAt, timelineSpanNs } from './timeline.ts'

describe('timeline', () => {
  it('marks a fault from its start to its end', () => {
    const run = runWith([
      { kind: 'fault', atNs: 10, label: 'Crash' },
      { kind: 'edit', atNs: 15, label: 'Move' },
      { kind: 'recover', atNs: 20, label: 'Recover' },
    ])

    expect(faultBands(run, 100)).toEqual([{ fromNs: 10, toNs: 20, labels: ['Crash'] }])
  })

  it('joins faults that overlap', () => {
    const run = runWith([
      { kind: 'fault', atNs: 10, label: 'Crash' },
      { kind: 'fault', atNs: 12, label: 'Slow' },
      { kind: 'recover', atNs: 20, label: 'Recover' },
      { kind: 'recover', atNs: 30, label: 'Recover' },
    ])

    expect(faultBands(run, 100)).toEqual([{ fromNs: 10, toNs: 30, labels: ['Crash', 'Slow'] }])
  })

  it('carries a fault that is still on up to the playhead', () => {
    const fault = { kind: 'crash', serviceId: 'payments' } as const
    const run = {
      ...runWith([{ kind: 'fault', atNs: 10, label: 'Crash' }]),
      faults: [{ fault, sinceNs: 10 }],
    }

    expect(faultBands(run, 100)).toEqual([{ fromNs: 10, toNs: 100, labels: ['Crash'] }])
  })

  it('tells from the commands what was on at the end of a run that has gone back', () => {
    const run = {
      ...runWith([
        { kind: 'fault', atNs: 10, label: 'Crash' },
        { kind: 'recover', atNs: 20, label: 'Recover' },
        { kind: 'fault', atNs: 30, label: 'Crash' },
      ]),
      nowNs: 5,
      recordedNs: 40,
    }

    expect(faultBands(run, 40)).toEqual([
      { fromNs: 10, toNs: 20, labels: ['Crash'] },
      { fromNs: 30, toNs: 40, labels: ['Crash'] },
    ])
  })

  it('moves the playhead by keys, within what is recorded', () => {
    const key = (name: string, fromNs = 30e9, shiftKey = false) =>
      keyedNs({ key: name, shiftKey }, { fromNs, untilNs: 50e9 })

    expect([key('ArrowLeft'), key('ArrowRight')]).toEqual([29.5e9, 30.5e9])
    expect([key('ArrowDown', 30e9, true), key('PageUp')]).toEqual([25e9, 35e9])
    expect([key('Home'), key('End')]).toEqual([0, 50e9])
    expect([key('ArrowLeft', 1e6), key('ArrowRight', 49.9e9)]).toEqual([0, 50e9])
    expect(key('Enter')).toBe(null)
    expect(keyedNs({ key: 'ArrowRight', shiftKey: false }, { fromNs: 0, untilNs: 3e6 })).toBe(1e6)
  })

  it('tells the rates of a moment', () => {
    const timeline = { bucketNs: 5e8, published: [10, 20], trouble: [0, 3] }
    expect(ratesAt(timeline, 7e8)).toEqual({ published: 40, trouble: 6 })
    expect(ratesAt(timeline, 1e9)).toBeNull()
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
  return startedRun({ nowNs: 100, commands })
}
