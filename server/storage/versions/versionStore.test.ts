import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { canonicalText } from '#shared/topology/canonical.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { emptyTopology, type Topology } from '#shared/topology/topology.ts'
import { type FailingDisk, failingDisk } from '../failingDisk.fixture.ts'
import { Workspace } from '../workspace.ts'
import { AutomaticVersions, EDITING_EACH_MS } from './automaticVersions.ts'
import { AUTOMATIC_MAX } from './thinning.ts'
import { LOOKED_AT_MAX } from './versionFiles.ts'
import { NAMED_MAX, VersionStore } from './versionStore.ts'
import { fileTextOf, storedVersionOf } from './versionText.ts'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const ASKED = { name: 'Before the split', reason: 'asked' } as const
const OLD = { atMs: 5, name: null, reason: 'editing' } as const
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
    const readHead = vi.spyOn(failing.disk, 'readHead')
    onTestFinished(() => readHead.mockRestore())
    readHead.mockRejectedValueOnce(Object.assign(new Error('EACCES'), { code: 'EACCES' }))

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

describe('links where versions should be', () => {
  const NO_FOLDER = 'where their folder should be'

  it.each(['design', ''])('are not followed, be it the folder "%s"', async (linked) => {
    const { workspace, store, clock } = await setUp()
    const outside = join(folder, 'outside')
    const inner = linked === '' ? join(outside, 'design') : outside
    await mkdir(inner, { recursive: true })
    const theirs = join(inner, '5.version')
    await writeFile(theirs, fileTextOf(storedVersionOf(exampleTopology(), { ...OLD, id: '5' })))
    const versions = join(workspace.folder, '.millrace', 'versions')
    if (linked !== '') await mkdir(versions)
    await symlink(outside, join(versions, linked))
    clock.nowMs = 1e12

    for (const access of [
      () => store.list(),
      () => store.read('5'),
      () => store.keep(emptyTopology('New'), ASKED),
      () => store.rename('5', 'Mine'),
      () => store.remove('5'),
    ])
      await expect(access()).rejects.toThrow(NO_FOLDER)

    expect(await readdir(inner)).toEqual(['5.version'])
  })

  it('are no versions themselves, and nothing is written through one', async () => {
    const { workspace, store, clock } = await setUp()
    const outside = join(folder, 'secret.txt')
    const text = fileTextOf(storedVersionOf(exampleTopology(), { ...OLD, id: '5' }))
    await writeFile(outside, text)
    const versions = workspace.versionsFolderOf('design')
    await mkdir(versions, { recursive: true })
    await symlink(outside, join(versions, '5.version'))
    expect(await store.list()).toEqual([])
    expect(await store.read('5')).toBeNull()
    expect(await store.rename('5', 'Mine')).toBeNull()
    // Laid there after the folder was cleared of what a dead server leaves.
    await symlink(outside, join(versions, `.${clock.nowMs}.version.tmp`))

    const { id } = await store.keep(emptyTopology('New'), ASKED)

    expect((await store.read(id))?.text).toBe(canonicalText(emptyTopology('New')))
    expect(await readFile(outside, 'utf8')).toBe(text)
  })
})

describe('thousands of versions', () => {
  it('are thinned out when they are looked at, and those with a name stay', async () => {
    const { workspace, clock, store } = await setUp()
    clock.nowMs = 1e12
    const versions = workspace.versionsFolderOf('design')
    await mkdir(versions, { recursive: true })
    for (let n = 0; n < 1200; n += 1) {
      const id = `${1e12 - n * 1000}`
      const name = n % 100 === 99 ? `Good ${n}` : null
      const stored = storedVersionOf(emptyTopology('T'), { ...OLD, id, atMs: Number(id), name })
      await writeFile(join(versions, `${id}.version`), fileTextOf(stored))
    }

    const list = await store.list()

    expect(list.filter(({ name }) => name !== null)).toHaveLength(12)
    expect(list.filter(({ name }) => name === null)).toHaveLength(AUTOMATIC_MAX)
    expect(await readdir(versions)).toHaveLength(12 + AUTOMATIC_MAX)
  })

  it('are looked at as far as there is time, the newest first, and none is read through', async () => {
    const { store, failing } = await setUp()
    const names = Array.from({ length: LOOKED_AT_MAX + 500 }, (_, n) => `${1e9 + n}.version`)
    const looked: string[] = []
    const { disk } = failing
    vi.spyOn(disk, 'readdir').mockResolvedValue(names)
    vi.spyOn(disk, 'lstat').mockImplementation(async (path) => {
      looked.push(basename(path))
      throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' })
    })
    const readFile = vi.spyOn(disk, 'readFile')
    onTestFinished(() => void vi.restoreAllMocks())

    await store.list()

    const files = looked.filter((name) => name.endsWith('.version'))
    expect(files).toHaveLength(LOOKED_AT_MAX)
    expect(files[0]).toBe(names.at(-1))
    expect(readFile).not.toHaveBeenCalled()
  })

  it('leave room for newer ones, whatever moment a file claims to be of', async () => {
    const { workspace, store } = await setUp()
    const versions = workspace.versionsFolderOf('design')
    await mkdir(versions, { recursive: true })
    const id = '9999999999999999'
    const stored = storedVersionOf(emptyTopology('T'), { ...OLD, id })
    await writeFile(join(versions, `${id}.version`), fileTextOf(stored))

    const kept = await store.keep(exampleTopology(), ASKED)

    expect((await store.list()).map((version) => version.id)).toEqual([kept.id])
  })
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
    const automatic = new AutomaticVersions(store, ignore, () => clock.nowMs)
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
    const told: (string | null)[] = []
    const automatic = new AutomaticVersions(
      store,
      (problem) => told.push(problem),
      () => clock.nowMs,
    )
    failing.crashAt(1)
    for (let edit = 0; edit < 3; edit += 1) {
      automatic.beforeEdit(exampleTopology())
      await store.settled()
    }
    expect(told).toEqual([expect.stringContaining('the disk reported an error (EIO). The edit')])
    failing.failAt(Infinity)

    automatic.beforeEdit(exampleTopology())
    await store.settled()

    expect(await store.list()).toHaveLength(1)
    expect(told.slice(1)).toEqual([null])
  })
})

function ignore(): void {}

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
