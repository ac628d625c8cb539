// Lets one process at a time install and build: ten commands started together on a fresh clone
// must not overwrite each other's work. The turn is a file that holds its owner's process id.

import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { SetUpFailure } from './setUpFailure.mjs'

const POLL_MS = 100
const WAIT_MS_MAX = 10 * 60_000

/**
 * @template Result
 * @param {string} root the folder that only one process may change
 * @param {() => Promise<Result>} work
 * @param {(line: string) => void} say told once, when there is somebody to wait for
 * @returns {Promise<Result>}
 */
export async function inTurn(root, work, say = (line) => process.stderr.write(line)) {
  const file = turnFile(root)
  await takeTurn(file, say)
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

/** @param {string} root */
export function turnFile(root) {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16)
  return join(tmpdir(), `millrace-${name}.turn`)
}

/**
 * @param {string} file
 * @param {(line: string) => void} say
 */
async function takeTurn(file, say) {
  const startedMs = Date.now()
  let said = false
  while (!isTaken(file)) {
    if (Date.now() - startedMs > WAIT_MS_MAX)
      throw new SetUpFailure(
        `Another Millrace command has been setting up for ten minutes. Stop it, or delete ${file} if there is none.`,
      )
    if (!said) say('Waiting for another Millrace command to finish setting up …\n')
    said = true
    await delay(POLL_MS)
  }
}

/**
 * True when the turn is ours now.
 *
 * @param {string} file
 */
function isTaken(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    if (!ownerIsAlive(file)) rmSync(file, { force: true })
    return false
  }
}

/** @param {string} file */
function ownerIsAlive(file) {
  try {
    const owner = Number(readFileSync(file, 'utf8'))
    // Between its creation and its first byte the file is empty: its owner is at work.
    return owner === 0 || process.kill(owner, 0)
  } catch (error) {
    // No such process. Anything else (a file just deleted, a process of somebody else) is life.
    return /** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH'
  }
}
