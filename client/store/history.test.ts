import { describe, expect, it } from 'vitest'
import { setField } from '#shared/topology/edits.ts'
import {
  EMPTY_HISTORY,
  type HistoryStep,
  recorded,
  redone,
  UNDO_STEPS_MAX,
  undone,
} from './history.ts'

describe('history', () => {
  it('forgets what was undone once something else is done', () => {
    const history = undone(recorded(EMPTY_HISTORY, step('Rename')), edit('Rename'))

    expect(recorded(history, step('Move'))).toEqual({ undo: [step('Move')], redo: [] })
  })

  it('undoes quick edits of one kind together', () => {
    const first = recorded(EMPTY_HISTORY, step('Set rate', { coalesce: 'rate', value: 10 }))

    const both = recorded(first, step('Set rate', { coalesce: 'rate', atMs: 500, value: 20 }))

    expect(both.undo).toHaveLength(1)
    expect(both.undo[0]?.inverse).toEqual(edit('Set rate', 10))
  })

  it('keeps the way back through every place that coalesced edits touched', () => {
    const first = recorded(EMPTY_HISTORY, step('Move', { coalesce: 'move' }))
    const elsewhere = setField(['description'], 'old', 'Move')

    const both = recorded(first, { inverse: elsewhere, coalesce: 'move', atMs: 10 })

    expect(both.undo[0]?.inverse.changes).toEqual([...elsewhere.changes, ...edit('Move').changes])
  })

  it('parts edits that are more than half a second apart', () => {
    const first = recorded(EMPTY_HISTORY, step('Set rate', { coalesce: 'rate' }))

    const both = recorded(first, step('Set rate', { coalesce: 'rate', atMs: 501 }))

    expect(both.undo).toHaveLength(2)
  })

  it('does not merge an edit into what was redone', () => {
    const history = redone(
      undone(recorded(EMPTY_HISTORY, step('Set rate', { coalesce: 'rate' })), edit('Set rate')),
      edit('Set rate'),
    )

    expect(recorded(history, step('Set rate', { coalesce: 'rate' })).undo).toHaveLength(2)
  })

  it('remembers a bounded number of steps', () => {
    let history = EMPTY_HISTORY
    for (let count = 0; count < UNDO_STEPS_MAX + 5; count += 1)
      history = recorded(history, step(`Step ${count}`))

    expect(history.undo).toHaveLength(UNDO_STEPS_MAX)
    expect(history.undo[0]?.inverse.label).toBe('Step 5')
  })
})

interface StepOptions {
  readonly coalesce?: string
  readonly atMs?: number
  readonly value?: number
}

function step(label: string, { coalesce, atMs = 0, value = 0 }: StepOptions = {}): HistoryStep {
  return { inverse: edit(label, value), coalesce: coalesce ?? null, atMs }
}

function edit(label: string, value = 0) {
  return setField(['name'], `Name ${value}`, label)
}
