import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { canonicalText } from '#shared/topology/canonical.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { emptyTopology, type Topology } from '#shared/topology/topology.ts'
import { type FailingDisk, failingDisk } from '../failingDisk.fixture.ts'
import { Workspace } from '../workspace.ts'
import { AutomaticVersions, EDITING_EACH_MS } from './automaticVersions.ts'
import { NAMED_MAX, VersionStore } from './versionStore.ts'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const ASKED = { name: 'Before the split', reason: 'asked' } as const
const EDITING = { name: null, reason: 'editing' } as const

describe('VersionStore', () => {
  it('keeps a version as it was, and lists the newest first', async () => {
    const { store, clock } = await setUp()

    const named = await store.keep(exampleTopology(), ASKED)
    clock.nowMs += 60_000
    await store.keep(emptyTopology('Later'), EDITING)

    expect((await store.list()).map(({ name, atMs }) => [name, atMs])).toEqual([
      [null, 1_000_060_000],
      ['Before the split', 1_000_000_000],
    ])
    expect(named).toMatchObject({ services: 4, channels: 7 })
    expect(await store.read(named.id)).toMatchObject({ text: canonicalText(exampleTopology()) })
  })

  it('keeps versions of one moment apart, also where the clock was set back', async () => {
    const { store, clock } = await setUp()

    await store.keep(emptyTopology('One'), ASKED)
    await store.keep(emptyTopology('Two'), ASKED)
    clock.nowMs -= 1000
    await store.keep(emptyTopology('Three'), ASKED)

    expect((await store.list()).map(({ id }) => id)).toEqual([
      '1000000002',
      '1000000001',
      '1000000000',
    ])
  })

  it('keeps nothing by itself that is the newest version already', async () => {
    const { store } = await setUp()

    const first = await store.keep(exampleTopology(), ASKED)
    const second = await store.keep(exampleTopology(), EDITING)

    expect(second).toEqual(first)
    expect(await store.list()).toHaveLength(1)
  })

  it('renames, which names, and deletes; what is not there is not found', async () => {
    const { store } = await setUp()
    const { id } = await store.keep(exampleTopology(), EDITING)

    expect(await store.rename(id, 'Good')).toMatchObject({ id, name: 'Good', reason: 'editing' })
    expect(await store.rename('1', 'Good')).toBeNull()
    expect(await store.remove(id)).toBe(true)
    expect(await store.remove(id)).toBe(false)
    expect(await store.list()).toEqual([])
  })

  it('finds everything again after the server was started anew', async () => {
    const { store, workspace } = await setUp()
    await store.keep(exampleTopology(), ASKED)

    const again = new VersionStore(workspace, 'design')

    expect(await again.list()).toEqual(await store.list())
  })

  it('leaves out what is no version, and clears what a server that died has left', async () => {
    const { store, workspace } = await setUp()
    await store.keep(exampleTopology(), ASKED)
    const versions = workspace.versionsFolderOf('design')
    await writeFile(join(versions, '5.version'), '{"format":"millrace-version/1"}\n{}')
    await writeFile(join(versions, '6.version'), 'half')
    await writeFile(join(versions, '.7.version.tmp'), 'half')

    const again = new VersionStore(workspace, 'design')

    expect(await again.list()).toHaveLength(1)
    expect(await readdir(versions)).not.toContain('.7.version.tmp')
  })

  it('lists the others where one cannot be read', async () => {
    const { store, workspace, failing, clock } = await setUp()
    await store.keep(emptyTopology('One'), { ...ASKED, name: 'One' })
    clock.nowMs += 1000
    await store.keep(emptyTopology('Two'), { ...ASKED, name: 'Two' })
    const readFile = vi.spyOn(failing.disk, 'readFile')
    onTestFinished(() => readFile.mockRestore())
    readFile.mockRejectedValueOnce(Object.assign(new Error('EACCES'), { code: 'EACCES' }))

    const list = await new VersionStore(workspace, 'design').list()

    expect(list).toHaveLength(1)
  })

  it('makes no path of what is no id', async () => {
    const { store } = await setUp()

    await expect(store.read('../design')).rejects.toThrow()
  })

  it('refuses more named versions than it keeps, in a sentence', async () => {
    const { store } = await setUp()
    for (let count = 0; count < NAMED_MAX; count++) await store.keep(emptyTopology('T'), ASKED)
    const automatic = await store.keep(exampleTopology(), EDITING)

    await expect(store.keep(emptyTopology('T'), ASKED)).rejects.toThrow('Delete one first.')
    await expect(store.rename(automatic.id, 'One more')).rejects.toThrow('Delete one first.')
  })

  it.each(['failAt', 'crashAt'] as const)(
    'holds each version whole or not at all, whichever operation fails (%s)',
    async (failure) => {
      for (let k = 1; ; k++) {
        const { store, workspace, failing } = await setUp(`${failure}-${k}`)
        const { id } = await store.keep(exampleTopology(), ASKED)
        const kept = await attempt(failing, { failure, k }, async () => {
          await store.keep(emptyTopology('New'), { name: 'New', reason: 'asked' })
          await store.rename(id, 'Renamed')
          await store.remove(id)
        })

        const again = new VersionStore(workspace, 'design')
        const found = await again.list()

        const names = found.map(({ name }) => name)
        expect([
          ['Before the split'],
          ['New', 'Before the split'],
          ['New', 'Renamed'],
          ['New'],
        ]).toContainEqual(names)
        if (kept.isDone) expect(names).toEqual(['New'])
        for (const version of found)
          expect((await again.read(version.id))?.text).toBe(
            canonicalText(version.name === 'New' ? emptyTopology('New') : exampleTopology()),
          )
        await workspace.close()
        if (!kept.hasFailed) break
      }
    },
  )
})

