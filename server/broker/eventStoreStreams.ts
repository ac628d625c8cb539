// The streams of an event store: one a key, each with the number of its last event. A stream keeps its
// version when its events are scavenged, so that nobody takes it for a new one.

/** What a stream without events is at; as the version that a publisher expects: it must not exist. */
export const NO_STREAM = -1

export type EventStoreStreamsState = readonly (readonly [key: number, version: number])[]

export class EventStoreStreams {
  /** By key; events without one share a stream. */
  readonly #versions = new Map<number, number>()

  get count(): number {
    return this.#versions.size
  }

  /** The number of the last event, from 0. */
  versionOf(key: number): number {
    return this.#versions.get(key) ?? NO_STREAM
  }

  /** The number of the event that is appended. */
  append(key: number): number {
    const number = this.versionOf(key) + 1
    this.#versions.set(key, number)
    return number
  }

  save(): EventStoreStreamsState {
    return [...this.#versions]
  }

  restore(state: EventStoreStreamsState): void {
    this.#versions.clear()
    for (const [key, version] of state) this.#versions.set(key, version)
  }
}
