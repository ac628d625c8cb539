import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bundleRunner } from './bundle.ts'
import { randomRuns } from './recipes.fixture.ts'
import { historyBySecond, historyInOneGo } from './repeatableRun.ts'
import type { RunnerReport } from './runner.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-runner-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the bundle that every version of Node runs', () => {
  it('gives in another process, on its main thread and in a worker, what is given here', async () => {
    const recipes = randomRuns(4)
    const recipesFile = join(folder, 'recipes.json')
    writeFileSync(recipesFile, JSON.stringify(recipes))
    const runner = await bundleRunner(folder)

    const text = execFileSync(process.execPath, [runner, recipesFile], { encoding: 'utf8' })

    expect(JSON.parse(text) satisfies RunnerReport).toEqual({
      nodeVersion: process.version,
      onMainThread: recipes.map(historyBySecond),
      inWorker: recipes.map(historyInOneGo),
    })
  })
})
