// The files of this project, without what is installed, built or written by a run.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const notOurs = new Set([
  'node_modules',
  'dist',
  'topologies',
  'test-results',
  'playwright-report',
  'package-lock.json',
  '.git',
  '.millrace',
])

/** Paths from the root with forward slashes, in order. */
export function filesOf(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => folder !== '' || !notOurs.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) return filesOf(root, path)
      return entry.isFile() ? [path] : []
    })
}

export function textOf(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

export function isCode(path: string): boolean {
  return /\.(ts|tsx|mjs)$/.test(path)
}
