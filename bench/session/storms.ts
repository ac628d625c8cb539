// How soon a drawing that feeds itself is stopped, what it takes until then, and what is left of it.

import { setTimeout as sleep } from 'node:timers/promises'
import { journalKindIndex } from '#shared/lib/journal.ts'
import type { ReplyOf, RunState } from '#shared/protocol/protocol.ts'
import { SESSIONS_MAX } from '../../server/transport/rooms.ts'
import { Stage } from './stage.ts'
import { type StormDrawing, stormDrawings } from './stormDrawings.ts'

const SAMPLE_MS = 25
const PATIENCE_MS = 60_000

export interface StormFigures {
  readonly name: string
  /** From the order to run until everybody knows that it has ended. */
  readonly stoppedAfterMs: number
  /** Of the run's thread meanwhile; NaN where the system does not tell. */
  readonly cpuMs: number
  /** Of the whole server, at its highest. */
  readonly rssGrowth: number
  readonly latenciesMs: readonly number[]
  readonly reason: string
  /** Journal rows, figures, timeline and recipe can all be read afterwards. */
  readonly isReadable: boolean
}

export interface StormsTogetherFigures {
  readonly storms: number
  /** From the first order to run until the first and the last of them have ended. */
  readonly firstAfterMs: number
  readonly lastAfterMs: number
  /** Of all threads but the main one meanwhile; NaN where the system does not tell. */
  readonly cpuMs: number
  /** Of the whole server, at its highest. */
  readonly rssGrowth: number
  readonly latenciesMs: readonly number[]
  readonly readable: number
}

/** As many as a server takes, at the same time. */
export async function measureStormsTogether(): Promise<StormsTogetherFigures> {
  const stage = await Stage.start()
  try {
    const ids: string[] = []
    for (let n = 0; n < SESSIONS_MAX; n += 1) {
      const drawing = stormDrawings[n % stormDrawings.length]
      if (drawing) ids.push(await stage.add(drawing.topology))
    }
    for (const id of ids) await speedOf(stage, id)
    const before = (await stage.memory()).rss
    let highest = before
    const endedAfterMs = new Map<string, number>()
    const { latenciesMs, cpu } = await stage.measure(async () => {
      const startMs = performance.now()
      await Promise.all(ids.map((id) => stage.control(id, { kind: 'run' })))
      while (endedAfterMs.size < ids.length && performance.now() - startMs < PATIENCE_MS) {
        for (const id of ids)
          if (!endedAfterMs.has(id) && (await speedOf(stage, id)).status === 'ended')
            endedAfterMs.set(id, performance.now() - startMs)
        highest = Math.max(highest, (await stage.memory()).rss)
        await sleep(SAMPLE_MS)
      }
    })
    let readable = 0
    for (const id of ids) if ((await whatIsLeft(stage, id)).isReadable) readable += 1
    const times = ids.map((id) => endedAfterMs.get(id) ?? Number.POSITIVE_INFINITY)
    const [firstAfterMs, lastAfterMs] = [Math.min(...times), Math.max(...times)]
    const rssGrowth = highest - before
    const cpuMs = cpu.othersMs
    return {
      storms: ids.length,
      firstAfterMs,
      lastAfterMs,
      cpuMs,
      rssGrowth,
      latenciesMs,
      readable,
    }
  } finally {
    await stage.stop()
  }
}

/** Changes nothing about a run at full speed, and answers with its state. */
function speedOf(stage: Stage, topologyId: string): Promise<RunState> {
  return stage.control(topologyId, { kind: 'setSpeed', speed: 'max' })
}

export async function measureStorms(): Promise<readonly StormFigures[]> {
  const figures: StormFigures[] = []
  for (const drawing of stormDrawings) figures.push(await measureStorm(drawing))
  return figures
}

/** In a server of its own: what one storm has taken is not there for the next. */
async function measureStorm({ name, topology }: StormDrawing): Promise<StormFigures> {
  const stage = await Stage.start()
  try {
    const topologyId = await stage.add(topology)
    await stage.ask('topology:join', { topologyId })
    await stage.control(topologyId, { kind: 'setSpeed', speed: 'max' })
    const ended = endOf(stage)
    const before = (await stage.memory()).rss
    let stoppedAfterMs = Number.NaN
    let highest = before
    const { latenciesMs, cpu } = await stage.measure(async () => {
      const startMs = performance.now()
      await stage.control(topologyId, { kind: 'run' })
      let isOver = false
      const over = ended.then(() => {
        isOver = true
        stoppedAfterMs = performance.now() - startMs
      })
      while (!isOver && performance.now() - startMs < PATIENCE_MS) {
        highest = Math.max(highest, (await stage.memory()).rss)
        await Promise.race([over, sleep(SAMPLE_MS)])
      }
      highest = Math.max(highest, (await stage.memory()).rss)
    })
    const left = await whatIsLeft(stage, topologyId)
    const rssGrowth = highest - before
    return { name, stoppedAfterMs, cpuMs: cpu.sessionMs, rssGrowth, latenciesMs, ...left }
  } finally {
    await stage.stop()
  }
}

function endOf(stage: Stage): Promise<RunState> {
  return new Promise((resolve) => {
    stage.onState((state) => {
      if (state.status === 'ended') resolve(state)
    })
  })
}

async function whatIsLeft(stage: Stage, topologyId: string) {
  const frame = stage.nextFrame()
  const joined = (await stage.ask('topology:join', { topologyId })) as ReplyOf<'topology:join'>
  const { figures, rows } = await frame
  const row = rows.find(({ kind }) => kind === journalKindIndex.published)
  const { origin, n } = row ?? { origin: 0, n: 0 }
  const detail = (await stage.ask('event:read', { topologyId, origin, n })) as ReplyOf<'event:read'>
  const recipe = await stage.http('GET', `/api/topologies/${topologyId}/recipe`)
  return {
    reason: joined.run.reason ?? '',
    isReadable:
      figures.some((figure) => figure > 0) &&
      joined.timeline.published.some((count) => count > 0) &&
      detail.story.length > 0 &&
      recipe.status === 200,
  }
}
