import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { nodeComplaint } from './nodeVersion.mjs'

describe('nodeComplaint', () => {
  it('accepts the oldest version that will do, and every newer one', () => {
    expect(['20.19.0', '20.20.2', '22.0.0', '24.1.0'].map(nodeComplaint)).toEqual(
      Array(4).fill(null),
    )
  })

  it('says what is needed, what is there and what to do', () => {
    for (const version of ['20.18.9', '18.20.0', '8.0.0'])
      expect(nodeComplaint(version)).toBe(
        `Millrace needs Node.js 20.19 or newer, and this is ${version}. ` +
          'Install a current one from https://nodejs.org and run the same command again.',
      )
  })

  it('asks for what package.json promises', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8'))

    expect(engines).toEqual({ node: '>=20.19' })
  })
})
