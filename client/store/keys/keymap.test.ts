import { describe, expect, it } from 'vitest'
import { assigned, DEFAULT_KEYMAP, keysOf, readKeymap, refusalOf, restored } from './keymap.ts'

const undo = { id: 'undo', keys: ['Mod+Z'] }
const step = { id: 'step', keys: ['.'] }
const run = { id: 'run', keys: ['Space', 'Mod+Enter'] }
const actions = [undo, step, run]

describe('the keys of an action', () => {
  it('are its own until somebody chooses others', () => {
    expect(keysOf(run, DEFAULT_KEYMAP)).toEqual(['Space', 'Mod+Enter'])
    const { keymap, bereft } = assigned(DEFAULT_KEYMAP, actions, { actionId: 'run', keys: 'G' })
    expect(keysOf(run, keymap)).toEqual(['G'])
    expect(bereft).toEqual([])
  })

  it('belong to one action: whoever had them loses them', () => {
    const { keymap, bereft } = assigned(DEFAULT_KEYMAP, actions, { actionId: 'undo', keys: '.' })
    expect(keysOf(undo, keymap)).toEqual(['.'])
    expect(keysOf(step, keymap)).toEqual([])
    expect(bereft).toEqual(['step'])
  })

  it('come back, but not while another action has them', () => {
    const { keymap } = assigned(DEFAULT_KEYMAP, actions, { actionId: 'undo', keys: '.' })
    expect(keysOf(step, restored(keymap, actions, 'step'))).toEqual([])
    const back = restored(restored(keymap, actions, 'undo'), actions, 'step')
    expect(back).toEqual(DEFAULT_KEYMAP)
  })

  it('without single keys leave what has a modifier, a name or an arrow', () => {
    const keymap = { ...DEFAULT_KEYMAP, singleKeys: false }
    expect(keysOf(run, keymap)).toEqual(['Mod+Enter'])
    expect(keysOf(step, keymap)).toEqual([])
    expect(keysOf({ id: 'x', keys: ['Delete', 'F2', 'ArrowUp', 'Plus'] }, keymap)).toEqual([
      'Delete',
      'F2',
      'ArrowUp',
    ])
  })

  it('are not those that the browser or the page needs', () => {
    expect(refusalOf('Mod+W')).toContain('browser')
    expect(refusalOf('Tab')).toContain('focus')
    expect(refusalOf('Escape')).toContain('way out')
    expect(refusalOf('Mod+J')).toBeNull()
  })
})

describe('a stored keymap', () => {
  it('is read as it was written', () => {
    const { keymap } = assigned(DEFAULT_KEYMAP, actions, { actionId: 'run', keys: 'G' })
    expect(readKeymap(JSON.stringify(keymap))).toEqual(keymap)
  })

  it('that is none gives the keys that the actions bring', () => {
    for (const text of [null, '', '{', '[]', '{"changed":{"run":"G"},"singleKeys":true}'])
      expect(readKeymap(text)).toEqual(DEFAULT_KEYMAP)
  })
})
