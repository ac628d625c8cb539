import { describe, expect, it } from 'vitest'
import { Scrub } from './scrub.ts'

describe('Scrub', () => {
  it('shows one moment at a time, and of those asked for meanwhile the newest', async () => {
    const { scrub, shown, arrive } = setUp()

    const all = [1, 2, 3, 4].map((ns) => scrub.to(ns))
    expect(shown).toEqual([1])
    await arrive()
    expect(shown).toEqual([1, 4])
    await arrive()
    await Promise.all(all)

    expect(shown).toEqual([1, 4])
  })

  it('goes on after a moment that could not be shown', async () => {
    const { scrub, shown, fail } = setUp()

    const first = scrub.to(1)
    fail()
    await expect(first).rejects.toThrow('no')
    void scrub.to(2)

    expect(shown).toEqual([1, 2])
  })
})

function setUp() {
  const shown: number[] = []
  let settle: { resolve: () => void; reject: (error: Error) => void } | null = null
  const scrub = new Scrub((ns) => {
    shown.push(ns)
    return new Promise<void>((resolve, reject) => {
      settle = { resolve, reject }
    })
  })
  const arrive = async () => {
    settle?.resolve()
    await Promise.resolve()
    await Promise.resolve()
  }
  return { scrub, shown, arrive, fail: () => settle?.reject(new Error('no')) }
}
