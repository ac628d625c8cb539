import { describe, expect, it } from 'vitest'
import { commonValue, editOfAll, type Part } from './common.ts'

const PARTS: readonly Part[] = [
  { values: { replicas: 2, role: 'service', tags: ['a'] }, path: ['services', 'shop'] },
  { values: { replicas: 3, role: 'service', tags: ['a'] }, path: ['services', 'billing'] },
  { values: { role: 'service', tags: ['a'] }, path: ['services', 'stock'] },
]

describe('commonValue', () => {
  it('is what all say, or nothing where they differ', () => {
    expect(commonValue(PARTS, 'role')).toEqual({ kind: 'same', value: 'service' })
    expect(commonValue(PARTS, 'tags')).toEqual({ kind: 'same', value: ['a'] })
    expect(commonValue(PARTS, 'notes')).toEqual({ kind: 'same', value: undefined })
    expect(commonValue(PARTS, 'replicas')).toEqual({ kind: 'mixed' })
  })
})

describe('editOfAll', () => {
  it('changes those that differ, in one edit', () => {
    const edit = editOfAll(PARTS, { key: 'replicas', label: 'Set', valueFor: () => 3 })

    expect(edit).toEqual({
      label: 'Set',
      changes: [
        { path: ['services', 'shop', 'replicas'], value: 3 },
        { path: ['services', 'stock', 'replicas'], value: 3 },
      ],
    })
  })

  it('takes a setting away where it is', () => {
    const edit = editOfAll(PARTS, { key: 'replicas', label: 'Set', valueFor: () => undefined })

    expect(edit?.changes).toEqual([
      { path: ['services', 'shop', 'replicas'] },
      { path: ['services', 'billing', 'replicas'] },
    ])
  })

  it('is none where all have it', () => {
    expect(editOfAll(PARTS, { key: 'role', label: 'Set', valueFor: () => 'service' })).toBeNull()
  })
})
