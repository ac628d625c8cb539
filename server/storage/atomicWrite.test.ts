import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isTemporary, writeAtomically } from './atomicWrite.ts'
import { failingDisk } from './failingDisk.fixture.ts'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

describe('writeAtomically', () => {
  it('writes, syncs, renames and syncs the folder, in this order', async () => {
    const { disk, operations } = failingDisk()

    await writeAtomically(disk, join(folder, 'a.json'), 'new')

    expect(operations).toEqual([
      ...['open', 'writeFile', 'sync', 'close', 'rename'],
      ...['open', 'sync', 'close'],
    ])
    expect(await readFile(join(folder, 'a.json'), 'utf8')).toBe('new')
    expect(await readdir(folder)).toEqual(['a.json'])
  })

  it('leaves the old content or the new one, whichever operation fails', async () => {
    const path = join(folder, 'a.json')
    const failing = failingDisk()
    const outcomes: string[] = []

    for (let k = 1; ; k++) {
      await writeFile(path, 'old')
      failing.failAt(k)
      const failed = await writeAtomically(failing.disk, path, 'new').then(
        () => false,
        () => true,
      )
      outcomes.push(await readFile(path, 'utf8'))
      expect((await readdir(folder)).filter(isTemporary)).toEqual([])
      expect(failed).toBe(failing.hasFailed)
      if (!failing.hasFailed) break
    }

    expect(outcomes).toEqual([
      ...['old', 'old', 'old', 'old', 'old'],
      // Renamed, but not yet known to be on the disk.
      ...['new', 'new', 'new', 'new'],
    ])
  })
})
