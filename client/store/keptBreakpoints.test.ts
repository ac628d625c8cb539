import { describe, expect, it } from 'vitest'
import type { Breakpoint } from '#shared/protocol/breakpoints.ts'
import { KeptBreakpoints } from './keptBreakpoints.ts'

const breakpoint: Breakpoint = { id: 'a', enabled: true, moments: ['failed'], every: 1 }

describe('KeptBreakpoints', () => {
  it('gives back what it kept, for each topology apart', () => {
    const kept = new KeptBreakpoints(texts())
    kept.keep('shop', [breakpoint])

    expect(kept.read('shop')).toEqual([breakpoint])
    expect(kept.read('bank')).toEqual([])
    kept.keep('shop', [])
    expect(kept.read('shop')).toEqual([])
  })

  it.each(['', '{', '[{"id":1}]', 'null'])('takes %j for nothing', (text) => {
    const kept = new KeptBreakpoints({ ...texts(), getItem: () => text })
    expect(kept.read('shop')).toEqual([])
  })

  it('does without a browser that keeps nothing', () => {
    const refuse = () => {
      throw new Error('not allowed')
    }
    const kept = new KeptBreakpoints({ getItem: refuse, setItem: refuse, removeItem: refuse })
    kept.keep('shop', [breakpoint])
    expect(kept.read('shop')).toEqual([])
  })
})

function texts() {
  const known = new Map<string, string>()
  return {
    getItem: (key: string) => known.get(key) ?? null,
    setItem: (key: string, text: string) => void known.set(key, text),
    removeItem: (key: string) => void known.delete(key),
  }
}
