import { describe, expect, it } from 'vitest'
import { beginTask, taskStore } from './taskStore.ts'

const shown = () => taskStore.getState().task

describe('beginTask', () => {
  it('shows what is under way, how far it is, and nothing afterwards', () => {
    const task = beginTask('Recording')
    expect(shown()).toMatchObject({ label: 'Recording', done: null })

    task.progress(0.5)
    expect(shown()).toMatchObject({ label: 'Recording', done: 0.5 })

    task.end()
    expect(shown()).toBeNull()
  })

  it('can be stopped, and is by what begins next', () => {
    const first = beginTask('First')
    const second = beginTask('Second')

    expect([first.signal.aborted, second.signal.aborted]).toEqual([true, false])
    first.end()
    expect(shown()?.label).toBe('Second')

    shown()?.cancel()
    expect(second.signal.aborted).toBe(true)
    second.end()
  })
})
