// Two hundred browsers in a program of their own, which all look at the same run.

import { Child } from './child.ts'
import type { Arrival, Whereabouts } from './watcher.ts'
import type { WatchersQuestion } from './watchersChild.ts'

export const WATCHERS = 200

export class Crowd {
  readonly #program: Child
  #topologyId: string | null = null

  private constructor(program: Child) {
    this.#program = program
  }

  static async gather(url: string, whereabouts: Whereabouts): Promise<Crowd> {
    const crowd = new Crowd(new Child('watchersChild.ts', []))
    await crowd.#tell({ kind: 'connect', url, count: WATCHERS, whereabouts })
    return crowd
  }

  get pid(): number {
    return this.#program.pid
  }

  async watch(topologyId: string): Promise<void> {
    if (this.#topologyId === topologyId) return
    this.#topologyId = topologyId
    await this.#tell({ kind: 'join', topologyId })
  }

  /** The first so many stop reading. */
  pause(count: number): Promise<void> {
    return this.#tell({ kind: 'pause', count })
  }

  resume(count: number): Promise<void> {
    return this.#tell({ kind: 'resume', count })
  }

  begin(): Promise<void> {
    return this.#tell({ kind: 'begin' })
  }

  /** Frames that came since `begin`. */
  arrivals(): Promise<readonly Arrival[]> {
    return this.#tell({ kind: 'end' })
  }

  stop(): Promise<void> {
    return this.#program.stop()
  }

  #tell<Value>(question: WatchersQuestion): Promise<Value> {
    return this.#program.ask<Value>(question)
  }
}
