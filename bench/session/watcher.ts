/** Somebody who watches a run. */
export interface Watcher {
  /** Resolves when the server has answered. */
  join(topologyId: string): Promise<void>
  /** Stops reading, or goes on. */
  pause(): void
  resume(): void
  close(): void
}

/** A frame is here, all of it: its number among those of its run. */
export type HearFrame = (sequence: number) => void

/** Of a watcher of a crowd. */
export interface Arrival {
  readonly watcher: number
  readonly sequence: number
  /** Of the clock that all processes of the machine share. */
  readonly atMs: number
}

/**
 * `elsewhere`: as near as one machine comes to browsers on others. They read all that they are sent, but
 * decode nothing, and get only what server and run leave of the processors.
 * `beside`: they decode it, and take turns with the run where there are too few processors for all.
 */
export type Whereabouts = 'elsewhere' | 'beside'
