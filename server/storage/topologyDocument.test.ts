import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { canonicalText } from '#shared/topology/canonical.ts'
import type { Edit } from '#shared/topology/change.ts'
import { longEdit } from '#shared/topology/longEdit.fixture.ts'
import { parseTopologyText } from '#shared/topology/parse.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { emptyTopology, type Topology } from '#shared/topology/topology.ts'
import type { Disk } from './disk.ts'
import { failingDisk } from './failingDisk.fixture.ts'
import { type Saving, TopologyDocument } from './topologyDocument.ts'
import { Workspace } from './workspace.ts'

let folder = ''
let workspace: Workspace | null = null

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-'))
})

afterEach(async () => {
  await workspace?.close()
  await rm(folder, { recursive: true, force: true })
})

describe('TopologyDocument', () => {
  it('saves an edit, and says so, before it acknowledges it', async () => {
    const { document, news } = await setUp()

    const reply = document.edit('edit-0001', renamed('One'))

    expect(reply).toMatchObject({ kind: 'applied', revision: 2 })
    expect(await savingOf(reply)).toEqual({ kind: 'saved' })
    expect((await onDisk()).name).toBe('One')
    expect(news).toEqual(['saved 2'])
  })

  it('takes no more edits than the ledger remembers while the disk does not', async () => {
    const failing = failingDisk()
    const { document } = await setUp(failing.disk)
    failing.crashAt(1)

    const replies = Array.from({ length: 1001 }, (_, n) =>
      document.edit(`edit-${1000 + n}`, renamed(`Name ${n}`)),
    )

    const last = replies.at(-1)
    expect(replies.slice(0, 1000).every(({ kind }) => kind === 'applied')).toBe(true)
    expect(last?.kind === 'refused' && last.reason).toContain('are not saved yet')
    await Promise.all(replies.slice(0, 1000).map(savingOf))
    failing.failAt(Infinity)
  })

  it('takes no more bytes than memory is meant for while the disk does not', async () => {
    const failing = failingDisk()
    const { document } = await setUp(failing.disk)
    failing.crashAt(1)
    const edit = longEdit(6_000_000)

    const replies = Array.from({ length: 6 }, (_, n) => document.edit(`edit-${1000 + n}`, edit))

    const kinds = replies.map(({ kind }) => kind)
    expect(kinds).toEqual([...Array.from({ length: 5 }, () => 'applied'), 'refused'])
    const last = replies.at(-1)
    expect(last?.kind === 'refused' && last.reason).toContain('More than 32 MB of edits')
    await Promise.all(replies.slice(0, 5).map(savingOf))
    failing.failAt(Infinity)
  })

  it('writes edits that come during a save together, and loses none', async () => {
    const { document, news } = await setUp()

    const replies = ['One', 'Two', 'Three'].map((name, index) =>
      document.edit(`edit-000${index}`, renamed(name)),
    )
    const during = Promise.all(replies.map(savingOf)).then(() => news.length)

    expect(await during).toBe(1)
    expect((await onDisk()).name).toBe('Three')
    expect(document.revision).toBe(4)
  })

  it('applies an edit that is sent twice once, also after a restart', async () => {
    const { document, reopen } = await setUp()
    await savingOf(document.edit('edit-0001', renamed('One')))
    await savingOf(document.edit('edit-0002', renamed('Two')))

    expect(document.edit('edit-0001', renamed('One'))).toMatchObject({
      kind: 'repeated',
      revision: 3,
    })
    const again = await reopen()
    expect(again.edit('edit-0002', renamed('Two'))).toMatchObject({ kind: 'repeated', revision: 3 })
    expect(again.edit('edit-0003', renamed('Three'))).toMatchObject({
      kind: 'applied',
      revision: 4,
    })
  })

  it('refuses an edit that makes no sense, with the reason', async () => {
    const { document, news } = await setUp()

    const reply = document.edit('edit-0001', {
      label: 'Set replicas',
      changes: [{ path: ['services', 'nobody', 'replicas'], value: 2 }],
    })

    expect(reply.kind).toBe('refused')
    expect(document.revision).toBe(1)
    expect(news).toEqual([])
  })

  it('says truthfully what is saved and what version is kept, whatever the disk has no room for', async () => {
    for (let k = 1; ; k++) {
      const { saving, name, isKept, complaint, unsaved, hasFailed } = await editOnFullDisk(k)
      const full = expect.stringContaining('the disk is full (ENOSPC)')
      expect([saving, unsaved]).toEqual(unsaved ? ['failed', full] : ['saved', undefined])
      if (saving === 'saved') expect(name).toBe('New')
      // Where only the folder could not be synced, it is there, and may be gone after a power cut.
      if (!isKept) expect(complaint).toContain('before your edit: the disk is full (ENOSPC).')
      if (hasFailed) continue
      expect([isKept, complaint, unsaved]).toEqual([true, undefined, undefined])
      break
    }
  })

  it('keeps the last good version and tells, whichever file operation fails, and then saves', async () => {
    const failing = failingDisk()
    let failures = 0

    for (let k = 1; ; k++) {
      const { document, news, reopen } = await setUp(failing.disk)
      await savingOf(document.edit('edit-0001', renamed('Good')))
      failing.failAt(k, 'ENOSPC')
      const saving = await savingOf(document.edit('edit-0002', renamed('Newer')))
      if (!failing.hasFailed) {
        expect(saving).toEqual({ kind: 'saved' })
        break
      }
      failures += 1

      expect(['Good', 'Newer']).toContain((await onDisk()).name)
      if (saving.kind === 'failed') {
        expect(saving.problem).toContain('the disk is full (ENOSPC)')
        expect(news.at(-1)).toBe(`problem: ${saving.problem}`)
      }
      expect(await savingOf(document.edit('edit-0002', renamed('Newer')))).toEqual({
        kind: 'saved',
      })
      expect((await onDisk()).name).toBe('Newer')
      const again = await reopen()
      expect(again.edit('edit-0002', renamed('Newer')).kind).toBe('repeated')
      await Promise.all([document.close(), again.close()])
      await tidyUp()
    }

    expect(failures).toBeGreaterThanOrEqual(16)
  })

  it('knows after a crash at any file operation which edits the file holds', async () => {
    const failing = failingDisk()
    const replies: string[] = []

    for (let k = 1; ; k++) {
      const { document, reopen } = await setUp(failing.disk)
      await savingOf(document.edit('edit-0001', renamed('Good')))
      failing.crashAt(k)
      await savingOf(document.edit('edit-0002', renamed('Newer')))
      await document.close()
      const { hasFailed } = failing
      failing.failAt(Infinity)

      const isWritten = (await onDisk()).name === 'Newer'
      const again = await reopen()
      const reply = again.edit('edit-0002', renamed('Newer'))
      expect(reply.kind).toBe(isWritten ? 'repeated' : 'applied')
      expect(again.edit('edit-0001', renamed('Good')).kind).toBe('repeated')
      replies.push(reply.kind)
      await again.close()
      await tidyUp()
      if (!hasFailed) break
    }

    expect(new Set(replies)).toEqual(new Set(['applied', 'repeated']))
  })

  it('takes over what somebody else writes into the file', async () => {
    const { document, news, path } = await setUp()

    await writeFile(path, canonicalText({ ...emptyTopology('Theirs'), description: 'By hand' }))
    await document.look()
    await document.look()

    expect(document.topology.description).toBe('By hand')
    expect(news).toEqual(['replaced 2 Theirs'])
  })

  it('puts its own edit on top of what somebody else has written meanwhile', async () => {
    const { document, news, path } = await setUp()
    await writeFile(path, canonicalText({ ...emptyTopology('Theirs'), description: 'By hand' }))

    const saving = await savingOf(document.edit('edit-0001', renamed('Ours')))

    expect(saving).toEqual({ kind: 'saved' })
    expect(await onDisk()).toMatchObject({ name: 'Ours', description: 'By hand' })
    expect(news).toEqual(['replaced 3 Ours', 'saved 3'])
  })

  it('refuses its own edit where it makes no sense in what somebody else has written', async () => {
    const { document, path } = await setUp(undefined, {
      ...emptyTopology('Design'),
      services: { shop },
    })
    await writeFile(path, canonicalText(emptyTopology('Theirs')))

    const saving = await savingOf(
      document.edit('edit-0001', {
        label: 'Set replicas',
        changes: [{ path: ['services', 'shop', 'replicas'], value: 2 }],
      }),
    )

    expect(saving.kind).toBe('overtaken')
    expect(await onDisk()).toEqual(emptyTopology('Theirs'))
    expect(document.topology).toEqual(emptyTopology('Theirs'))
  })

  it('keeps its version while the file is broken, and sets the broken one aside before it saves', async () => {
    const { document, news, path } = await setUp()
    await writeFile(path, '{ "format": "millrace/1", "name"')

    await document.look()
    expect(document.topology.name).toBe('Design')
    expect(news[0]).toContain('problem: Somebody changed design.json into something that is no top')

    await savingOf(document.edit('edit-0001', renamed('Ours')))
    expect((await onDisk()).name).toBe('Ours')
    const removed = join(folder, '.millrace', 'removed')
    expect(await readdir(removed)).toEqual(['design.json'])
    expect(await readFile(join(removed, 'design.json'), 'utf8')).toBe(
      '{ "format": "millrace/1", "name"',
    )
  })

  it('brings a file back that somebody has deleted, with the next edit', async () => {
    const { document, path } = await setUp()
    await rm(path)

    await document.look()
    await savingOf(document.edit('edit-0001', renamed('Ours')))

    expect((await onDisk()).name).toBe('Ours')
  })
})

