// As many runs as a server takes, all at full speed: their threads leave the one that answers its turn.

import { setTimeout as sleep } from 'node:timers/promises'
import { drawingOf } from '../../e2e/stage/drawing.ts'
import { SESSIONS_MAX } from '../../server/transport/rooms.ts'
import { Stage } from './stage.ts'

const NODES = 20
const WARM_UP_MS = 3000
const WINDOW_MS = 5000

export interface TogetherFigures {
  readonly runs: number
  readonly latenciesMs: readonly number[]
  readonly loopP99Ms: number
  /** Of the whole server. */
  readonly rss: number
}

export async function measureTogether(): Promise<TogetherFigures> {
  const stage = await Stage.start()
  try {
    for (let run = 0; run < SESSIONS_MAX; run += 1)
      await stage.run(await stage.add(drawingOf(NODES)))
    await sleep(WARM_UP_MS)
    const { latenciesMs, facts } = await stage.measure(() => sleep(WINDOW_MS))
    return {
      runs: SESSIONS_MAX,
      latenciesMs,
      loopP99Ms: facts.loopP99Ms,
      rss: (await stage.memory()).rss,
    }
  } finally {
    await stage.stop()
  }
}
