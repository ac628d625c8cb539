import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { MESSAGE_BYTES_MAX } from '#shared/protocol/protocol.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { LOOKS_MAX, SlowWatchers } from './slowWatchers.ts'
import { audienceOf } from './sockets.ts'
import {
  ask,
  askAnything,
  type Browser,
  heard,
  sendRaw,
  stopReading,
  TestServer,
  tell,
} from './testServer.fixture.ts'

let server: TestServer
let browser: Browser

beforeAll(async () => {
  server = await TestServer.start({ design: exampleTopology() })
  browser = await server.connect()
})

afterAll(() => server.end())

const SET_NAME = { label: 'Rename', changes: [{ path: ['name'], value: 'X' }] }
const OTHER_ORIGINS = [
  'http://evil.example',
  'null',
  'http://127.0.0.1:1',
  'http://localhost.evil.example',
  'file://',
]

describe('The socket', () => {
  it.each(OTHER_ORIGINS)('refuses a page from %s', async (origin) => {
    await expect(server.connect({ origin })).rejects.toThrow()
  })

  it('refuses a name that only points here', async () => {
    await expect(server.connect({ host: 'evil.example' })).rejects.toThrow()
  })

  it('takes its own pages, under each of its names', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      const host = `${name}:${server.running.port}`
      const own = await server.connect({ host, origin: `http://${host}` })
      expect(own.connected).toBe(true)
    }
  })

  it('does not answer over plain requests', async () => {
    const complaints = vi.spyOn(console, 'error')

    const { status, headers } = await server.http('/socket.io/?EIO=4&transport=polling')

    expect(status).toBe(400)
    // Nobody else answers the same request too.
    expect(headers['content-security-policy']).toBeUndefined()
    expect(complaints).not.toHaveBeenCalled()
    complaints.mockRestore()
  })

  it.each([
    ['nothing', []],
    ['null', [null]],
    ['a number', [7]],
    ['a list', [[]]],
    ['an empty object', [{}]],
    ['no topology', [{ topologyId: null }]],
    ['a path', [{ topologyId: '../../etc/passwd' }]],
    ['a prototype', [{ topologyId: '__proto__' }]],
    ['a long name', [{ topologyId: 'x'.repeat(100_000) }]],
    ['more than is asked', [{ topologyId: 'design', more: true }]],
    ['a key that no object may have', [JSON.parse('{"topologyId":"design","__proto__":{"a":1}}')]],
    ['bytes', [Buffer.from('design')]],
    ['bytes inside', [{ topologyId: Buffer.from('design') }]],
  ])('refuses %s with a sentence', async (_what, sent) => {
    const reply = await askAnything(browser, 'topology:join', ...sent)

    expect(reply).toMatchObject({ ok: false, code: 'malformedRequest' })
    expect((reply as { message: string }).message.length).toBeGreaterThan(10)
    expect(({} as Record<string, unknown>).a).toBeUndefined()
  })

  it.each([
    ['an edit of nothing', { label: 'Edit', changes: [] }],
    ['an edit without a name', { label: '', changes: SET_NAME.changes }],
    ['a step that is no name', { label: 'Edit', changes: [{ path: [{}], value: 1 }] }],
    ['a path without end', { label: 'Edit', changes: [{ path: new Array(99).fill('a') }] }],
  ])('refuses %s', async (_what, edit) => {
    const reply = await askAnything(browser, 'topology:edit', {
      topologyId: 'design',
      editId: 'edit-0001',
      edit,
    })

    expect(reply).toMatchObject({ ok: false, code: 'malformedRequest' })
  })

  it.each([
    ['a name of the wrong kind', ['name'], 7],
    ['the prototype', ['__proto__', 'polluted'], true],
    ['a service called constructor', ['services', 'constructor'], {}],
    ['another format', ['format'], 'millrace/2'],
    ['an unknown part', ['secrets'], {}],
    ['too many replicas', ['services', 'shop', 'replicas'], 1e9],
    ['markup where an id belongs', ['services', '<img src=x>'], {}],
  ])('refuses to write %s into the document', async (_what, path, value) => {
    const reply = await askAnything(browser, 'topology:edit', {
      topologyId: 'design',
      editId: 'edit-0002',
      edit: { label: 'Edit', changes: [{ path, value }] },
    })

    expect(reply).toMatchObject({ ok: false, code: 'refusedEdit' })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    const { text } = await server.http('/api/topologies/design')
    expect(JSON.parse(text).topology).toEqual(exampleTopology())
  })

  it('says which topology it does not know', async () => {
    expect(await ask(browser, 'topology:join', { topologyId: 'nobody' })).toEqual({
      ok: false,
      code: 'unknownTopology',
      message: "There is no topology 'nobody' here.",
    })
  })

  it('says which event it does not know', async () => {
    const wanted = { topologyId: 'design', origin: 100_000, n: 5 }

    expect(await ask(browser, 'event:read', wanted)).toMatchObject({
      ok: false,
      code: 'unknownEvent',
    })
  })

  it.each([
    [{ kind: 'runUntil', untilMs: -1 }],
    [{ kind: 'runUntil', untilMs: 1e300 }],
    [{ kind: 'runUntil', untilMs: null }],
    [{ kind: 'setSpeed', speed: 0 }],
    [{ kind: 'setSpeed', speed: 'ludicrous' }],
    [{ kind: 'reset', seed: 1.5 }],
    [{ kind: 'explode' }],
  ])('refuses the control %j', async (control) => {
    const reply = await askAnything(browser, 'run:control', { topologyId: 'design', control })

    expect(reply).toMatchObject({ ok: false, code: 'malformedRequest' })
  })

  it('knows no other requests than those of the protocol', async () => {
    for (const name of ['run:explode', 'constructor', '__proto__', 'toString', ''])
      expect(await askAnything(browser, name, {})).toMatchObject({ ok: false })
  })

  it('does without an acknowledgement', async () => {
    const loose = browser as unknown as { emit(name: string, ...sent: unknown[]): void }
    for (const name of ['topology:join', 'topology:edit', 'run:control', 'nonsense'])
      for (const sent of [[], [null], [{ topologyId: 'design' }], ['a', 'b', 'c']])
        loose.emit(name, ...sent)

    expect((await ask(browser, 'topology:join', { topologyId: 'design' })).ok).toBe(true)
  })

  it('closes on a message that is too long, and on that one only', async () => {
    const talker = await server.connect()
    const closed = new Promise((resolve) => talker.once('disconnect', resolve))

    const loose = talker as unknown as { emit(name: string, ...sent: unknown[]): void }
    loose.emit('topology:join', { topologyId: 'x'.repeat(MESSAGE_BYTES_MAX + 1) })

    expect(await closed).toBe('transport close')
    expect((await ask(browser, 'topology:join', { topologyId: 'design' })).ok).toBe(true)
  })

  it('tells who asks too much to wait, and lets go of who does not, while others are answered', async () => {
    const flooder = await server.connect()
    const closed = new Promise((resolve) => flooder.once('disconnect', resolve))
    const request = { topologyId: 'nobody' }
    const replies = await Promise.all(
      Array.from({ length: 300 }, () => ask(flooder, 'topology:join', request)),
    )
    const codes = replies.map((reply) => (reply.ok ? 'ok' : reply.code))
    expect(codes.slice(0, 100)).toEqual(new Array(100).fill('unknownTopology'))
    expect(codes.at(-1)).toBe('tooManyRequests')

    for (let count = 0; count < 5000; count++) flooder.emit('topology:join', request, () => {})
    const other = await tell(browser, 'topology:join', { topologyId: 'design' })

    expect(await closed).toBe('io server disconnect')
    expect(other.revision).toBe(1)
  })

  it.each([
    ['an event without an end', '2["topology:join"'],
    ['an event without a name', '2[{"a":1}]'],
    ['an event named as one of its own', '2["disconnect"]'],
    ['bytes that never come', '51-["topology:join",{"_placeholder":true,"num":0}]'],
    ['a thousand pieces', '51000-["topology:join"]'],
    ['a packet of no known kind', '9'],
    ['something nested five thousand deep', `2["topology:join",${deep(5000)}]`],
    ['an acknowledgement of nothing', '3999[1]'],
  ])('survives %s', async (_what, text) => {
    const talker = await server.connect()

    sendRaw(talker, text)
    sendRaw(talker, '2["topology:join",{"topologyId":"design"}]')

    expect((await ask(browser, 'topology:join', { topologyId: 'design' })).ok).toBe(true)
  })

  it('lets a watcher who does not read do without frames, and others have them all', async () => {
    const [slow, quick] = await Promise.all([server.connect(), server.connect()])
    for (const one of [slow, quick]) await tell(one, 'topology:join', { topologyId: 'design' })
    const audience = audienceOf(server.running.live, 'design')
    const frame = new ArrayBuffer(1_000_000)
    stopReading(slow)

    for (let count = 0; count < 50; count++) {
      const arrived = heard(quick, 'run:frame', (bytes) => bytes.byteLength === frame.byteLength)
      audience.show(frame)
      await arrived
    }

    expect(waitingFor(slow)).toBeLessThan(3_000_000)
  })

  it('lets go of a watcher for whom too much has waited for too long', async () => {
    const slow = await server.connect()
    await tell(slow, 'topology:join', { topologyId: 'design' })
    const slowWatchers = new SlowWatchers(server.running.live)
    const audience = audienceOf(server.running.live, 'design')
    const isHere = () => server.running.live.sockets.sockets.has(slow.id ?? '')
    stopReading(slow)
    const problem = 'x'.repeat(100_000)
    for (let count = 0; count < 300; count++)
      audience.tell('topology:saved', { revision: 1, problem })

    const looks: boolean[] = []
    for (let look = 0; look <= LOOKS_MAX; look++) {
      await ask(browser, 'topology:join', { topologyId: 'design' })
      slowWatchers.look()
      looks.push(isHere())
    }

    expect(looks).toEqual([...new Array(LOOKS_MAX - 1).fill(true), false, false])
  })
})

function deep(levels: number): string {
  return `${'['.repeat(levels)}1${']'.repeat(levels)}`
}

/** Bytes that the server holds back for a browser. */
function waitingFor(browser: Browser): number {
  const socket = server.running.live.sockets.sockets.get(browser.id ?? '')
  if (!socket) throw new Error('the browser is connected')
  const { transport } = socket.conn as unknown as {
    transport: { socket: { bufferedAmount: number } }
  }
  return transport.socket.bufferedAmount
}
