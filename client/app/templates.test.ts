import { describe, expect, it } from 'vitest'
import { applyEdit } from '#shared/topology/edit.ts'
import { lint } from '#shared/topology/lint.ts'
import { emptyTopology } from '#shared/topology/topology.ts'
import { applyTemplate, templates } from './templates.ts'

describe.each(templates)('the template $title', (template) => {
  it('can run as it is', () => {
    const errors = lint(template.topology).filter(({ severity }) => severity === 'error')

    expect(errors).toEqual([])
  })

  it('goes onto a blank drawing in one edit, and comes off again', () => {
    const blank = emptyTopology('Mine')

    const applied = applyEdit(blank, applyTemplate(template))

    expect(applied).toMatchObject({ ok: true, topology: { ...template.topology, name: 'Mine' } })
    if (!applied.ok) return
    expect(applyEdit(applied.topology, applied.inverse)).toMatchObject({
      ok: true,
      topology: blank,
    })
  })
})
