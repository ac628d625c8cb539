// How to get a browser onto this machine, gentlest way first.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Machine } from './candidates.ts'

export interface Installation {
  readonly name: string
  /** Resolves with null when it went well, otherwise with what went wrong. */
  readonly run: () => Promise<string | null>
}

/** A download that stands still must not hang the tests. */
const INSTALLATION_MS_MAX = 4 * 60_000

const APT_GET = '/usr/bin/apt-get'

export function installations({ platform, env }: Machine): Installation[] {
  const byPlaywright = {
    name: 'installing Playwright’s Chromium',
    run: () => runs(process.execPath, [playwrightCli(), 'install', 'chromium'], env),
  }
  const mayUseApt = platform === 'linux' && process.getuid?.() === 0 && existsSync(APT_GET)
  return mayUseApt ? [byPlaywright, ...byApt(env)] : [byPlaywright]
}

function byApt(env: Machine['env']): Installation[] {
  const quietly = { ...env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['install', '-y', '--no-install-recommends']
  return [
    {
      name: 'installing the system’s Chromium with apt-get',
      run: async () =>
        (await runs(APT_GET, ['update'], quietly)) ??
        (await runs(APT_GET, [...install, 'chromium'], quietly)),
    },
    {
      // Ubuntu's chromium package is a stub; Playwright's own then lacks only libraries.
      name: 'installing the libraries of Playwright’s Chromium',
      run: () => runs(process.execPath, [playwrightCli(), 'install-deps', 'chromium'], quietly),
    },
  ]
}

function playwrightCli(): string {
  const manifest = createRequire(import.meta.url).resolve('@playwright/test/package.json')
  return join(dirname(manifest), 'cli.js')
}

function runs(file: string, args: readonly string[], env: Machine['env']): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { env, timeout: INSTALLATION_MS_MAX })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code) => resolve(code === 0 ? null : lastWords(output, code)))
  })
}

function lastWords(output: string, code: number | null): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const errors = lines.filter((line) => /^\s*(E:|\w*error\b)/i.test(line))
  const ending = code === null ? 'stopped after four minutes' : `ended with code ${code}`
  return [ending, ...(errors.length > 0 ? errors.slice(0, 2) : lines.slice(-3))].join('\n    ')
}
