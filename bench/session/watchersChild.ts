// Browsers by the hundred, in a process of their own, which notes when frames come.

import { answerQuestions } from './child.ts'
import { LeanWatcher } from './leanWatcher.ts'
import { SocketIoWatcher } from './socketIoWatcher.ts'
import { beNice } from './threads.ts'
import type { Arrival, HearFrame, Watcher, Whereabouts } from './watcher.ts'

export type WatchersQuestion =
  | {
      readonly kind: 'connect'
      readonly url: string
      readonly count: number
      readonly whereabouts: Whereabouts
    }
  | { readonly kind: 'join'; readonly topologyId: string }
  /** The first so many stop reading, or go on. */
  | { readonly kind: 'pause'; readonly count: number }
  | { readonly kind: 'resume'; readonly count: number }
  | { readonly kind: 'begin' }
  | { readonly kind: 'end' }

interface Kind {
  /** Beside a server at 0 and its run at 5; the larger, the less they get of a busy processor. */
  readonly niceness: number
  open(url: string, hearFrame: HearFrame): Promise<Watcher>
}

const KINDS: Readonly<Record<Whereabouts, Kind>> = {
  elsewhere: { niceness: 19, open: LeanWatcher.open },
  beside: { niceness: 5, open: SocketIoWatcher.open },
}

let watchers: readonly Watcher[] = []
let arrivals: Arrival[] = []

answerQuestions<WatchersQuestion>(answer, async () => {
  for (const watcher of watchers) watcher.close()
})

async function answer(asked: WatchersQuestion): Promise<unknown> {
  switch (asked.kind) {
    case 'connect':
      watchers = await opened(asked.url, asked.count, KINDS[asked.whereabouts])
      return null
    case 'join':
      await Promise.all(watchers.map((watcher) => watcher.join(asked.topologyId)))
      return null
    case 'pause':
    case 'resume':
      for (const watcher of watchers.slice(0, asked.count)) watcher[asked.kind]()
      return null
    case 'begin':
      arrivals = []
      return null
    case 'end':
      return arrivals
  }
}

async function opened(url: string, count: number, kind: Kind): Promise<readonly Watcher[]> {
  await beNice(kind.niceness)
  const open = (watcher: number) =>
    kind.open(url, (sequence) => {
      arrivals.push({ watcher, sequence, atMs: performance.timeOrigin + performance.now() })
    })
  return Promise.all(Array.from({ length: count }, (_, watcher) => open(watcher)))
}
