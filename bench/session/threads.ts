// CPU time of the threads of a process, as Linux tells it; elsewhere nobody knows it from outside.

import { readdir, readFile } from 'node:fs/promises'
import { setPriority } from 'node:os'

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

/** Linux counts in hundredths of a second, whatever its own clock does. */
const TICK_MS = 10

/** Milliseconds that all processors together have worked; NaN where it cannot be told. */
export async function machineBusyMs(): Promise<number> {
  const text = await readFile('/proc/stat', 'utf8').catch(() => '')
  const [user, niced, system, , , ...others] =
    /^cpu +(.*)/.exec(text)?.[1]?.split(' ').map(Number) ?? []
  // After idling and waiting for disks: interrupts, and what the host gave to others.
  const parts = [user, niced, system, ...others.slice(0, 3)]
  return parts.reduce<number>((sum, ticks) => sum + (ticks ?? Number.NaN) * TICK_MS, 0)
}

/** Milliseconds of all threads of a process; NaN where it cannot be told. */
export async function processBusyMs(pid: number): Promise<number> {
  const threads = [...(await cpuByThread(pid)).values()]
  return threads.length === 0 ? Number.NaN : threads.reduce((sum, ns) => sum + ns, 0) / 1e6
}

/**
 * Of this process with all of its threads: on Linux each has a niceness of its own, and those that collect
 * garbage work as much for it as the main one. Later ones get that of who starts them.
 */
export async function beNice(niceness: number): Promise<void> {
  const threads = await readdir('/proc/self/task').catch(() => [String(process.pid)])
  for (const thread of threads) setPriority(Number(thread), niceness)
}
