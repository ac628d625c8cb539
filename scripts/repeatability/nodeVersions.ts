// Other versions of Node, from the npm package `node`, in a folder of their own.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export type Installed =
  | { readonly ok: true; readonly file: string }
  | { readonly ok: false; readonly reason: string }

const INSTALL_MS_MAX = 300_000
const LAST_LINES = 3

/** The one step of the whole command that needs a package registry. */
export function installNode(version: string, folder: string): Installed {
  const options = ['--no-audit', '--no-fund', '--no-save', '--ignore-scripts=false']
  const npm = spawnSync(
    'npm',
    ['install', '--prefix', folder, ...options, `node@${version}`],
    // A shell of its own finds `npm.cmd` where npm is that.
    { encoding: 'utf8', timeout: INSTALL_MS_MAX, shell: process.platform === 'win32' },
  )
  const file = join(folder, 'node_modules', '.bin', 'node')
  if (npm.status === 0 && existsSync(file)) return { ok: true, file }
  const said = [npm.error?.message ?? '', npm.stderr ?? '']
    .join('\n')
    .trim()
    .split('\n')
    .slice(-LAST_LINES)
    .join(' ')
  return {
    ok: false,
    reason:
      `Node ${version} could not be installed from the npm package \`node\`, so its histories cannot be ` +
      `compared. This needs npm and a package registry that it can reach. npm says: ${said || 'nothing'}`,
  }
}
