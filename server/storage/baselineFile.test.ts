import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyTopology } from '#shared/topology/topology.ts'
import { readBaselines, writeBaselines } from './baselineFile.ts'
import { failingDisk } from './failingDisk.fixture.ts'
import { Workspace } from './workspace.ts'

let folder = ''
let workspace: Workspace

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'))
  workspace = await Workspace.open(folder)
})

afterEach(async () => {
  await workspace.close()
  await rm(folder, { recursive: true })
})

const BASELINE = { id: 3, label: 'As it was', atNs: 5, untilNs: 9, recipe: { seed: 7 } }
/** Built from the inside: JSON of any depth can be read, and not be copied to a thread. */
const DEEP = {
  ...BASELINE,
  recipe: Array.from({ length: 1000 }).reduce<unknown>((inner) => [inner], []),
}
const LONG = 'x'.repeat(10_001)

describe('the runs that are kept to compare with', () => {
  it('are there again, and gone with their topology', async () => {
    const id = await workspace.create(emptyTopology('Design'))
    await write(id, [BASELINE])
    expect(await readBaselines(workspace, id)).toEqual({ kind: 'read', baselines: [BASELINE] })

    await workspace.remove(id)

    expect(await readBaselines(workspace, id)).toEqual({ kind: 'missing' })
  })

  it.each([
    ['no JSON', '{"format":"mill', 'JSON'],
    ['something else', '{"format":"millrace-run/1"}', 'it holds something else'],
    ['more of them than are kept', textOf(Array(9).fill(BASELINE)), 'it holds something else'],
    ['what the page could not show', textOf([{ ...BASELINE, atNs: 'soon' }]), 'something else'],
    ['what is nested too deep to be handed on', textOf([DEEP]), 'something else'],
    ['a label that no page could show', textOf([{ ...BASELINE, label: LONG }]), 'something else'],
    ['too many bytes', 'x'.repeat(17_000_001), 'it has 17000001 bytes; the most is 17000000'],
  ])('are refused where the file holds %s', async (_, text, reason) => {
    await writeFile(path(), text)

    const reading = await readBaselines(workspace, 'design')

    expect(reading).toMatchObject({ kind: 'broken', problem: expect.stringContaining(reason) })
    expect(reading).toMatchObject({
      problem: expect.stringMatching(/^The runs kept to compare with cannot be read: .+\.$/),
    })
  })

  it.each(['ENOSPC', 'EIO'])(
    'are those of before or the new ones, whole, whichever operation fails with %s while they are written',
    async (code) => {
      const failing = failingDisk()
      await workspace.close()
      workspace = await Workspace.open(folder, failing.disk)
      const newer = { ...BASELINE, id: 4 }
      let failures = 0

      for (let k = 1; ; k += 1) {
        await write('design', [BASELINE])
        failing.failAt(k, code)
        const problem = await write('design', [BASELINE, newer]).then(
          () => null,
          (error: unknown) => error,
        )
        const { hasFailed, operations } = failing
        const isInPlace = operations.includes('rename') && operations.at(-1) !== 'unlink'
        failing.failAt(Infinity)

        const found = await readBaselines(workspace, 'design')
        if (!hasFailed) {
          expect([problem, found]).toEqual([null, read([BASELINE, newer])])
          break
        }
        failures += 1
        expect(problem).toMatchObject({ code })
        expect(found).toEqual(read(isInPlace ? [BASELINE, newer] : [BASELINE]))
        // There is room again.
        await write('design', [newer])
        expect(await readBaselines(workspace, 'design')).toEqual(read([newer]))
      }

      // Open, write, sync, close, rename; then the folder: open, sync, close.
      expect(failures).toBe(process.platform === 'win32' ? 5 : 8)
    },
  )

  it('are those of before or the new ones after a crash at any operation', async () => {
    const failing = failingDisk()
    const newer = { ...BASELINE, id: 4 }
    const found: unknown[] = []

    for (let k = 1, isOver = false; !isOver; k += 1) {
      await workspace.close()
      workspace = await Workspace.open(folder, failing.disk)
      await write('design', [BASELINE])
      failing.crashAt(k)
      await write('design', [BASELINE, newer]).catch(() => undefined)
      isOver = !failing.hasFailed
      failing.failAt(Infinity)
      found.push(await readBaselines(workspace, 'design'))
    }

    expect(found).toContainEqual(read([BASELINE]))
    expect(found.at(-1)).toEqual(read([BASELINE, newer]))
    for (const each of found)
      expect([read([BASELINE]), read([BASELINE, newer])]).toContainEqual(each)
  })

  it('are not looked for outside the workspace', async () => {
    const outside = join(folder, 'outside.txt')
    await writeFile(outside, textOf([BASELINE]))
    await symlink(outside, path())

    expect(await readBaselines(workspace, 'design')).toMatchObject({ kind: 'broken' })
  })
})

function read(baselines: readonly unknown[]) {
  return { kind: 'read', baselines }
}

function path(): string {
  return join(folder, '.millrace', 'design.baselines.json')
}

function write(id: string, baselines: readonly unknown[]): Promise<void> {
  return writeBaselines(workspace, id, new TextEncoder().encode(textOf(baselines)))
}

function textOf(baselines: readonly unknown[]): string {
  return JSON.stringify({ format: 'millrace-baselines/1', baselines })
}
