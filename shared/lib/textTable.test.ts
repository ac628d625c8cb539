import { describe, expect, it } from 'vitest'
import { textTable } from './textTable.ts'

describe('textTable', () => {
  it('begins the first column at the left, and ends the others at the right', () => {
    const text = textTable(
      ['service', 'handled'],
      [
        ['Orders', '3,022'],
        ['Ledger of all', '7', '!'],
      ],
    )

    expect(text).toBe(
      ['service        handled', 'Orders           3,022', 'Ledger of all        7  !'].join('\n'),
    )
  })

  it('lets nothing in a cell begin a line', () => {
    const text = textTable(['value', 'mean'], [['a\nforged\u2028row\r\n', '1']])

    expect(text.split(/[\r\n\u2028]/)).toHaveLength(2)
    expect(text).toContain('a forged row')
  })
})
