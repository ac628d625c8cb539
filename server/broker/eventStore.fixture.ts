// Set-up for the tests of the event store.

import { milliseconds } from '../engine/time.ts'
import type { CatchUpSettings } from './catchUpSubscription.ts'
import type { ConsumableChannel, Publication, Subscriber, Subscription } from './channel.ts'
import { EventStore, type EventStoreSettings } from './eventStore.ts'
import { PERSISTENT_GUARANTEES, type PersistentSettings } from './persistentSubscription.ts'
import type { TestWorld } from './testWorld.ts'

export function plainStore(
  world: TestWorld,
  name: string,
  settings: Partial<EventStoreSettings> = {},
): EventStore {
  const store = new EventStore({
    name,
    element: world.element(name),
    world,
    settings: { maxCount: null, maxAge: null, scavengeInterval: null, ...settings },
  })
  store.start()
  return store
}

export const CATCHING_UP: CatchUpSettings = {
  kind: 'catchUp',
  startFrom: 'start',
  checkpointInterval: milliseconds(0),
  resubscribeDelay: milliseconds(1000),
}

/** KurrentDB's defaults, but for the start. */
export const COMPETING: PersistentSettings = {
  kind: 'persistent',
  startFrom: 'start',
  namedConsumerStrategy: 'RoundRobin',
  maxRetryCount: 10,
  messageTimeout: milliseconds(30_000),
  historyBufferSize: 500,
  bufferSize: 10,
  checkPointAfter: milliseconds(2000),
  minCheckPointCount: 10,
  maxCheckPointCount: 1000,
  onReject: 'park',
}

/** An event store as those see it who read it by persistent subscriptions only. */
export class PersistentlyRead implements ConsumableChannel<PersistentSettings> {
  readonly guarantees = PERSISTENT_GUARANTEES
  readonly #store: EventStore

  constructor(store: EventStore) {
    this.#store = store
  }

  get figures() {
    return this.#store.figures
  }

  publish(publication: Publication): void {
    this.#store.publish(publication)
  }

  subscribe(subscriber: Subscriber<PersistentSettings>): Subscription<PersistentSettings> {
    return this.#store.subscribe(subscriber)
  }

  close(): void {
    this.#store.close()
  }

  save(): unknown {
    return this.#store.save()
  }

  restore(state: unknown): void {
    this.#store.restore(state)
  }
}
