import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  versionContentSchema,
  versionListSchema,
  versionSchema,
} from '#shared/protocol/versions.ts'
import { canonicalText } from '#shared/topology/canonical.ts'
import { setField } from '#shared/topology/edits.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { TestServer, tell } from './testServer.fixture.ts'

let server: TestServer

beforeAll(async () => {
  server = await TestServer.start({ design: exampleTopology() })
})

afterAll(() => server.end())

const PATH = '/api/topologies/design/versions'

describe('Versions over HTTP', () => {
  it('are kept on request and by themselves, read, renamed and deleted', async () => {
    const posted = await server.post(PATH, { kind: 'named', name: 'Before the split' })
    const { id } = versionSchema.parse(JSON.parse(posted.text))
    const browser = await server.connect()
    const edit = setField(['name'], 'After', 'Rename')
    await tell(browser, 'topology:edit', { topologyId: 'design', editId: 'edit-0001', edit })
    await server.post(PATH, { kind: 'beforeRestore' })

    const list = versionListSchema.parse(JSON.parse((await server.http(PATH)).text))

    // What was there before the edit is the named version already.
    expect(list.map(({ name, reason }) => [name, reason])).toEqual([
      [null, 'restore'],
      ['Before the split', 'asked'],
    ])
    const read = versionContentSchema.parse(JSON.parse((await server.http(`${PATH}/${id}`)).text))
    expect(read.text).toBe(canonicalText(exampleTopology()))
    const renamed = await patch(`${PATH}/${id}`, { name: 'Good' })
    expect(JSON.parse(renamed.text)).toMatchObject({ id, name: 'Good' })
    expect((await server.http(`${PATH}/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await server.http(`${PATH}/${id}`)).status).toBe(404)
  })

  it.each([
    ['/api/topologies/nowhere/versions', 404, "There is no topology 'nowhere' here."],
    [`${PATH}/42`, 404, 'There is no such version any more.'],
    [`${PATH}/..%2Fdesign`, 404, 'A version is named by the moment at which it was kept.'],
  ])('that are not there: %s', async (path, status, message) => {
    const answer = await server.http(path)

    expect([answer.status, JSON.parse(answer.text).message]).toEqual([status, message])
  })

  it.each([
    [{ kind: 'named' }, 'name: is missing'],
    [{ kind: 'named', name: '' }, 'A name has at least one character.'],
    [{ kind: 'named', name: 'One\nTwo' }, 'A name is one line of text'],
    [{ kind: 'named', name: 'gnp.\u202etxt' }, 'A name is one line of text'],
    [{ kind: 'other' }, 'kind: must be'],
  ])('are not kept for %j', async (body, message) => {
    const answer = await server.post(PATH, body)

    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.text).message).toContain(message)
  })
})

function patch(path: string, body: unknown) {
  const headers = { 'content-type': 'application/json' }
  return server.http(path, { method: 'PATCH', headers, body: JSON.stringify(body) })
}
