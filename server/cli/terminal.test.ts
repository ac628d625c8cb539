import { describe, expect, it } from 'vitest'
import { printable } from './terminal.ts'

describe('printable', () => {
  it('leaves no sign that a terminal obeys, and all that it shows', () => {
    expect(printable('\u001b[2J\u001b]0;title\u0007\u009b31m')).toBe(
      '\ufffd[2J\ufffd]0;title\ufffd\ufffd31m',
    )
    expect(printable('\rSimulated 5 s\n±\t😀 Grüezi\n')).toBe('\rSimulated 5 s\n±\t😀 Grüezi\n')
  })
})
