import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ENGINE_VERSION, RECIPE_FORMAT, type Recipe } from '#shared/topology/recipe.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { failingDisk } from './failingDisk.fixture.ts'
import { RunFile, readRun } from './runStore.ts'
import { Workspace } from './workspace.ts'

let folder = ''
let workspace: Workspace
let file: RunFile

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'))
  workspace = await Workspace.open(folder)
  file = new RunFile(workspace, 'design')
})

afterEach(async () => {
  await workspace.close()
  await rm(folder, { recursive: true })
})

describe('RunFile', () => {
  it('has the run as it was or as it is, whichever operation fails while it is written', async () => {
    const failing = failingDisk()
    await workspace.close()
    workspace = await Workspace.open(folder, failing.disk)
    file = new RunFile(workspace, 'design')
    const found = new Set<number>()

    for (let k = 1, isOver = false; !isOver; k += 1) {
      await file.write({ key: 'old', text: textOf('old', 1000), untilMs: 1000, speed: 1 })
      await file.write({ key: 'old', text: null, untilMs: 2000, speed: 1 })
      failing.failAt(k, 'ENOSPC')
      const write = async () => {
        await file.write({ key: 'new', text: textOf('new', 7000), untilMs: 7000, speed: 1 })
        await file.write({ key: 'new', text: null, untilMs: 8000, speed: 1 })
      }
      const problem = await write().then(
        () => null,
        (error: unknown) => error,
      )
      isOver = !failing.hasFailed
      failing.failAt(Infinity)
      if (!isOver) expect(problem).toMatchObject({ code: 'ENOSPC' })
      const { has } = file.wish()

      const reading = await readRun(workspace, 'design')
      const untilMs = reading.kind === 'read' ? reading.run.recipe.untilMs : Number.NaN
      expect([2000, 7000, 8000]).toContain(untilMs)
      // Only of what is certainly there, the rest alone is written.
      expect([null, 'new']).toContain(has)
      if (has === 'new') expect(untilMs).toBeGreaterThanOrEqual(7000)
      found.add(untilMs)
    }

    expect([...found]).toEqual([2000, 7000, 8000])
  })

  it('writes how far a run has come without writing the run again', async () => {
    await file.write({ key: 'one', text: textOf('one', 1000), untilMs: 1000, speed: 1 })
    const before = await stat(ownPath('design.run.json'))

    await file.write({ key: 'one', text: null, untilMs: 5000, speed: 10 })

    const after = await stat(ownPath('design.run.json'))
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs])
    expect(await readRun(workspace, 'design')).toEqual({
      kind: 'read',
      run: { recipe: recipeUntil(5000), speed: 10 },
    })
    expect(JSON.parse(await readFile(ownPath('design.moment.json'), 'utf8'))).toEqual({
      format: 'millrace-moment/1',
      key: 'one',
      untilMs: 5000,
      speed: 10,
    })
  })

  it('writes nothing for a run that has not moved', async () => {
    await file.write({ key: 'one', text: textOf('one', 1000), untilMs: 1000, speed: 1 })

    await file.write({ key: 'one', text: null, untilMs: 1000, speed: 1 })

    expect(await readdir(join(folder, '.millrace'))).not.toContain('design.moment.json')
  })

  it('takes no moment for that of another text', async () => {
    await file.write({ key: 'one', text: textOf('one', 1000), untilMs: 1000, speed: 1 })
    await file.write({ key: 'one', text: null, untilMs: 5000, speed: 10 })

    await file.write({ key: 'two', text: textOf('two', 200), untilMs: 200, speed: 1 })

    expect(await readRun(workspace, 'design')).toMatchObject({ run: { recipe: { untilMs: 200 } } })
  })

  it('comes back a little earlier where the moment cannot be read', async () => {
    await file.write({ key: 'one', text: textOf('one', 1000), untilMs: 1000, speed: 1 })
    await writeFile(ownPath('design.moment.json'), '{"format":"millrace-moment/1","key":"one","un')

    expect(await readRun(workspace, 'design')).toMatchObject({ run: { recipe: { untilMs: 1000 } } })
  })

  it('asks for the whole text until it is certainly on the disk', async () => {
    expect(file.wish().has).toBeNull()
    await file.write({ key: 'one', text: textOf('one', 1000), untilMs: 1000, speed: 1 })
    expect(file.wish().has).toBe('one')
    expect(file.wish().key).not.toBe(file.wish().key)

    await file.forget()

    expect(file.wish().has).toBeNull()
    expect(await readRun(workspace, 'design')).toEqual({ kind: 'missing' })
  })
})

function ownPath(name: string): string {
  return join(folder, '.millrace', name)
}

function textOf(key: string, untilMs: number): Uint8Array {
  const stored = { format: 'millrace-run/1', key, speed: 1, recipe: recipeUntil(untilMs) }
  return new TextEncoder().encode(JSON.stringify(stored))
}

function recipeUntil(untilMs: number): Recipe {
  return {
    format: RECIPE_FORMAT,
    engineVersion: ENGINE_VERSION,
    topology: exampleTopology(),
    seed: 7,
    untilMs,
    commands: [],
  }
}
