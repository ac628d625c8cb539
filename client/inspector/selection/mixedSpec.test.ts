import { describe, expect, it } from 'vitest'
import type { Control } from '../fields/fieldSpec.ts'
import { mixedField } from './mixedSpec.ts'

const OPTIONS = [{ value: 'topic', label: 'topic' }]

describe('mixedField', () => {
  it('lets a choice say that values differ, without taking a choice away', () => {
    const { spec, value, meant } = mixedField(specOf({ kind: 'choice', options: OPTIONS }))

    expect(value).toBe('mixed')
    expect(spec.control).toEqual({
      kind: 'choice',
      options: [{ value: 'mixed', label: 'mixed' }, ...OPTIONS],
    })
    expect(meant('topic')).toBe('topic')
  })

  it.each([
    [true, 'on', undefined],
    [true, 'off', false],
    [false, 'on', true],
    [false, 'off', undefined],
  ])('makes a switch whose default is %s a choice: %s', (standard, chosen, wanted) => {
    expect(mixedField(specOf({ kind: 'switch', standard })).meant(chosen)).toBe(wanted)
  })
})

function specOf(control: Control) {
  return { key: 'type', label: 'type', control }
}
