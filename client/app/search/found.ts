import type { Named } from './ranking.ts'

/** One thing that can be found and done. */
export interface Findable extends Named {
  readonly id: string
  readonly keys: readonly string[]
  readonly run: () => void
}
