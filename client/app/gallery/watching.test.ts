import { describe, expect, it } from 'vitest'
import type { Check } from '#shared/protocol/story.ts'
import { type Verdict, verdictOf } from './watching.ts'

const reaches: Check = {
  says: 'The lag passes 1,000',
  element: 'subscriptions/a',
  metric: 'lag',
  atLeast: 1000,
  withinMs: 30_000,
  stays: false,
}
const stays: Check = { ...reaches, says: 'None is dropped', atMost: 0, stays: true }
delete (stays as { atLeast?: number }).atLeast

describe('what a step of a story promises', () => {
  it('waits until the person has done what it is about', () => {
    expect(verdictOf('waiting', { check: reaches, value: 5000, afterMs: null })).toBe('waiting')
  })

  it('has happened once and for all', () => {
    expect(verdictsOf(reaches, [10, 1000, 10])).toEqual(['waiting', 'met', 'met'])
  })

  it('holds as long as it was promised, and is broken for good', () => {
    expect(verdictsOf(stays, [0, 0, 1, 0])).toEqual(['met', 'met', 'broken', 'broken'])
    expect(verdictOf('met', { check: stays, value: 9, afterMs: 30_001 })).toBe('met')
  })

  it('is not judged by what is not known', () => {
    expect(verdictOf('met', { check: stays, value: Number.NaN, afterMs: 1 })).toBe('met')
  })
})

function verdictsOf(check: Check, values: readonly number[]): readonly Verdict[] {
  let verdict: Verdict = 'waiting'
  return values.map((value, index) => {
    verdict = verdictOf(verdict, { check, value, afterMs: index })
    return verdict
  })
}
