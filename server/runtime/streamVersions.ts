// Optimistic concurrency with an event store: a handler decides by the stream that it has found, and may
// append only if nobody else has appended meanwhile. What one attempt appends to a stream is one write: all
// of it is taken, or nothing.

import { NO_STREAM } from '../broker/eventStoreStreams.ts'
import type { Output } from './output.ts'
import type { RuntimeWorld } from './world.ts'

/** By channel: the version at which an attempt found the stream of its event's key. */
export type StreamVersionsState = readonly (readonly [channelId: string, version: number])[]

export class StreamVersions {
  readonly #world: RuntimeWorld
  readonly #key: number
  readonly #found = new Map<string, number>()
  /** By channel, how much this attempt has appended. */
  readonly #appended = new Map<string, number>()

  constructor(world: RuntimeWorld, key: number) {
    this.#world = world
    this.#key = key
  }

  look(channelIds: Iterable<string>): void {
    for (const channelId of channelIds) this.#found.set(channelId, this.#versionNow(channelId))
  }

  /** What the stream must be at for this output, next; undefined where it appends at any version. */
  expectedBy({ expects, spec }: Output): number | undefined {
    const { channelId, key } = spec
    if (expects === 'any' || key.kind !== 'carry') return undefined
    const found = expects === 'noStream' ? NO_STREAM : (this.#found.get(channelId) ?? NO_STREAM)
    const own = this.#appended.get(channelId) ?? 0
    // Where the first does not go, none of the others may.
    if (this.#versionNow(channelId) - own !== found) return found
    this.#appended.set(channelId, own + 1)
    return found + own
  }

  save(): StreamVersionsState {
    return [...this.#found]
  }

  restore(state: StreamVersionsState): void {
    for (const [channelId, version] of state) this.#found.set(channelId, version)
  }

  #versionNow(channelId: string): number {
    return this.#world.channel(channelId)?.versionOf?.(this.#key) ?? NO_STREAM
  }
}
