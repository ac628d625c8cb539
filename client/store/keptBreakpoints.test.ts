import { describe, expect, it } from 'vitest'
import type { Breakpoint } from '#shared/protocol/breakpoints.ts'
import { KEPT_TOPOLOGIES_MAX, KeptBreakpoints } from './keptBreakpoints.ts'

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

  it('keeps those that were changed last, and forgets the oldest', () => {
    const kept = new KeptBreakpoints(texts())
    const ids = Array.from({ length: KEPT_TOPOLOGIES_MAX }, (_, index) => `t${index}`)
    for (const id of ids) kept.keep(id, [breakpoint])
    kept.keep('t0', [{ ...breakpoint, every: 2 }])
    // Nothing new is said of it.
    kept.keep('t1', [breakpoint])

    kept.keep('new', [breakpoint])

    const known = [...ids, 'new'].filter((id) => kept.read(id).length > 0)
    expect(known).toEqual(['t0', ...ids.slice(2), 'new'])
  })

  it('has no say in what else the browser keeps', () => {
    const all = texts()
    all.setItem('millrace/theme', 'dark')
    const kept = new KeptBreakpoints(all)
    for (let index = 0; index <= KEPT_TOPOLOGIES_MAX; index += 1)
      kept.keep(`t${index}`, [breakpoint])

    expect(all.getItem('millrace/theme')).toBe('dark')
    expect(all.length).toBe(KEPT_TOPOLOGIES_MAX + 1)
  })

  it.each(['', '{', '[{"id":1}]', 'null'])('takes %j for nothing', (text) => {
    const kept = new KeptBreakpoints({ ...texts(), getItem: () => text })
    expect(kept.read('shop')).toEqual([])
  })

  it('does without a browser that keeps nothing', () => {
    const refuse = () => {
      throw new Error('not allowed')
    }
    const kept = new KeptBreakpoints({
      ...texts(),
      getItem: refuse,
      setItem: refuse,
      removeItem: refuse,
    })
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
    key: (index: number) => [...known.keys()][index] ?? null,
    get length() {
      return known.size
    },
  }
}
