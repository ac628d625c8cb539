import { describe, expect, it } from 'vitest'
import type { ComparedOutcome } from '#shared/protocol/comparison.ts'
import { changeOf } from './change.ts'

describe('the change from one run to another', () => {
  it.each([
    ['more of a cost', true, 100, 150, { tone: 'worse', way: 'up' }],
    ['less of a cost', true, 150, 100, { tone: 'better', way: 'down' }],
    ['less of a gain', false, 150, 100, { tone: 'worse', way: 'down' }],
    ['more of a gain', false, 100, 150, { tone: 'better', way: 'up' }],
    ['a cost where there was none', true, 0, 1, { tone: 'worse', way: 'up' }],
    ['hardly anything', true, 100, 109, undefined],
    ['nothing', true, 0, 0, undefined],
  ] as const)(
    'tells how good it is, and which way it went: %s',
    (_what, isCost, from, to, change) => {
      const row = { isCost, read: ({ handled }: ComparedOutcome) => handled }

      expect(changeOf(row, outcome(from), outcome(to))).toEqual(change)
    },
  )
})

function outcome(handled: number): ComparedOutcome {
  return { ...NOTHING, handled }
}

const NOTHING: ComparedOutcome = {
  name: 'run',
  published: 0,
  expected: 0,
  handled: 0,
  deadLettered: 0,
  handledAgain: 0,
  outOfOrder: 0,
  lost: 0,
  inside: 0,
  backlogMax: 0,
  latencyMs: null,
  drainMs: null,
  endedBecause: null,
}
