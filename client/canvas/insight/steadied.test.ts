import { describe, expect, it } from 'vitest'
import type { Insight } from './insightTypes.ts'
import { NOTHING_FOUND, type Steadied, steadied } from './steadied.ts'

describe('steadied', () => {
  it('says a cause once it has held for three readings', () => {
    expect(shownAfter([lag(1), lag(2), lag(3)])).toEqual([null, null, lag(3)])
  })

  it('lets its numbers change at once', () => {
    expect(shownAfter([lag(1), lag(2), lag(3), lag(4)]).at(-1)).toEqual(lag(4))
  })

  it('does not flicker when a limit is missed for a moment', () => {
    const shown = shownAfter([lag(1), lag(2), lag(3), null, null, lag(4)])

    expect(shown.slice(2)).toEqual([lag(3), lag(3), lag(3), lag(4)])
  })

  it('falls silent when the cause has been gone for six readings', () => {
    const shown = shownAfter([lag(1), lag(2), lag(3), null, null, null, null, null, null])

    expect(shown.slice(-2)).toEqual([lag(3), null])
  })

  it('does not go on saying what is no longer so while other causes come and go', () => {
    const [skew, none] = [{ ...lag(9), key: 'skew' }, null]
    const shown = shownAfter([lag(1), lag(2), lag(3), skew, none, skew, none, skew, none, skew])

    expect(shown.slice(-3)).toEqual([lag(3), null, null])
  })

  it('stays the same object while there is nothing to say', () => {
    const first = steadied(NOTHING_FOUND, null)

    expect(steadied(first, null)).toBe(first)
  })
})

function lag(size: number): Insight {
  return {
    key: 'lag',
    severity: 'error',
    cause: 'Too slow.',
    consequence: `Lag ${size}.`,
    nodeIds: [],
    remedy: null,
  }
}

function shownAfter(readings: readonly (Insight | null)[]): readonly (Insight | null)[] {
  let state: Steadied = NOTHING_FOUND
  return readings.map((insight) => {
    state = steadied(state, insight)
    return state.shown
  })
}