const shop = {
  name: 'Shop',
  role: 'external',
  replicas: 1,
  concurrency: 1,
  sources: {},
  handlers: {},
} as const

function renamed(name: string): Edit {
  return { label: 'Rename', changes: [{ path: ['name'], value: name }] }
}

/** An edit of a drawing that is worth a version, where operation number `k` finds the disk full. */
async function editOnFullDisk(k: number) {
  const failing = failingDisk()
  const drawn = exampleTopology()
  const { document, news } = await setUp(failing.disk, drawn)
  failing.failAt(k, 'ENOSPC')
  const saving = await savingOf(document.edit('edit-0001', renamed('New')))
  await document.versions.settled()
  const { hasFailed } = failing
  failing.failAt(Infinity)
  const { versions } = document
  const kept = await Promise.all((await versions.list()).map(({ id }) => versions.read(id)))
  const { name } = await onDisk()
  await document.close()
  await tidyUp()
  return {
    hasFailed,
    saving: saving.kind,
    name,
    isKept: kept.some((version) => version?.text === canonicalText(drawn)),
    complaint: news.find((line) => line.startsWith('no version: ')),
    unsaved: news.find((line) => line.startsWith('problem: ')),
  }
}

async function savingOf(reply: ReturnType<TopologyDocument['edit']>): Promise<Saving> {
  if (reply.kind === 'refused') throw new Error(reply.reason)
  return reply.saved
}

async function onDisk(): Promise<Topology> {
  const parsed = parseTopologyText(await readFile(join(folder, 'design.json'), 'utf8'))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.topology
}

async function tidyUp() {
  await workspace?.close()
  workspace = null
  await rm(folder, { recursive: true, force: true })
}

async function setUp(disk?: Disk, topology: Topology = emptyTopology('Design')) {
  const opened = await Workspace.open(folder, disk)
  workspace = opened
  const path = join(folder, 'design.json')
  await writeFile(path, canonicalText(topology))
  const news: string[] = []
  const open = async () => {
    const result = await TopologyDocument.open(opened, 'design', {
      saved: (revision, problem) =>
        news.push(problem === null ? `saved ${revision}` : `problem: ${problem}`),
      versionProblem: (problem) => news.push(`no version: ${problem}`),
      replaced: (revision, { name }) => news.push(`replaced ${revision} ${name}`),
    })
    if (result.kind !== 'opened') throw new Error(result.kind)
    return result.document
  }
  return { document: await open(), news, path, reopen: open }
}