describe('versions of a topology that is removed', () => {
  it('go aside with it, and do not come back with another of its name', async () => {
    const workspace = await Workspace.open(folder)
    const id = await workspace.create(emptyTopology('Design'))
    await new VersionStore(workspace, id).keep(exampleTopology(), ASKED)

    await workspace.remove(id)
    const next = await workspace.create(emptyTopology('Design'))

    expect(next).toBe(id)
    expect(await new VersionStore(workspace, next).list()).toEqual([])
    const removed = join(folder, '.millrace', 'removed')
    expect((await readdir(removed)).sort()).toEqual(['design.json', 'design.versions'])
    expect(await readdir(join(removed, 'design.versions'))).toHaveLength(1)
    await workspace.close()
  })
})

describe('versions kept by themselves', () => {
  it('hold what was there before an edit, one of every few minutes', async () => {
    const { store, clock } = await setUp()
    const automatic = new AutomaticVersions(store, () => clock.nowMs)
    const named = (name: string): Topology => ({ ...exampleTopology(), name })

    automatic.beforeEdit(named('At the start'))
    automatic.beforeEdit(named('A moment later'))
    clock.nowMs += EDITING_EACH_MS
    automatic.beforeEdit(named('At the end of the sitting'))
    automatic.beforeReplacement(named('Before the file was replaced'))
    await store.settled()

    const texts = await Promise.all(
      (await store.list()).map(async ({ id }) => JSON.parse((await store.read(id))?.text ?? '')),
    )
    expect(texts.map(({ name }) => name)).toEqual([
      'Before the file was replaced',
      'At the end of the sitting',
      'At the start',
    ])
  })

  it('are tried again with the next edit where they could not be written', async () => {
    const { store, clock, failing } = await setUp()
    const automatic = new AutomaticVersions(store, () => clock.nowMs)
    failing.failAt(1)
    automatic.beforeEdit(exampleTopology())
    await store.settled()
    failing.failAt(Infinity)

    automatic.beforeEdit(exampleTopology())
    await store.settled()

    expect(await store.list()).toHaveLength(1)
  })
})

async function setUp(name = 'workspace') {
  const failing = failingDisk()
  const workspace = await Workspace.open(join(folder, name), failing.disk)
  const clock = { nowMs: 1_000_000_000 }
  return {
    workspace,
    failing,
    clock,
    store: new VersionStore(workspace, 'design', () => clock.nowMs),
  }
}

async function attempt(
  failing: FailingDisk,
  { failure, k }: { readonly failure: 'failAt' | 'crashAt'; readonly k: number },
  work: () => Promise<void>,
) {
  failing[failure](k)
  const isDone = await work().then(
    () => true,
    () => false,
  )
  const { hasFailed } = failing
  failing.failAt(Infinity)
  return { isDone, hasFailed }
}
