// Brings a clone into a state in which it can run: the right Node, dependencies as locked, a
// build of these sources. Depends on nothing, since it runs before anything is installed.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { runQuietly } from './child.mjs'
import { sourceFingerprint } from './fingerprint.mjs'
import { isInstalled } from './installed.mjs'
import { nodeComplaint } from './nodeVersion.mjs'
import { withProgress } from './progress.mjs'
import { SetUpFailure } from './setUpFailure.mjs'
import { inTurn } from './turn.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const buildStamp = join(root, 'dist', 'built-from')
const serverBuild = join(root, 'dist', 'server', 'main.js')

/** Makes sure of Node and of the dependencies. */
export async function prepareToolchain() {
  requireNode()
  if (!dependenciesAreInstalled()) await inTurn(root, installIfNeeded)
}

/** Makes sure of everything that the server and the command line need. */
async function prepareApp() {
  requireNode()
  if (dependenciesAreInstalled() && buildIsFresh()) return
  await inTurn(root, async () => {
    await installIfNeeded()
    if (!buildIsFresh()) await build()
  })
}

/** Builds, whether or not the last build is stale. */
export async function rebuild() {
  await prepareToolchain()
  await inTurn(root, build)
}

/**
 * Becomes the built program `entry`, once it can run.
 *
 * @param {string} entry a file of `dist/server`
 * @param {readonly string[]} args
 */
export async function launch(entry, args) {
  await orExplain(prepareApp)
  const file = join(root, 'dist', 'server', entry)
  process.env.NODE_ENV = process.env.NODE_ENV ?? 'production'
  process.setSourceMapsEnabled(true)
  process.argv = [process.execPath, file, ...args]
  await import(pathToFileURL(file).href)
}

/**
 * Does the work, or says in a sentence why it cannot be done and ends with exit code 1.
 *
 * @template Result
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function orExplain(work) {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SetUpFailure)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}

function requireNode() {
  const complaint = nodeComplaint(process.versions.node)
  if (complaint) throw new SetUpFailure(`${complaint} (This one is ${process.execPath}.)`)
}

function dependenciesAreInstalled() {
  const wanted = readJson(join(root, 'package-lock.json'))
  const present = readJson(join(root, 'node_modules', '.package-lock.json'))
  const machine = { os: process.platform, cpu: process.arch }
  return wanted !== null && present !== null && isInstalled(wanted, present, machine)
}

/** @param {string} path */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

async function installIfNeeded() {
  if (dependenciesAreInstalled()) return
  // The build tools are development dependencies: NODE_ENV=production must not leave them out.
  const program = npm(['ci', '--include=dev', '--no-audit', '--no-fund'])
  const { code, output } = await withProgress('Installing dependencies', () =>
    runQuietly(program, { cwd: root }),
  )
  if (code === 0) return
  throw new SetUpFailure(
    `${output}\nThe dependencies could not be installed: \`npm ci\` ended with code ${code}, see above. ` +
      'If it did not reach the registry, check the network or proxy and run the same command again.',
  )
}

/**
 * The npm that started us where there is one, otherwise the one on the path.
 *
 * @param {readonly string[]} args
 */
function npm(args) {
  const started = process.env.npm_execpath
  if (started && basename(started) === 'npm-cli.js' && existsSync(started))
    return { file: process.execPath, args: [started, ...args] }
  return { file: process.platform === 'win32' ? 'npm.cmd' : 'npm', args }
}

function buildIsFresh() {
  if (!existsSync(buildStamp) || !existsSync(serverBuild)) return false
  return readFileSync(buildStamp, 'utf8') === sourceFingerprint(root)
}

async function build() {
  // Taken before the build: what changes while it runs makes it stale again.
  const fingerprint = sourceFingerprint(root)
  await withProgress('Building', () => Promise.all([viteBuild([]), viteBuild(serverConfig)]))
  mkdirSync(dirname(buildStamp), { recursive: true })
  writeFileSync(buildStamp, fingerprint)
}

const serverConfig = ['--config', 'vite.server.config.ts']

/** @param {readonly string[]} args */
async function viteBuild(args) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const program = { file: process.execPath, args: [vite, 'build', ...args] }
  const { code, output } = await runQuietly(program, { cwd: root })
  if (code !== 0) throw new SetUpFailure(`${output}\nThe build failed, see above.`)
}
