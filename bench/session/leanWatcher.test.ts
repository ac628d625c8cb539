import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket } from 'socket.io'
import { afterEach, expect, it } from 'vitest'
import { LeanWatcher } from './leanWatcher.ts'

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

it('joins, and hears of each frame that it is sent', async () => {
  const { live, url } = await openServer()
  live.on('connection', (socket) => {
    socket.on('topology:join', ({ topologyId }, reply) => {
      reply({ ok: true, value: 'long '.repeat(20_000) })
      // Between other news, as an app's server sends them.
      for (const sequence of [7, 8]) {
        live.emit('run:frame', Float64Array.of(1, sequence, ...new Array(9000).fill(3)).buffer)
        live.emit('run:state', { status: 'running', topologyId })
      }
    })
  })
  const heard = hearing(2)
  const watcher = await open(url, heard.hear)

  await watcher.join('shop')

  expect(await heard.all).toEqual([7, 8])
})

it('says that a request was refused', async () => {
  const { live, url } = await openServer()
  live.on('connection', (socket) => {
    socket.on('topology:join', (_asked, reply) => reply({ ok: false, message: 'No.' }))
  })
  const watcher = await open(url)

  await expect(watcher.join('shop')).rejects.toThrow('A watcher was refused')
})

it('answers the server that asks whether it is still there', async () => {
  const { live, url } = await openServer({ pingInterval: 1 })
  const beats = new Promise((resolve) => {
    live.on('connection', (socket) => {
      let count = 0
      socket.conn.on('heartbeat', () => {
        count += 1
        if (count === 3) resolve('three times')
      })
      socket.conn.on('close', resolve)
    })
  })

  await open(url)

  expect(await beats).toBe('three times')
})

it('does not wait for ever when the server lets it go', async () => {
  const { live, url } = await openServer()
  live.on('connection', (socket: Socket) => {
    socket.on('topology:join', () => socket.disconnect(true))
  })
  const watcher = await open(url)

  await expect(watcher.join('shop')).rejects.toThrow('let a watcher go')
  await expect(watcher.join('shop')).rejects.toThrow('let a watcher go')
})

it('reads nothing while it is paused, and all of it later', async () => {
  const { live, url } = await openServer()
  const [paused, before, after] = [hearing(2), hearing(1), hearing(2)]
  const watcher = await open(url, paused.hear)
  await open(url, (sequence) => {
    before.hear(sequence)
    after.hear(sequence)
  })

  watcher.pause()
  live.emit('run:frame', Float64Array.of(1, 5, 2).buffer)
  await before.all
  // When the other one has the second, this one would have had the first.
  live.emit('run:frame', Float64Array.of(1, 6, 2).buffer)
  await after.all
  expect(paused.heard).toEqual([])
  watcher.resume()

  expect(await paused.all).toEqual([5, 6])
})

async function openServer(options: { readonly pingInterval?: number } = {}) {
  const http = createServer()
  const live = new Server(http, { transports: ['websocket'], ...options })
  closing.push(() => live.close())
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  return { live, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` }
}

async function open(url: string, hear: (sequence: number) => void = () => undefined) {
  const watcher = await LeanWatcher.open(url, hear)
  closing.push(() => watcher.close())
  return watcher
}

/** All frames, when so many have been heard of. */
function hearing(count: number) {
  const heard: number[] = []
  let tell: (all: readonly number[]) => void
  const all = new Promise<readonly number[]>((resolve) => {
    tell = resolve
  })
  const hear = (sequence: number) => {
    heard.push(sequence)
    if (heard.length === count) tell(heard)
  }
  return { all, hear, heard }
}
