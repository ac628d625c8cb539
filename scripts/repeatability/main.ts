// `npm run repeatability`: do all recipes give the same histories on every version of Node, on the main
// thread and in a worker, second by second and in one go? `-- --pin` writes the histories that the tests
// hold every machine to.

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleRunner } from './bundle.ts'
import { type Difference, differencesOf, type Place } from './compare.ts'
import { installNode } from './nodeVersions.ts'
import { type Options, optionsOf, USAGE } from './options.ts'
import { pinFindings, pinsOf, storedPins, storePins } from './pins.ts'
import type { RepeatableRun } from './repeatableRun.ts'
import type { RunnerReport } from './runner.ts'

const OUTPUT_BYTES_MAX = 256 * 2 ** 20
const DIFFERENCES_SHOWN = 10

async function main(args: readonly string[]): Promise<number> {
  const options = optionsOf(args)
  if (!options.ok) {
    console.error(`${options.reason}\n${USAGE}`)
    return 2
  }
  const folder = mkdtempSync(join(tmpdir(), 'millrace-repeatability-'))
  try {
    return options.pin ? pin(folder) : await compareVersions(options, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function pin(folder: string): number {
  const before = storedPins()
  const now = pinsOf(drawn(join(folder, 'recipes.json'), []))
  const changed = pinFindings(before, now)
  storePins(now)
  for (const finding of changed) console.log(finding)
  console.log(
    `${Object.keys(now.pins).length} histories pinned for engine ${now.engineVersion}, ${changed.length} changed.`,
  )
  return 0
}

async function compareVersions(options: Options, folder: string): Promise<number> {
  const recipesFile = join(folder, 'recipes.json')
  const recipes = drawn(recipesFile, [options.topologies, options.seeds])
  const runner = await bundleRunner(folder)
  const places: Place[] = []
  console.log(`${recipes.length} recipes: every example and ${options.topologies} random drawings`)
  console.log('  Node       recipes  records     main thread, worker  seconds')
  for (const version of options.nodes) {
    const home = join(folder, `node-${version}`)
    mkdirSync(home)
    const node = installNode(version, home)
    if (!node.ok) {
      console.error(node.reason)
      return 2
    }
    const startedAt = performance.now()
    const report = reportOf(node.file, [runner, recipesFile])
    const own = placesOf(report)
    printRow(report, differencesOf(recipes, own).length, performance.now() - startedAt)
    places.push(...own)
  }
  return verdictOn(recipes, differencesOf(recipes, places), places.length)
}

/** What draws recipes is part of the tests, so a program of theirs writes them to the file. */
function drawn(file: string, counts: readonly number[]): readonly RepeatableRun[] {
  const program = join(import.meta.dirname, 'draw.fixture.ts')
  execFileSync(process.execPath, ['--import', 'tsx', program, file, ...counts.map(String)])
  return JSON.parse(readFileSync(file, 'utf8')) as readonly RepeatableRun[]
}

function reportOf(node: string, args: readonly string[]): RunnerReport {
  const text = execFileSync(node, args, { encoding: 'utf8', maxBuffer: OUTPUT_BYTES_MAX })
  return JSON.parse(text) as RunnerReport
}

function placesOf({ nodeVersion, onMainThread, inWorker }: RunnerReport): readonly Place[] {
  return [
    { name: `Node ${nodeVersion}, main thread, second by second`, histories: onMainThread },
    { name: `Node ${nodeVersion}, worker thread, in one go`, histories: inWorker },
  ]
}

function printRow(
  { nodeVersion, onMainThread }: RunnerReport,
  differing: number,
  ms: number,
): void {
  const records = onMainThread.reduce((sum, history) => sum + history.records, 0)
  const cells = [
    nodeVersion.padEnd(9),
    String(onMainThread.length).padStart(8),
    String(records).padStart(8),
    (differing === 0 ? 'the same' : `${differing} differ`).padStart(23),
    (ms / 1000).toFixed(1).padStart(8),
  ]
  console.log(`  ${cells.join(' ')}`)
}

function verdictOn(
  recipes: readonly RepeatableRun[],
  differences: readonly Difference[],
  places: number,
): number {
  const [first] = differences
  if (first === undefined) {
    console.log(`All ${recipes.length} histories are the same in all ${places} places.`)
    return 0
  }
  for (const { what } of differences.slice(0, DIFFERENCES_SHOWN)) console.error(what)
  const file = join(tmpdir(), 'millrace-differing-recipe.json')
  writeFileSync(file, JSON.stringify(first.recipe, null, 2))
  console.error(`${differences.length} histories differ. The first recipe is in ${file}.`)
  return 1
}

process.exitCode = await main(process.argv.slice(2))
