// CPU time of the threads of a process, as Linux tells it; elsewhere nobody knows it from outside.

import { readdir, readFile } from 'node:fs/promises'

/** Nanoseconds on a CPU, by thread. Empty where it cannot be told. */
export async function cpuByThread(pid: number): Promise<ReadonlyMap<number, number>> {
  const folder = `/proc/${pid}/task`
  const threads = await readdir(folder).catch(() => [])
  const read = async (thread: string) => {
    const text = await readFile(`${folder}/${thread}/schedstat`, 'utf8').catch(() => '0')
    return [Number(thread), Number.parseInt(text, 10)] as const
  }
  return new Map(await Promise.all(threads.map(read)))
}

export interface CpuSpent {
  /** Milliseconds; NaN where it cannot be told. */
  readonly mainMs: number
  /** Of the busiest other thread: the session's. */
  readonly sessionMs: number
  /** Of all threads but the main one. */
  readonly othersMs: number
}

export function cpuBetween(
  pid: number,
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
): CpuSpent {
  const spentBy = (thread: number) =>
    ((after.get(thread) ?? Number.NaN) - (before.get(thread) ?? 0)) / 1e6
  const others = [...after.keys()].filter((thread) => thread !== pid)
  return {
    mainMs: spentBy(pid),
    sessionMs: Math.max(0, ...others.map(spentBy)),
    othersMs: others.reduce((sum, thread) => sum + spentBy(thread), 0),
  }
}
