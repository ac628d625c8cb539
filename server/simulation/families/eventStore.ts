import { unreachable } from '#shared/lib/assert.ts'
import {
  filledChannel,
  filledSubscription,
  type SubscriptionOf,
  type Subscription as SubscriptionSpec,
} from '#shared/topology/channels.ts'
import type { CatchUpSettings } from '../../broker/catchUpSubscription.ts'
import {
  EventStore,
  type EventStoreReaderSettings,
  type EventStoreSettings,
} from '../../broker/eventStore.ts'
import type { PersistentSettings } from '../../broker/persistentSubscription.ts'
import { type Duration, milliseconds } from '../../engine/time.ts'
import { type ChannelFamily, ofKind, subscribeTo } from './family.ts'

type StoreSpec = Parameters<ChannelFamily<'eventStore'>['create']>[1]

export const eventStoreFamily: ChannelFamily<'eventStore'> = {
  create(place, spec) {
    const store = new EventStore({ ...place, settings: storeSettings(spec) })
    return {
      channel: store,
      waiting: () => store.waiting,
      start: () => store.start(),
      update: (next) => store.update(storeSettings(ofKind(next, 'eventStore'))),
      subscribe: (subscriber, subscription) =>
        subscribeTo(store, subscriber, { spec: subscription, settingsOf: readerSettings }),
    }
  },
}

function storeSettings(spec: StoreSpec): EventStoreSettings {
  const { maxCount, maxAgeMs, scavengeIntervalMs } = filledChannel(spec)
  return {
    maxCount,
    maxAge: durationOrNull(maxAgeMs),
    scavengeInterval: durationOrNull(scavengeIntervalMs),
  }
}

function readerSettings(spec: SubscriptionSpec): EventStoreReaderSettings {
  if (spec.kind === 'catchUpConsumer') return catchUpSettings(spec)
  return persistentSettings(ofKind(spec, 'persistentConsumer'))
}

function catchUpSettings(spec: SubscriptionOf<'catchUpConsumer'>): CatchUpSettings {
  const { startFrom, checkpointIntervalMs, resubscribeDelayMs } = filledSubscription(spec)
  return {
    kind: 'catchUp',
    startFrom,
    checkpointInterval: milliseconds(checkpointIntervalMs),
    resubscribeDelay: milliseconds(resubscribeDelayMs),
  }
}

function persistentSettings(spec: SubscriptionOf<'persistentConsumer'>): PersistentSettings {
  const filled = filledSubscription(spec)
  return {
    kind: 'persistent',
    startFrom: filled.startFrom,
    namedConsumerStrategy: filled.namedConsumerStrategy,
    bufferSize: filled.bufferSize,
    messageTimeout: milliseconds(filled.messageTimeoutMs),
    maxRetryCount: filled.maxRetryCount,
    checkPointAfter: milliseconds(filled.checkPointAfterMs),
    minCheckPointCount: filled.minCheckPointCount,
    maxCheckPointCount: filled.maxCheckPointCount,
    historyBufferSize: filled.historyBufferSize,
    onReject: onReject(filled.whenExhausted),
  }
}

/** One that asks for another try does not reject. */
function onReject(whenExhausted: 'park' | 'retry' | 'skip'): PersistentSettings['onReject'] {
  switch (whenExhausted) {
    case 'park':
    case 'retry':
      return 'park'
    case 'skip':
      return 'skip'
    default:
      return unreachable(whenExhausted)
  }
}

function durationOrNull(ms: number | null): Duration | null {
  return ms === null ? null : milliseconds(ms)
}
