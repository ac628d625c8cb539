// How much of a processor this thread has had. Helpers of the engine, such as the compiler's and the
// garbage collector's, count where the machine cannot tell threads apart.

import { readFileSync } from 'node:fs'

const SCHEDSTAT = `/proc/self/task/${process.pid}/schedstat`

/** In nanoseconds, since some moment. Only of the main thread: worker threads have other files. */
export function cpuNs(): number {
  // Asking makes the kernel bring the other figure up to date, which it does at ticks only.
  const { user, system } = process.cpuUsage()
  return mainThreadNs() ?? (user + system) * 1000
}

function mainThreadNs(): number | null {
  try {
    const ns = Number(readFileSync(SCHEDSTAT, 'utf8').split(' ', 1)[0])
    return Number.isFinite(ns) ? ns : null
  } catch {
    return null
  }
}
