// The build is stale when the sources it was made from have another fingerprint. Contents are
// compared, not times: a checkout, a copy or a deleted file cannot deceive it.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const buildInputs = [
  'client',
  'server',
  'shared',
  'index.html',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
  'vite.server.config.ts',
]

/** @param {string} root the folder of package.json */
export function sourceFingerprint(root) {
  const hash = createHash('sha256')
  for (const path of buildInputs.flatMap((input) => filesUnder(root, input))) {
    const content = readFileSync(join(root, path))
    hash.update(`${path}\n${content.length}\n`).update(content)
  }
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(root, path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return isBuilt(path) ? [path] : []
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesUnder(root, `${path}/${name}`))
}

/** @param {string} path */
function isBuilt(path) {
  return !/\.(test|conformance)\.tsx?$/.test(path)
}
