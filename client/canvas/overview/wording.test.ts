import { describe, expect, it } from 'vitest'
import { fittedLines } from './wording.ts'

describe('fittedLines', () => {
  it('leaves a name alone that fits', () => {
    expect(lines('orders', 6, 2)).toEqual(['orders'])
  })

  it('breaks between words, and cuts what still does not fit', () => {
    expect(lines('orders-retry', 8, 2)).toEqual(['orders-', 'retry'])
    expect(lines('orders retry later', 8, 2)).toEqual(['orders', 'retry l…'])
  })

  it('cuts a single line, or a word that is too long', () => {
    expect(lines('orders-retry', 8, 1)).toEqual(['orders-…'])
    expect(lines('reconciliation', 8, 2)).toEqual(['reconci…'])
  })
})

/** One unit a character. */
function lines(name: string, room: number, linesMax: number) {
  return fittedLines(name, { room, linesMax, measure: (text) => text.length })
}
