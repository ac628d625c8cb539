import { describe, expect, it } from 'vitest'
import type { Speed } from '#shared/protocol/protocol.ts'
import { startedRun } from '#shared/protocol/startedRun.ts'
import { createDesignerStore } from './designerStore.ts'
import { wantedSpeed } from './runSlice.ts'

describe('the speed that is wanted', () => {
  it('is what was asked for last, whatever is answered first', () => {
    const { state, ask, confirm } = setUp()

    const answered = [ask(2), ask(5)]
    expect(wantedSpeed(state())).toBe(5)
    confirm(2)
    answered[0]?.()

    expect(wantedSpeed(state())).toBe(5)
  })

  it('is what the run has as soon as nothing is awaited', () => {
    const { state, ask, confirm } = setUp()

    const answered = ask(2)
    confirm(2)
    answered()
    confirm(100)

    expect(wantedSpeed(state())).toBe(100)
  })

  it('goes back to it when the server refuses', () => {
    const { state, ask } = setUp()
    const refused = [ask(2), ask(2)]

    refused[1]?.()
    expect(wantedSpeed(state())).toBe(2)
    refused[0]?.()

    expect(wantedSpeed(state())).toBe(1)
  })

  it.each([
    ['the line breaks', (store: Store) => store.getState().setConnected(false)],
    ['the topology is left', (store: Store) => store.getState().setRun(null)],
  ])('is forgotten when %s, and a late answer changes nothing', (_, happens) => {
    const { store, state, ask } = setUp()
    const answered = ask('max')

    happens(store)
    state().setRun(startedRun({ speed: 0.5 }))
    answered()

    expect(wantedSpeed(state())).toBe(0.5)
    expect(state().controlsAwaited).toEqual([])
  })
})

type Store = ReturnType<typeof createDesignerStore>

function setUp() {
  const store = createDesignerStore()
  const state = () => store.getState()
  const confirm = (speed: Speed) => state().setRun(startedRun({ speed }))
  confirm(1)
  const ask = (speed: Speed) => state().awaitControl({ kind: 'setSpeed', speed })
  return { store, state, ask, confirm }
}
