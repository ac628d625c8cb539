// KurrentDB: catch-up and persistent subscriptions.

import type { Rule } from './rule.ts'

const DOCS = 'KurrentDB documentation'
const SOURCE = 'KurrentDB source'

export const catchUpRules: readonly Rule[] = [
  {
    id: 'eventStore.catch-up-start',
    statement:
      'A catch-up subscription without a checkpoint begins at the start or at the end, reads what is there, and then gets what comes.',
    status: 'modelled',
    source: `${DOCS}, Catch-up subscriptions`,
    scenario: 'eventStore.late-views',
  },
  {
    id: 'eventStore.catch-up-order',
    statement: 'A catch-up subscription handles one event after the other, in the order of `$all`.',
    status: 'modelled',
    source: `${DOCS}, Persistent subscriptions: concepts`,
    scenario: 'eventStore.late-views',
  },
  {
    id: 'eventStore.catch-up-checkpoint',
    statement:
      'The client keeps the checkpoint of a catch-up subscription. After a crash it begins there, and handles again what came since.',
    status: 'modelled',
    source: `${DOCS}, Catch-up subscriptions: checkpoints`,
    scenario: 'eventStore.checkpoint',
  },
  {
    id: 'eventStore.catch-up-not-competing',
    statement:
      'Catch-up subscriptions are not shared: each client would get every event. Of the slots of a service one reads, and the others stand by, as replicas do that elect a leader; another takes over when the store loses its connection.',
    status: 'modelled',
    source: `${DOCS}, Persistent subscriptions: concepts`,
    scenario: 'eventStore.checkpoint',
  },
  {
    id: 'eventStore.catch-up-replay',
    statement: 'A client that sets its checkpoint back reads everything from there again.',
    status: 'modelled',
    source: `${DOCS}, Catch-up subscriptions: resubscribing`,
    scenario: 'eventStore.rebuild',
  },
  {
    id: 'eventStore.catch-up-poison',
    statement:
      'A handler that fails drops the subscription; the client resubscribes at its checkpoint, and an event that always fails stops it for good, unless it is skipped.',
    status: 'modelled',
    source: `${DOCS}, Catch-up subscriptions: dropped subscriptions`,
    scenario: 'eventStore.stuck-projection',
  },
  {
    id: 'eventStore.connection-loss',
    statement:
      'A connection that is closed is noticed at once. A client that falls silent is given up after keepAliveInterval and keepAliveTimeout, 10 s each, and until then gets what has room with it.',
    status: 'modelled',
    source: `${DOCS}, Networking: keep-alive pings`,
    scenario: 'eventStore.silence',
  },
]

