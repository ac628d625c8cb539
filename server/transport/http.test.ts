import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BODY_BYTES_MAX, HISTORY_HASH_HEADER } from '#shared/protocol/http.ts'
import { canonicalText } from '#shared/topology/canonical.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { setField } from '#shared/topology/edits.ts'
import { ENGINE_VERSION, RECIPE_FORMAT, type Recipe } from '#shared/topology/recipe.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { emptyTopology } from '#shared/topology/topology.ts'
import { historyHash } from '../session/session.fixture.ts'
import { TestServer } from './testServer.fixture.ts'

let server: TestServer

beforeAll(async () => {
  server = await TestServer.start({ design: exampleTopology() })
})

afterAll(() => server.end())

describe('The HTTP interface', () => {
  it('lists topologies and examples', async () => {
    await writeFile(server.pathOf('broken'), '{')

    const topologies = JSON.parse((await server.http('/api/topologies')).text)
    const examples = JSON.parse((await server.http('/api/examples')).text)

    expect(topologies.slice(0, 1)).toMatchObject([{ id: 'broken', name: 'broken' }])
    expect(topologies.find(({ id }: { id: string }) => id === 'design')).toEqual({
      id: 'design',
      name: 'Example',
      problem: null,
    })
    expect(examples).toContainEqual({
      id: 'order-to-cash',
      name: 'Order to cash',
      description: expect.stringContaining('A web shop sells 50 orders a second.'),
      domain: 'E-commerce',
      summary: expect.stringContaining('what an outage costs'),
      storyTitle: 'Half a minute without payments',
      services: 8,
      channels: 9,
      miniature: expect.objectContaining({ nodes: expect.any(Array) }),
    })
  })

  it('hands a topology out with its revision', async () => {
    const { status, text } = await server.http('/api/topologies/design')

    expect(status).toBe(200)
    expect(JSON.parse(text)).toEqual({ id: 'design', revision: 1, topology: exampleTopology() })
  })

  it('compares a channel with what another broker would make of it', async () => {
    const compare = (body: object) =>
      server.http('/api/topologies/design/comparisons', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const wanted = { channelId: 'placed', target: 'sqs', seed: 7, untilMs: 2000, withFaults: true }

    const done = await compare(wanted)
    const unknown = await compare({ ...wanted, channelId: 'nowhere' })
    const tooLong = await compare({ ...wanted, untilMs: 1e9 })

    expect(done.status).toBe(200)
    expect(JSON.parse(done.text)).toMatchObject({
      before: { name: 'Apache Kafka' },
      after: { name: 'Amazon SNS/SQS, standard', endedBecause: null },
    })
    expect([unknown.status, unknown.text]).toEqual([
      400,
      expect.stringContaining("There is no channel 'nowhere'."),
    ])
    expect(tooLong.status).toBe(400)
  })

  it('makes a topology of a document, an example and a recipe', async () => {
    const recipe: Recipe = {
      format: RECIPE_FORMAT,
      engineVersion: ENGINE_VERSION,
      topology: { ...exampleTopology(), name: 'From a recipe' },
      seed: 5,
      untilMs: 4000,
      commands: [],
    }
    const topology = emptyTopology('Überall 1')

    const created = [
      await server.post('/api/topologies', { kind: 'topology', topology }),
      await server.post('/api/topologies', { kind: 'example', exampleId: 'order-to-cash' }),
      await server.post('/api/topologies', { kind: 'recipe', recipe }),
    ]

    expect(created.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(created.map(({ text }) => JSON.parse(text).id)).toEqual([
      'uberall-1',
      'order-to-cash',
      'from-a-recipe',
    ])
    const again = await server.http('/api/topologies/from-a-recipe/recipe')
    expect(JSON.parse(again.text)).toEqual(recipe)
    const hash = historyHash(recipe, 4_000_000_000)
    expect(again.headers[HISTORY_HASH_HEADER.toLowerCase()]).toBe(hash)
  })

  it('opens a copy of an example that nobody has changed again, where that will do', async () => {
    const open = async () => {
      const wanted = { kind: 'example', exampleId: 'hello-queue', reuse: true }
      return JSON.parse((await server.post('/api/topologies', wanted)).text).id
    }

    const first = await open()
    const again = await open()
    const renamed = applyEdit(exampleTopology(), setField(['name'], 'Mine', 'Rename'))
    await writeFile(server.pathOf(first), canonicalText(renamed.ok ? renamed.topology : never()))
    await server.running.rooms.look(first)
    const other = await open()

    expect([first, again, other]).toEqual(['hello-queue', 'hello-queue', 'hello-queue-2'])
  })

  it('tells the story of an example, and says where there is none', async () => {
    const told = await server.http('/api/examples/order-to-cash/story')
    const unknown = await server.http('/api/examples/nowhere/story')

    expect(JSON.parse(told.text)).toMatchObject({ title: 'Half a minute without payments' })
    expect([unknown.status, JSON.parse(unknown.text).message]).toEqual([
      404,
      "There is no story of an example 'nowhere'.",
    ])
  })

  it('moves a topology that is deleted aside', async () => {
    const topology = emptyTopology('Short lived')
    await server.post('/api/topologies', { kind: 'topology', topology })

    const { status } = await server.http('/api/topologies/short-lived', { method: 'DELETE' })

    expect(status).toBe(204)
    expect((await server.http('/api/topologies/short-lived')).status).toBe(404)
    expect(await readdir(join(server.folder, '.millrace', 'removed'))).toEqual(['short-lived.json'])
  })

  it('says in a sentence what is wrong with a document, and where', async () => {
    const topology = { ...exampleTopology(), services: { shop: { name: 7 } } }

    const { status, text } = await server.post('/api/topologies', { kind: 'topology', topology })

    expect(status).toBe(400)
    expect(JSON.parse(text)).toMatchObject({ code: 'malformedRequest' })
    expect(JSON.parse(text).message).toContain('services.shop.name: must be a text')
  })

  it('explains why a drawing that cannot run has no recipe', async () => {
    const path = ['services', 'shop', 'sources', 'placed', 'channelId']
    const broken = applyEdit(exampleTopology(), setField(path, 'gone', 'Break'))
    if (!broken.ok) throw new Error(broken.reason)
    await writeFile(server.pathOf('cannot-run'), canonicalText(broken.topology))

    const { status, text } = await server.http('/api/topologies/cannot-run/recipe')

    expect([status, JSON.parse(text).code]).toEqual([409, 'refusedControl'])
    expect(JSON.parse(text).message).toContain('The drawing cannot run yet: ')
    expect(JSON.parse(text).message).toContain('gone')
  })

  it.each([
    ['/api/topologies/..%2f..%2fetc%2fpasswd', 404],
    ['/api/topologies/%2e%2e', 404],
    ['/api/topologies/.millrace', 404],
    ['/api/topologies/__proto__', 404],
    ['/api/topologies/constructor', 404],
    ['/api/topologies/a%00b', 404],
    ['/api/topologies/%ff', 400],
    ['/api/topologies/nobody/recipe', 404],
    ['/api/nothing', 404],
    ['/..%2f..%2fetc%2fpasswd', 503],
    ['/assets/..%2f..%2fdesign.json', 404],
    ['/design.json', 404],
    ['/.millrace/lock', 503],
  ])('has nothing to show at %s', async (path, status) => {
    const answer = await server.http(path, { headers: { accept: '*/*' } })

    expect(answer.status).toBe(status)
    expect(answer.text).not.toContain('root:')
    expect(answer.text).not.toContain('    at ')
  })

  it('reads no file that is a link to elsewhere', async () => {
    await symlink('/etc/passwd', server.pathOf('link'))

    const { status, text } = await server.http('/api/topologies/link')

    expect([status, JSON.parse(text).message]).toEqual([
      404,
      'link.json is no topology. link.json is no regular file.',
    ])
  })

  it.each([
    ['another name', { host: 'evil.example' }],
    ['another port', { host: '127.0.0.1:1' }],
    ['another page', { origin: 'http://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['another page on this machine', { origin: 'http://127.0.0.1:1' }],
    ['a secure page', { origin: 'https://127.0.0.1' }],
  ])('refuses %s everywhere', async (_who, headers) => {
    for (const path of ['/', '/api/topologies', '/topology.schema.json', '/assets/x.js']) {
      const answer = await server.http(path, { headers })
      expect([path, answer.status]).toEqual([path, 403])
    }
  })

  it('refuses what a browser says another page has asked for', async () => {
    const sites = ['cross-site', 'same-site', 'same-origin', 'none']

    const statuses = sites.map(async (site) => {
      const headers = { 'sec-fetch-site': site }
      return (await server.http('/api/topologies', { headers })).status
    })

    expect(await Promise.all(statuses)).toEqual([403, 403, 200, 200])
  })

  it('answers under each of its own names', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST']) {
      const host = `${name}:${server.running.port}`
      const headers = { host, origin: `http://${host.toLowerCase()}` }
      expect((await server.http('/api/topologies', { headers })).status).toBe(200)
    }
  })

  it.each([
    ['text/plain', '{}', 415],
    ['application/x-www-form-urlencoded', 'kind=topology', 415],
    ['multipart/form-data; boundary=x', '--x--', 415],
    ['application/json', '{"kind": "topolo', 400],
    ['application/json', '"text"', 400],
    ['application/json', '[]', 400],
    ['application/json', '{"kind":"topology","topology":{},"more":1}', 400],
    ['application/json', '{"kind":"topology","__proto__":{"topology":1}}', 400],
    [
      'application/json',
      `{"kind":"topology","topology":${'['.repeat(100_000)}1${']'.repeat(100_000)}}`,
      400,
    ],
    ['application/json', ' '.repeat(BODY_BYTES_MAX + 1), 413],
    ['application/json; charset=klingon', '{}', 415],
  ])('refuses the body %s %.40s', async (type, body, status) => {
    const headers = { 'content-type': type }

    const answer = await server.http('/api/topologies', { method: 'POST', headers, body })

    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.text).message).toMatch(/\.$/)
    expect(answer.text).not.toContain('node_modules')
    expect((await server.http('/api/topologies')).status).toBe(200)
  })

  it('sets the headers that keep foreign content out', async () => {
    const { headers } = await server.http('/api/topologies')

    expect(headers['content-security-policy']).toContain("default-src 'self'")
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['content-security-policy']).toContain(`connect-src 'self' ws://${server.host};`)
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['cross-origin-resource-policy']).toBe('same-origin')
    expect(headers['x-powered-by']).toBeUndefined()
  })

  it('publishes the schema of its documents', async () => {
    const { status, headers, text } = await server.http('/topology.schema.json')

    expect([status, headers['content-type']]).toEqual([
      200,
      'application/schema+json; charset=utf-8',
    ])
    expect(JSON.parse(text).title).toBe('Millrace topology (millrace/1)')
  })

  it('serves the client, its one page at every address of the app', async () => {
    await mkdir(join(server.folder, 'client', 'assets'), { recursive: true })
    await writeFile(join(server.folder, 'client', 'index.html'), '<!doctype html>Millrace')
    await writeFile(join(server.folder, 'client', 'assets', 'app-1.js'), 'run()')
    const accept = { headers: { accept: 'text/html' } }

    expect((await server.http('/', accept)).text).toBe('<!doctype html>Millrace')
    expect((await server.http('/order-to-cash', accept)).text).toBe('<!doctype html>Millrace')
    const asset = await server.http('/assets/app-1.js')
    expect([asset.text, asset.headers['cache-control']]).toEqual([
      'run()',
      'public, max-age=31536000, immutable',
    ])
    expect((await server.http('/assets/app-2.js', accept)).status).toBe(404)
    expect(await readFile(server.pathOf('design'), 'utf8')).toContain('millrace/1')
  })
})

function never(): never {
  throw new Error('the edit can be made')
}
