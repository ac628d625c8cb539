// As many runs as a server takes, each of which fills up a queue that nobody reads: whether their memory keeps
// within its budget, and how many of them have to end for it.

import { setTimeout as sleep } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import type { RunState } from '#shared/protocol/protocol.ts'
import { shop, sketch, sqs } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { RUNS_BYTES_MAX } from '../../server/transport/memoryBudget.ts'
import { SESSIONS_MAX } from '../../server/transport/rooms.ts'
import { Stage } from './stage.ts'

const RATE_PER_SECOND = 100_000
const SAMPLE_MS = 100
const PATIENCE_MS = 240_000
const JOIN_MS_MAX = 30_000

export interface BacklogFigures {
  readonly runs: number
  readonly budget: number
  /** Of the whole server, at its highest, and before the first run. */
  readonly rss: number
  readonly rssBefore: number
  /** Those that came to the most messages that a run may keep. */
  readonly full: number
  /** Those that had to end for the others; what they came to could not be kept for long. */
  readonly ended: number
}

export async function measureBacklogs(): Promise<BacklogFigures> {
  const stage = await Stage.start()
  const browsers: Socket[] = []
  try {
    const rssBefore = (await stage.memory()).rss
    const ids: string[] = []
    for (let n = 0; n < SESSIONS_MAX; n += 1) ids.push(await stage.add(unread()))
    const ends: Promise<string>[] = []
    for (const topologyId of ids) {
      const browser = io(stage.url, { transports: ['websocket'], forceNew: true })
      browsers.push(browser)
      // A run that nobody watches would give way to the others.
      await browser.timeout(JOIN_MS_MAX).emitWithAck('topology:join', { topologyId })
      ends.push(reasonOfEnd(browser))
    }
    await Promise.all(ids.map((id) => stage.run(id)))
    let rss = 0
    let reasons: readonly string[] | null = null
    void Promise.all(ends).then((all) => {
      reasons = all
    })
    const startMs = performance.now()
    while (reasons === null && performance.now() - startMs < PATIENCE_MS) {
      rss = Math.max(rss, (await stage.memory()).rss)
      await sleep(SAMPLE_MS)
    }
    const over: readonly string[] = reasons ?? []
    const full = over.filter((reason) => reason.startsWith('More than')).length
    return {
      runs: ids.length,
      budget: RUNS_BYTES_MAX,
      rss,
      rssBefore,
      full,
      ended: over.length - full,
    }
  } finally {
    for (const browser of browsers) browser.disconnect()
    await stage.stop()
  }
}

function reasonOfEnd(browser: Socket): Promise<string> {
  return new Promise((resolve) => {
    browser.on('run:state', ({ status, reason }: RunState) => {
      if (status === 'ended') resolve(reason ?? '')
    })
  })
}

function unread(): Topology {
  const arrivals = { kind: 'constant', ratePerSecond: RATE_PER_SECOND }
  return sketch({
    services: { shop: shop('queue', { arrivals }), worker: { replicas: 0 } },
    channels: { queue: { kind: 'sqsQueue' } },
    subscriptions: { s: sqs('queue', 'worker') },
  })
}
