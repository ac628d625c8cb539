// Keeps a version by itself while somebody works: of what was there before an edit, where the last one
// lies a while back. So there is one of every few minutes of editing, and one of the end of each sitting.

import type { VersionReason } from '#shared/protocol/versions.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { diskReason } from '../disk.ts'
import { VersionRefused } from './versionFiles.ts'
import type { VersionStore } from './versionStore.ts'

export const EDITING_EACH_MS = 5 * 60_000

/** Null: what is to be kept by itself is kept again. */
export type TellVersionProblem = (problem: string | null) => void

export class AutomaticVersions {
  readonly #store: VersionStore
  readonly #tell: TellVersionProblem
  readonly #nowMs: () => number
  #keptMs: number | null = null
  #problem: string | null = null

  constructor(store: VersionStore, tell: TellVersionProblem, nowMs: () => number = Date.now) {
    this.#store = store
    this.#tell = tell
    this.#nowMs = nowMs
  }

  /** Nobody waits for it: an edit counts whether or not there is room for a version. */
  beforeEdit(topology: Topology): void {
    const nowMs = this.#nowMs()
    if (this.#keptMs !== null && nowMs - this.#keptMs < EDITING_EACH_MS && nowMs >= this.#keptMs)
      return
    this.#keptMs = nowMs
    this.#keep(topology, 'editing')
  }

  /** Somebody else has replaced the file. */
  beforeReplacement(topology: Topology): void {
    this.#keep(topology, 'outside')
  }

  #keep(topology: Topology, reason: VersionReason): void {
    // A blank drawing is no work that anybody could lose.
    if (isBlank(topology)) return
    this.#store.keep(topology, { name: null, reason }).then(
      () => this.#tellOnce(null),
      (error: unknown) => {
        this.#keptMs = null
        this.#tellOnce(problemOf(error))
      },
    )
  }

  /** With a full disk, each edit tries again. */
  #tellOnce(problem: string | null): void {
    if (problem === this.#problem) return
    this.#problem = problem
    this.#tell(problem)
  }
}

function problemOf(error: unknown): string {
  if (error instanceof VersionRefused) return error.message
  return (
    `No version was kept of what was there before your edit: ${diskReason(error)}. ` +
    'The edit counts all the same, and the next one tries again.'
  )
}

function isBlank({ services, channels }: Topology): boolean {
  return Object.keys(services).length === 0 && Object.keys(channels).length === 0
}
