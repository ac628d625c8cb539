import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setField } from '#shared/topology/edits.ts'
import { emptyTopology } from '#shared/topology/topology.ts'
import { ask, heard, TestServer, tell } from './testServer.fixture.ts'

let server: TestServer

beforeAll(async () => {
  server = await TestServer.start({ design: emptyTopology('Design') })
})

afterAll(() => server.end())

describe('A topology that is deleted', () => {
  it('is told to all who have it open, and takes no more edits', async () => {
    const browser = await server.connect()
    await tell(browser, 'topology:join', { topologyId: 'design' })
    const news = heard(browser, 'topology:removed')

    await server.http('/api/topologies/design', { method: 'DELETE' })

    expect(await news).toEqual({ topologyId: 'design' })
    const edit = setField(['name'], 'Later', 'Rename')
    const late = { topologyId: 'design', editId: 'edit-0001', edit }
    expect(await ask(browser, 'topology:edit', late)).toMatchObject({
      ok: false,
      code: 'unknownTopology',
    })
  })
})
