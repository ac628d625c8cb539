import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { INLINING_FLAG } from './inlining.ts'

describe('the flag for more inlining', () => {
  it('is one that this Node knows', () => {
    // Of one that it does not know, it would complain to whoever starts the product.
    const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' })

    expect(known).toContain(`${INLINING_FLAG} `)
  })
})
