import { describe, expect, it } from 'vitest'
import { entryFor } from './entry.mjs'

describe('entryFor', () => {
  it('opens the app for nothing, for a folder that exists, and for one named as a path', () => {
    const calls = [[], ['.'], ['bin'], ['./new-folder'], ['/srv/designs'], ['..\\designs']]

    expect(calls.map(entryFor)).toEqual(Array(6).fill('main.js'))
  })

  it('is the command line for commands, options and files', () => {
    const calls = [
      ['run'],
      ['--help'],
      ['run', 'bin'],
      ['bin', '--json'],
      ['./package.json'],
      ['./no-such-file.json'],
    ]

    expect(calls.map(entryFor)).toEqual(Array(6).fill('cli.js'))
  })
})
