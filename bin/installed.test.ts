import { describe, expect, it } from 'vitest'
import { isInstalled } from './installed.mjs'

const machine = { os: 'linux', cpu: 'x64' }
const express = { version: '5.3.0', integrity: 'sha512-a' }
const root = { version: '0.1.0' }

describe('isInstalled', () => {
  it('holds when every locked package is there as locked', () => {
    const wanted = { packages: { '': root, 'node_modules/express': express } }
    const present = { packages: { 'node_modules/express': express } }

    expect(isInstalled(wanted, present, machine)).toBe(true)
  })

  it('fails when a package is missing', () => {
    const wanted = { packages: { 'node_modules/express': express } }

    expect(isInstalled(wanted, { packages: {} }, machine)).toBe(false)
    expect(isInstalled(wanted, {}, machine)).toBe(false)
  })

  it('fails when the lockfile has moved to another version or content', () => {
    const present = { packages: { 'node_modules/express': express } }
    const newer = { packages: { 'node_modules/express': { ...express, version: '5.4.0' } } }
    const other = { packages: { 'node_modules/express': { ...express, integrity: 'sha512-b' } } }

    expect(isInstalled(newer, present, machine)).toBe(false)
    expect(isInstalled(other, present, machine)).toBe(false)
  })

  it('lets optional packages be absent that are for other machines or name a C library', () => {
    const absent = [
      { optional: true },
      { optional: true, os: ['darwin'], cpu: ['x64'] },
      { optional: true, os: ['linux'], cpu: ['arm64'] },
      { optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] },
    ]

    for (const locked of absent)
      expect(isInstalled({ packages: { 'node_modules/x': locked } }, {}, machine)).toBe(true)
  })

  it('notices that node_modules was copied from another machine', () => {
    const locked = { optional: true, os: ['linux'], cpu: ['x64'] }

    expect(isInstalled({ packages: { 'node_modules/x': locked } }, {}, machine)).toBe(false)
  })
})
