import { describe, expect, it } from 'vitest'
import { BASELINES_BYTES_MAX, baselinesText } from './baselinesText.ts'
import type { KeptBaseline } from './messages.ts'

describe('baselinesText', () => {
  it('holds all of them, oldest first', () => {
    const baselines = [1, 2, 3].map((id) => baseline(id, 10))

    const { text, newestId } = baselinesText(baselines)

    expect(newestId).toBe(3)
    expect(parsed(text)).toEqual({ format: 'millrace-baselines/1', baselines })
    expect(parsed(baselinesText([]).text)).toMatchObject({ baselines: [] })
  })

  it('leaves out the oldest where they do not fit, counted in bytes', () => {
    const baselines = [1, 2, 3].map((id) => baseline(id, 400))

    const { text, newestId } = baselinesText(baselines, 2000)

    expect(text.length).toBeLessThanOrEqual(2000)
    expect(newestId).toBe(3)
    expect(parsed(text).baselines.map(({ id }) => id)).toEqual([2, 3])
  })

  it('has room for any one of them', () => {
    const { text } = baselinesText([baseline(1, 10), baseline(2, 6_000_000)])

    expect(text.length).toBeLessThanOrEqual(BASELINES_BYTES_MAX)
    expect(parsed(text).baselines.map(({ id }) => id)).toEqual([1, 2])
  })
})

/** Its recipe takes two bytes a letter. */
function baseline(id: number, letters: number): KeptBaseline {
  return { id, label: `Run ${id}`, atNs: 1, untilNs: 2, recipe: 'é'.repeat(letters) }
}

function parsed(text: Uint8Array): { readonly baselines: readonly { readonly id: number }[] } {
  return JSON.parse(new TextDecoder().decode(text))
}
