import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { basename } from 'node:path'

/** A third of the turns of others, while there are others; 19 would be hardly any. */
const NICENESS = 5

/**
 * Whoever answers and sends comes before a run, where more threads want to work than there are cores. Only
 * Linux knows priorities of threads; elsewhere this would be the whole program's.
 */
export function yieldToOthers(): void {
  if (process.platform !== 'linux') return
  try {
    const thread = Number(basename(readlinkSync('/proc/thread-self')))
    setPriority(thread, NICENESS)
  } catch {
    // A system that hides this from its programs runs them all alike.
  }
}
