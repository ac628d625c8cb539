import { describe, expect, it } from 'vitest'
import { setField } from '#shared/topology/edits.ts'
import { type KeptTexts, WriteAhead } from './writeAhead.ts'

const pending = [{ editId: 'edit-0001', edit: setField(['name'], 'Shop', 'Rename') }]

describe('edits kept in the browser', () => {
  it('are taken up by the page that opens the topology next', () => {
    const texts = new MemoryTexts()
    new WriteAhead(texts, 'page-1').keep('shop', pending)

    expect(new WriteAhead(texts, 'page-2').takeUp('shop')).toEqual(pending)
    expect(texts.length).toBe(0)
  })

  it('of another topology stay where they are', () => {
    const texts = new MemoryTexts()
    new WriteAhead(texts, 'page-1').keep('shop-2', pending)

    expect(new WriteAhead(texts, 'page-1').takeUp('shop')).toEqual([])
    expect(texts.length).toBe(1)
  })

  it('leave no trace once the server has them all', () => {
    const texts = new MemoryTexts()
    const writeAhead = new WriteAhead(texts, 'page-1')
    writeAhead.keep('shop', pending)

    writeAhead.keep('shop', [])

    expect(texts.length).toBe(0)
  })

  it('that are damaged are left behind', () => {
    const texts = new MemoryTexts()
    texts.setItem('millrace/pending/shop/page-1', '[{"editId":')
    texts.setItem('millrace/pending/shop/page-2', '[{"editId":"edit-0001","edit":{}}]')

    expect(new WriteAhead(texts, 'page-3').takeUp('shop')).toEqual([])
  })

  it('are reported when the browser has no room', () => {
    const full = new MemoryTexts()
    full.setItem = () => {
      throw new Error('QuotaExceededError')
    }

    expect(new WriteAhead(full, 'page-1').keep('shop', pending)).toBe(false)
  })
})

class MemoryTexts implements KeptTexts {
  readonly #texts = new Map<string, string>()

  get length(): number {
    return this.#texts.size
  }

  key(index: number): string | null {
    return [...this.#texts.keys()][index] ?? null
  }

  getItem(key: string): string | null {
    return this.#texts.get(key) ?? null
  }

  setItem(key: string, text: string): void {
    this.#texts.set(key, text)
  }

  removeItem(key: string): void {
    this.#texts.delete(key)
  }
}
