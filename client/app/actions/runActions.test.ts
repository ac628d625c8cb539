import { afterEach, describe, expect, it, vi } from 'vitest'
import { startedRun } from '#shared/protocol/startedRun.ts'
import { designerStore } from '../../store/designerStore.ts'
import { wantedSpeed } from '../../store/runSlice.ts'
import { state } from './action.ts'
import { runActions } from './runActions.ts'

afterEach(() => {
  designerStore.setState(designerStore.getInitialState(), true)
})

describe('faster and slower', () => {
  it('go one step from what was asked for last, before anything is answered', () => {
    state().setRun(startedRun({ speed: 1 }))

    press('faster', 'faster', 'faster', 'slower')

    const asked = state().controlsAwaited
    expect(asked.map((control) => control.kind === 'setSpeed' && control.speed)).toEqual([
      2, 5, 10, 5,
    ])
    expect(wantedSpeed(state())).toBe(5)
  })

  it('show the speed of the run again when nobody could be asked', async () => {
    state().setRun(startedRun({ speed: 1 }))

    press('slower', 'slower')
    expect(wantedSpeed(state())).toBe(0.25)
    // Without a connection each is refused.
    await vi.waitFor(() => expect(state().controlsAwaited).toEqual([]))

    expect(wantedSpeed(state())).toBe(1)
  })
})

describe('run and pause', () => {
  it('take turns before anything is answered', () => {
    state().setRun(startedRun({ status: 'paused' }))

    press('run', 'run', 'faster', 'run', 'step', 'run')

    expect(kindsAsked()).toEqual(['run', 'pause', 'setSpeed', 'run', 'step', 'run'])
  })

  it('pause a run that goes', () => {
    state().setRun(startedRun({ status: 'running' }))

    press('run')

    expect(kindsAsked()).toEqual(['pause'])
  })
})

function kindsAsked(): readonly string[] {
  return state().controlsAwaited.map(({ kind }) => kind)
}

function press(...ids: readonly string[]): void {
  for (const id of ids) runActions.find((action) => action.id === id)?.run()
}
