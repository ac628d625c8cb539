import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { INITIAL_SCRIPT_BYTES_MAX, initialScripts, measured } from './initialScript.ts'

const PAGE = `<!doctype html>
<script src="/theme.js"></script>
<script type="module" crossorigin src="/assets/index-1.js"></script>
<link rel="modulepreload" crossorigin href="/assets/store-2.js">
<link rel="stylesheet" crossorigin href="/assets/index-3.css">
<link rel="icon" href="/favicon.svg">`

describe('the initial script', () => {
  it('is what the page names and what comes with it, without styles and pictures', () => {
    expect(initialScripts(PAGE)).toEqual(['theme.js', 'assets/index-1.js', 'assets/store-2.js'])
  })

  it('may take so much and no more', () => {
    // What is random cannot be compressed.
    const third = INITIAL_SCRIPT_BYTES_MAX / 3
    expect(measured(PAGE, () => randomBytes(third - 100)).problem).toBeNull()
    expect(measured(PAGE, () => randomBytes(third + 100)).problem).toContain('more than it may')
  })

  it('cannot be nothing', () => {
    expect(measured('<p>', () => new Uint8Array()).problem).toBe('The page names no script.')
  })
})
