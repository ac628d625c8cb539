import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { canonicalText } from '#shared/topology/canonical.ts'
import { emptyTopology } from '#shared/topology/topology.ts'
import { failingDisk } from './failingDisk.fixture.ts'
import { FolderInUse } from './folderLock.ts'
import { TOPOLOGIES_MAX, Workspace } from './workspace.ts'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

describe('Workspace', () => {
  it('makes no more topologies than a list can hold', async () => {
    const workspace = await Workspace.open(folder)
    const names = Array.from({ length: TOPOLOGIES_MAX }, (_, n) => join(folder, `t-${n}.json`))
    await Promise.all(names.map((name) => writeFile(name, '{}')))

    await expect(workspace.create(emptyTopology('More'))).rejects.toThrow('the most is 1000')
  })

  it('makes a file named after the topology, and another for another of that name', async () => {
    const workspace = await Workspace.open(folder)

    const ids = await Promise.all([
      workspace.create(emptyTopology('Order to cash')),
      workspace.create(emptyTopology('Order to cash')),
    ])

    expect(ids).toEqual(['order-to-cash', 'order-to-cash-2'])
    expect(await readFile(join(folder, 'order-to-cash.json'), 'utf8')).toBe(
      canonicalText(emptyTopology('Order to cash')),
    )
    await workspace.close()
  })

  it('lists what cannot be read with its problem, and leaves out what has no id', async () => {
    const workspace = await Workspace.open(folder)
    await workspace.create(emptyTopology('Good'))
    await writeFile(join(folder, 'half.json'), '{"format": "millrace/1", "na')
    await writeFile(join(folder, 'Capital.json'), '{}')
    await mkdir(join(folder, 'folder.json'))
    await symlink('/etc/passwd', join(folder, 'link.json'))

    const list = await workspace.list()

    expect(list.map(({ id, problem }) => [id, problem === null])).toEqual([
      ['folder', false],
      ['good', true],
      ['half', false],
      ['link', false],
    ])
    expect(list.find(({ id }) => id === 'half')?.problem).toContain('Line 1')
    expect(list.find(({ id }) => id === 'link')?.problem).toBe('link.json is no regular file.')
    await workspace.close()
  })

  it('notices in its list that a file was changed', async () => {
    const workspace = await Workspace.open(folder)
    await workspace.create(emptyTopology('First'))
    await workspace.list()

    await writeFile(join(folder, 'first.json'), canonicalText(emptyTopology('A longer name')))

    expect(await workspace.list()).toEqual([{ id: 'first', name: 'A longer name', problem: null }])
    await workspace.close()
  })

  it('moves what is removed aside instead of deleting it', async () => {
    const workspace = await Workspace.open(folder)
    const id = await workspace.create(emptyTopology('Old'))
    await workspace.remove(id)
    await workspace.remove(await workspace.create(emptyTopology('Old')))

    expect(await workspace.list()).toEqual([])
    expect((await readdir(join(folder, '.millrace', 'removed'))).sort()).toEqual([
      'old-2.json',
      'old.json',
    ])
    await workspace.close()
  })

  it('takes nothing from one of the same name that is made while another is removed', async () => {
    const workspace = await Workspace.open(folder)
    const id = await workspace.create(emptyTopology('A'))
    const { unlink } = workspace.disk
    let created: Promise<string> | null = null
    vi.spyOn(workspace.disk, 'unlink').mockImplementationOnce(async (path) => {
      created = workspace.create(emptyTopology('A'), (candidate) =>
        writeFile(workspace.ownPathOf(candidate, 'run'), 'its run'),
      )
      // As long as it takes to be made, if it can be made now.
      for (let look = 0; look < 200; look += 1) await readdir(folder)
      await unlink(path)
    })

    await workspace.remove(id)

    expect(await created).toBe('a')
    expect(await readFile(workspace.ownPathOf('a', 'run'), 'utf8')).toBe('its run')
    await workspace.close()
  })

  it('never makes a path of what is no id', async () => {
    const workspace = await Workspace.open(folder)

    for (const id of ['../outside', '..', 'a/b', '', '__proto__'])
      expect(() => workspace.pathOf(id)).toThrow('is not the id of a topology')
    await workspace.close()
  })

  it('is open in one server at a time, and says which process has it', async () => {
    const first = await Workspace.open(folder)

    await expect(Workspace.open(folder)).rejects.toThrow(FolderInUse)
    await expect(Workspace.open(folder)).rejects.toThrow(`(process ${process.pid})`)

    await first.close()
    const second = await Workspace.open(folder)
    await second.close()
  })

  it.each([
    ['a dead process', JSON.stringify({ pid: 2 ** 22 + 1, began: '1' })],
    [
      'a process whose number was given away again',
      JSON.stringify({ pid: process.ppid, began: '1' }),
    ],
    ['nobody that can be made out', '{"pid": '],
  ])('takes over the lock of %s', async (_owner, lock) => {
    await mkdir(join(folder, '.millrace'))
    await writeFile(join(folder, '.millrace', 'lock'), lock)

    const workspace = await Workspace.open(folder)

    await workspace.close()
  })

  it('clears what a server that died in a save has left', async () => {
    await writeFile(join(folder, '.orders.json.tmp'), '{')

    const workspace = await Workspace.open(folder)

    expect(await readdir(folder)).toEqual(['.millrace'])
    await workspace.close()
  })

  it('creates the whole file or none, whichever operation fails', async () => {
    const failing = failingDisk()

    for (let k = 1; ; k++) {
      const workspace = await Workspace.open(join(folder, `${k}`), failing.disk)
      failing.failAt(k, 'EMFILE')
      const id = await workspace.create(emptyTopology('Design')).catch(() => null)
      const { hasFailed } = failing
      failing.failAt(Infinity)

      const list = await workspace.list()
      expect(list.filter(({ problem }) => problem !== null)).toEqual([])
      if (id !== null) expect(list.map(({ name }) => name)).toEqual(['Design'])
      await workspace.close()
      if (!hasFailed) break
    }
  })
})
