import { readdir } from 'node:fs/promises'
import { getPriority } from 'node:os'
import { expect, it } from 'vitest'
import { Child } from './child.ts'
import type { WatchersQuestion } from './watchersChild.ts'

it.runIf(process.platform === 'linux').each([
  ['elsewhere', 19],
  ['beside', 5],
] as const)(
  'lets no thread of those who watch from %s come before %i',
  async (whereabouts, least) => {
    const watchers = new Child('watchersChild.ts', [])
    const nobody: WatchersQuestion = { kind: 'connect', url: '', count: 0, whereabouts }

    await watchers.ask(nobody)
    const threads = await readdir(`/proc/${watchers.pid}/task`)
    const niceness = threads.map((thread) => getPriority(Number(thread)))
    await watchers.stop()

    expect(niceness.length).toBeGreaterThan(4)
    expect(niceness.filter((of) => of < least)).toEqual([])
  },
)