export const persistentRules: readonly Rule[] = [
  {
    id: 'eventStore.persistent-groups',
    statement:
      'Each group of a persistent subscription gets every event, at least once, and one consumer of the group at a time.',
    status: 'modelled',
    source: `${DOCS}, Persistent subscriptions`,
    scenario: 'eventStore.strategies',
  },
  {
    id: 'eventStore.persistent-start',
    statement:
      'A group without a checkpoint begins where StartFrom says, which is the end unless it is told otherwise.',
    status: 'modelled',
    source: `${DOCS}, Persistent subscriptions: settings`,
    scenario: 'eventStore.strategies',
  },
  {
    id: 'eventStore.buffer-size',
    statement: 'A consumer has no more events in hand than its bufferSize, by default 10.',
    status: 'modelled',
    source: `${DOCS}, Persistent subscriptions: connecting a consumer`,
    scenario: 'eventStore.strategies',
  },
  {
    id: 'eventStore.round-robin',
    statement:
      'RoundRobin, the default, sends each event to the next consumer, and passes over those that are full.',
    status: 'modelled',
    source: `${SOURCE}, RoundRobinPersistentSubscriptionConsumerStrategy`,
    scenario: 'eventStore.strategies',
  },
  {
    id: 'eventStore.dispatch-to-single',
    statement: 'DispatchToSingle sends to one consumer until it is full, then to the next.',
    status: 'modelled',
    source: `${SOURCE}, DispatchToSinglePersistentSubscriptionConsumerStrategy`,
    scenario: 'eventStore.strategies',
  },
  {
    id: 'eventStore.pinned',
    statement:
      'Pinned sends all events of a stream to one consumer: streams fall into 1024 buckets, each assigned when it is needed to who has fewest. Events whose consumer is full wait, and others overtake them.',
    status: 'modelled',
    source: `${SOURCE}, PinnedConsumerState`,
    scenario: 'eventStore.strategies',
  },
  {
    id: 'eventStore.pinned-by-correlation',
    statement: 'PinnedByCorrelation does the same by correlation id.',
    status: 'modelled',
    source: `${SOURCE}, PinnedByCorrelationPersistentSubscriptionConsumerStrategy`,
    scenario: 'eventStore.strategies',
  },
  {
    id: 'eventStore.pinned-hash',
    statement:
      'The hash that places streams in buckets is another one: which of them share a bucket differs, how many do does not.',
    status: 'simplified',
    source: `${SOURCE}, PinnablePersistentSubscriptionConsumerStrategy`,
  },
  {
    id: 'eventStore.history-buffer',
    statement:
      'While HistoryBufferSize events wait for another try, or for the consumer that they are pinned to, nothing new is read.',
    status: 'modelled',
    source: `${SOURCE}, StreamBuffer`,
    scenario: 'eventStore.strategies',
  },
  {
    id: 'eventStore.read-batches',
    statement:
      'Events are read when they are sent: ReadBatchSize and LiveBufferSize, which decide on paging, have no part in it, nor has MaxSubscriberCount.',
    status: 'simplified',
    source: `${DOCS}, Persistent subscriptions: settings`,
  },
  {
    id: 'eventStore.message-timeout',
    statement:
      'An event that is not settled within MessageTimeout is sent again, perhaps to another consumer; the server looks once a second.',
    status: 'modelled',
    source: `${SOURCE}, PersistentSubscription.NotifyClockTick`,
    scenario: 'eventStore.parked',
  },
  {
    id: 'eventStore.late-ack',
    statement:
      'Events are acknowledged by their id: one that comes after the timeout settles the event for who has it by then.',
    status: 'modelled',
    source: `${SOURCE}, PersistentSubscription.RemoveProcessingMessages`,
    scenario: 'eventStore.parked',
  },
  {
    id: 'eventStore.nack-actions',
    statement:
      'A consumer may refuse an event: Park puts it aside, Retry sends it again at once, Skip leaves it out.',
    status: 'modelled',
    source: `${DOCS}, Persistent subscriptions: acknowledgements`,
    scenario: 'eventStore.parked',
  },
  {
    id: 'eventStore.nack-stop',
    statement:
      'Stop, a fourth nack action, is left out. The server does nothing on it so far, and the event times out.',
    status: 'not',
    source: `${SOURCE}, PersistentSubscription.HandleNackedMessage`,
  },
  {
    id: 'eventStore.max-retry-count',
    statement:
      'An event that was sent again MaxRetryCount times, by default 10, is parked instead; timeouts, retries and lost connections count.',
    status: 'modelled',
    source: `${SOURCE}, PersistentSubscription.ActionTakenForRetriedMessage`,
    scenario: 'eventStore.parked',
  },
  {
    id: 'eventStore.retry-first',
    statement: 'What is sent again goes before anything new, the oldest event first.',
    status: 'modelled',
    source: `${SOURCE}, StreamBuffer.AddRetry`,
    scenario: 'eventStore.parked',
  },
  {
    id: 'eventStore.parked-replay',
    statement:
      'An operator may replay what is parked: it is sent before new events, and counts its retries anew.',
    status: 'modelled',
    source: `${DOCS}, Persistent subscriptions: parked messages`,
    scenario: 'eventStore.parked',
  },
  {
    id: 'eventStore.checkpoint-counts',
    statement:
      'The server keeps the checkpoint of a persistent subscription, behind all that is settled in a row. It writes one every CheckPointAfter (2 s) if MinCheckPointCount (10) events were settled since the last, and at once at MaxCheckPointCount (1000).',
    status: 'modelled',
    source: `${SOURCE}, PersistentSubscription.TryMarkCheckpoint`,
    scenario: 'eventStore.restart',
  },
  {
    id: 'eventStore.restart-repeats',
    statement:
      'After a restart of its node, a persistent subscription begins at its checkpoint: what was settled since comes again, and settlements of what was sent before are not heard.',
    status: 'modelled',
    source: `${DOCS}, Persistent subscriptions: checkpointing`,
    scenario: 'eventStore.restart',
  },
  {
    id: 'eventStore.restart-without-checkpoint',
    statement:
      'A group that begins at the end and has no checkpoint yet begins at the end again after a restart: what was open is lost to it. So is what was replayed and not settled.',
    status: 'modelled',
    source: `${SOURCE}, PersistentSubscription.OnCheckpointLoaded`,
    scenario: 'eventStore.restart',
  },
  {
    id: 'eventStore.settings-update',
    statement:
      'A change of its settings drops the connections of a persistent subscription; they come back, and it begins at its checkpoint.',
    status: 'modelled',
    source: `${DOCS}, Persistent subscriptions: updating a subscription group`,
    scenario: 'eventStore.restart',
  },
  {
    id: 'eventStore.own-group',
    statement:
      'Two services do not share a group: one service with more slots stands for consumers of several processes.',
    status: 'simplified',
    source: `${DOCS}, Persistent subscriptions`,
  },
]
