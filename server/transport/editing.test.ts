import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BODY_BYTES_MAX } from '#shared/protocol/http.ts'
import { MESSAGE_BYTES_MAX } from '#shared/protocol/protocol.ts'
import { canonicalText } from '#shared/topology/canonical.ts'
import { setField } from '#shared/topology/edits.ts'
import { EDIT_BYTES_MAX } from '#shared/topology/limits.ts'
import { longEdit } from '#shared/topology/longEdit.fixture.ts'
import { parseTopologyText } from '#shared/topology/parse.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { ask, heard, TestServer, tell } from './testServer.fixture.ts'

let server: TestServer
const named = { topologyId: 'design' }

beforeEach(async () => {
  server = await TestServer.start({ design: exampleTopology() })
})

afterEach(() => server.end())

describe('Two browsers on one topology', () => {
  it('see each other’s edits in one order, and both are on the disk when they are acknowledged', async () => {
    const { ann, ben } = await setUp()
    const annHears = heard(ann, 'topology:edited')
    const benHears = heard(ben, 'topology:edited')

    const replies = await Promise.all([
      tell(ann, 'topology:edit', { ...named, editId: 'ann-00001', edit: replicas(3) }),
      tell(ben, 'topology:edit', { ...named, editId: 'ben-00001', edit: renamed('Ben') }),
    ])

    expect(replies).toEqual([{ revision: 2 }, { revision: 3 }])
    expect(await benHears).toEqual({ revision: 2, editId: 'ann-00001', edit: replicas(3) })
    expect(await annHears).toEqual({ revision: 3, editId: 'ben-00001', edit: renamed('Ben') })
    const stored = await onDisk()
    expect([stored.name, stored.services.payments?.replicas]).toEqual(['Ben', 3])
  })

  it('let the last writer of a field win', async () => {
    const { ann, ben } = await setUp()

    await Promise.all(
      Array.from({ length: 20 }, (_, count) =>
        tell(count % 2 ? ann : ben, 'topology:edit', {
          ...named,
          editId: `edit-${1000 + count}`,
          edit: renamed(`Name ${count}`),
        }),
      ),
    )

    const { text } = await server.http('/api/topologies/design')
    expect(JSON.parse(text).revision).toBe(21)
    expect(await onDisk()).toEqual(JSON.parse(text).topology)
  })

  it('get an edit that is too long for the live link by HTTP, and once', async () => {
    const { ann, ben } = await setUp()
    const edit = longEdit(MESSAGE_BYTES_MAX)
    const hear = Promise.all([ann, ben].map((browser) => heard(browser, 'topology:edited')))
    const sent = { editId: 'ann-00001', edit }

    const answers = [
      await server.post('/api/topologies/design/edits', sent),
      await server.post('/api/topologies/design/edits', sent),
      await server.post('/api/topologies/design/edits', { ...sent, editId: 'short' }),
      await server.post('/api/topologies/nobody/edits', sent),
    ]

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400, 404])
    expect(answers.slice(0, 2).map(({ text }) => text)).toEqual([
      '{"revision":2}',
      '{"revision":2}',
    ])
    expect(await hear).toEqual([ann, ben].map(() => ({ ...sent, revision: 2 })))
    expect(Object.keys((await onDisk()).layout.notes)).toHaveLength(edit.changes.length)
  })

  it('may send edits as long as the browser makes them', () => {
    expect(BODY_BYTES_MAX - EDIT_BYTES_MAX).toBeGreaterThan(1000)
  })

  it('apply an edit that is sent twice once, also when the server was restarted between', async () => {
    const { ann, ben } = await setUp()
    const request = { ...named, editId: 'ann-00001', edit: replicas(3) }
    const benHears: unknown[] = []
    ben.on('topology:edited', (news) => benHears.push(news))

    await tell(ann, 'topology:edit', request)
    expect(await tell(ann, 'topology:edit', request)).toEqual({ revision: 2 })
    await tell(ben, 'topology:edit', { ...named, editId: 'ben-00001', edit: replicas(5) })
    expect(benHears).toHaveLength(1)

    await server.close()
    await server.open()
    const again = await server.connect()
    expect(await tell(again, 'topology:edit', request)).toEqual({ revision: 3 })
    expect((await onDisk()).services.payments?.replicas).toBe(5)
  })

  it('are told why an edit makes no sense any more, and nobody else hears of it', async () => {
    const { ann, ben } = await setUp()
    const benHears: unknown[] = []
    ben.on('topology:edited', (news) => benHears.push(news))
    const edit = setField(['services', 'gone', 'replicas'], 2, 'Set replicas')

    const reply = await ask(ann, 'topology:edit', { ...named, editId: 'ann-00001', edit })

    expect(reply).toMatchObject({ ok: false, code: 'refusedEdit' })
    await tell(ben, 'topology:join', named)
    expect(benHears).toEqual([])
  })

  it('are told when the file was changed outside, and get it', async () => {
    const { ann } = await setUp()
    const replaced = heard(ann, 'topology:replaced')

    await writeFile(server.pathOf('design'), canonicalText({ ...exampleTopology(), name: 'Git' }))

    expect(await replaced).toEqual({ revision: 2 })
    const { text } = await server.http('/api/topologies/design')
    expect(JSON.parse(text).topology.name).toBe('Git')
  })

  it('keep what they have while the file is broken outside', async () => {
    const { ann } = await setUp()
    const saved = heard(ann, 'topology:saved')

    await writeFile(server.pathOf('design'), '{ "format": ')

    expect((await saved).problem).toContain('Somebody changed design.json')
    const { text } = await server.http('/api/topologies/design')
    expect(JSON.parse(text).topology).toEqual(exampleTopology())
  })

  it('are told when no version can be kept, and the edit counts', async () => {
    const { ann, ben } = await setUp()
    const inTheWay = join(server.folder, '.millrace', 'versions')
    await writeFile(inTheWay, 'no folder')
    const benHears = heard(ben, 'topology:versionProblem')

    const request = { ...named, editId: 'ann-00001', edit: replicas(3) }
    expect(await tell(ann, 'topology:edit', request)).toEqual({ revision: 2 })

    const problem = expect.stringMatching(/^The versions of this topology are not touched: .+\.$/)
    expect(await benHears).toEqual({ problem })
    expect((await onDisk()).services.payments?.replicas).toBe(3)
    const { status, text } = await server.http('/api/topologies/design/versions')
    expect([status, JSON.parse(text).message]).toEqual([409, problem])
  })

  it('are told when an edit is not on the disk, and may send it again', async () => {
    const { ann, ben } = await setUp()
    const inTheWay = join(server.folder, '.design.json.tmp')
    await mkdir(inTheWay)
    const request = { ...named, editId: 'ann-00001', edit: replicas(3) }
    const benSees = heard(ben, 'topology:edited')
    const benHears = heard(ben, 'topology:saved')

    const failed = await ask(ann, 'topology:edit', request)
    expect(failed).toMatchObject({ ok: false, code: 'saveFailed' })
    expect(await benHears).toMatchObject({
      revision: 2,
      problem: expect.stringMatching(/not saved/),
    })
    expect((await benSees).revision).toBe(2)
    expect(await onDisk()).toEqual(exampleTopology())

    await rm(inTheWay, { recursive: true })
    expect(await tell(ann, 'topology:edit', request)).toEqual({ revision: 2 })
    expect((await onDisk()).services.payments?.replicas).toBe(3)
  })

  it('watch one topology at a time', async () => {
    const { ann, ben } = await setUp()
    const topology = { ...exampleTopology(), name: 'Second' }
    await server.post('/api/topologies', { kind: 'topology', topology })
    const annHears: unknown[] = []
    ann.on('topology:edited', (news) => annHears.push(news))

    await tell(ann, 'topology:join', { topologyId: 'second' })
    await tell(ben, 'topology:edit', { ...named, editId: 'ben-00001', edit: renamed('B') })
    await tell(ben, 'topology:edit', {
      topologyId: 'second',
      editId: 'ben-00002',
      edit: renamed('C'),
    })

    expect(annHears).toMatchObject([{ editId: 'ben-00002' }])
  })
})

const PAYMENTS = ['services', 'payments', 'replicas'] as const

function replicas(count: number) {
  return setField([...PAYMENTS], count, 'Set replicas')
}

function renamed(name: string) {
  return setField(['name'], name, 'Rename')
}

async function onDisk(): Promise<Topology> {
  const parsed = parseTopologyText(await readFile(server.pathOf('design'), 'utf8'))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.topology
}

async function setUp() {
  const [ann, ben] = await Promise.all([server.connect(), server.connect()])
  await Promise.all([tell(ann, 'topology:join', named), tell(ben, 'topology:join', named)])
  return { ann, ben }
}
