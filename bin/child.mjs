// Runs other programs. Signals that reach this process are handed on, so that nothing is left
// behind when somebody stops us.

import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const forwardedSignals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/**
 * @typedef {{ file: string, args: readonly string[] }} Program
 * @typedef {{ cwd: string, env?: NodeJS.ProcessEnv, timeout?: number }} Surroundings
 */

/**
 * Runs a program in this terminal. Resolves with its exit code.
 *
 * @param {Program} program
 * @param {Surroundings} surroundings
 */
export function runAttached(program, surroundings) {
  return finished(start(program, { ...surroundings, stdio: 'inherit' }))
}

/**
 * Runs a program and keeps what it says. Resolves with its exit code and output.
 *
 * @param {Program} program
 * @param {Surroundings} surroundings
 */
export async function runQuietly(program, surroundings) {
  const child = start(program, { ...surroundings, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  return { code: await finished(child), output }
}

/**
 * @param {Program} program
 * @param {import('node:child_process').SpawnOptions} options
 */
function start({ file, args }, options) {
  // Windows starts npm.cmd and its like through its shell only.
  const needsShell = process.platform === 'win32' && !/\.exe$/i.test(file)
  return spawn(file, [...args], { ...options, shell: needsShell })
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function finished(child) {
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => child.kill(signal)
  for (const signal of forwardedSignals) process.on(signal, forward)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) =>
      resolve(code ?? (signal ? 128 + constants.signals[signal] : 1)),
    )
  }).finally(() => {
    for (const signal of forwardedSignals) process.off(signal, forward)
  })
}
