import { describe, expect, it } from 'vitest'
import { parseVaried } from './values.ts'

describe('parseVaried', () => {
  it.each([
    ['a.b=1..4', [1, 2, 3, 4]],
    ['a.b=1..16:5', [1, 6, 11, 16]],
    ['a.b=1..15:5', [1, 6, 11]],
    ['a.b=0.1..0.5:0.1', [0.1, 0.2, 0.3, 0.4, 0.5]],
    ['a.b=-2..2:2', [-2, 0, 2]],
    ['a.b=1,2,4', [1, 2, 4]],
    ['a.b = 1, 10..12', [1, 10, 11, 12]],
    ['a.b=all,1,true', ['all', 1, true]],
  ])('understands %s', (text, values) => {
    expect(parseVaried(text)).toEqual({ ok: true, value: { path: 'a.b', values } })
  })

  it.each([
    ['a.b', 'varies nothing'],
    ['=1', 'varies nothing'],
    ['a.b=', 'varies nothing'],
    ['a.b=1,,2', 'between two commas there is no value'],
    ['a.b=4..1', 'ends before it begins'],
    ['a.b=1..4:0', 'must be more than 0'],
    ['a.b=0.1..0.9', 'needs a step, such as 0.1..0.9:0.1'],
    ['a.b=1...4', "'1...4' is no range"],
    ['a.b=1,1', 'names 1 twice'],
    ['a.b=1..9999', 'more than 1000 values'],
    ['a.b=1..9007199254740991', 'more than 1000 values'],
  ])('refuses %s', (text, reason) => {
    const parsed = parseVaried(text)

    expect(parsed.ok ? '' : parsed.reason).toContain(reason)
  })
})
