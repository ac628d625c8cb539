// KurrentDB: streams, appending, and what a store keeps.

import type { Rule } from './rule.ts'

const DOCS = 'KurrentDB documentation'

export const eventStoreStreamRules: readonly Rule[] = [
  {
    id: 'eventStore.stream-per-key',
    statement:
      'Each key has a stream of its own, named after the store and the key, whose events are numbered from 0. Events without a key share one stream.',
    status: 'modelled',
    source: `${DOCS}, Event streams`,
    scenario: 'eventStore.race',
  },
  {
    id: 'eventStore.expected-version',
    statement:
      'An append with an expected version is taken only if the last event of the stream has that number; otherwise nothing is written, and the publisher is told that there was a conflict.',
    status: 'modelled',
    source: `${DOCS}, Appending events: handling concurrency`,
    scenario: 'eventStore.race',
  },
  {
    id: 'eventStore.decides-again',
    statement:
      'A handler that appends at the current version expects the stream as it was when the attempt began. After a conflict the attempt has failed, and the next one begins with what is there by then.',
    status: 'modelled',
    source: `${DOCS}, Appending events: handling concurrency`,
    scenario: 'eventStore.race',
  },
  {
    id: 'eventStore.one-write',
    statement:
      'What one attempt appends to one stream is taken as a whole or not at all, at the version that it has found.',
    status: 'modelled',
    source: `${DOCS}, Appending events`,
    scenario: 'eventStore.race',
  },
  {
    id: 'eventStore.no-stream',
    statement: 'Expecting no stream, only the first event of a stream is taken.',
    status: 'modelled',
    source: `${DOCS}, Appending events: NoStream`,
    scenario: 'eventStore.new-streams',
  },
  {
    id: 'eventStore.any-version',
    statement: 'Without an expected version, an append is always taken.',
    status: 'modelled',
    source: `${DOCS}, Appending events: Any`,
    scenario: 'eventStore.new-streams',
  },
  {
    id: 'eventStore.stream-exists',
    statement: 'Expecting that a stream exists, at whatever version, is left out.',
    status: 'not',
    source: `${DOCS}, Appending events: StreamExists`,
  },
  {
    id: 'eventStore.global-order',
    statement:
      'The stream `$all` has the events of all streams in the one order in which they were appended.',
    status: 'modelled',
    source: `${DOCS}, Event streams: $all`,
    scenario: 'eventStore.late-views',
  },
  {
    id: 'eventStore.keeps',
    statement: 'Reading takes nothing away: every subscription can read everything, at any time.',
    status: 'modelled',
    source: `${DOCS}, Catch-up subscriptions`,
    scenario: 'eventStore.late-views',
  },
  {
    id: 'eventStore.max-count',
    statement: '`$maxCount` hides all but so many of the newest events of a stream.',
    status: 'modelled',
    source: `${DOCS}, Event streams: max count and max age`,
    scenario: 'eventStore.scavenge',
  },
  {
    id: 'eventStore.max-age',
    statement: '`$maxAge` hides the events of a stream that are older.',
    status: 'modelled',
    source: `${DOCS}, Event streams: max count and max age`,
    scenario: 'eventStore.scavenge',
  },
  {
    id: 'eventStore.scavenge',
    statement:
      'Hidden events stay in `$all`, where subscriptions read them, until a scavenge deletes them. The last event of a stream is never deleted, and its version stays.',
    status: 'modelled',
    source: `${DOCS}, Event streams: deleting streams and events; Scavenging`,
    scenario: 'eventStore.scavenge',
  },
  {
    id: 'eventStore.scavenge-at-once',
    statement:
      'A scavenge takes no time here. KurrentDB works through what was there at its beginning, chunk by chunk in the background, and every node by itself.',
    status: 'simplified',
    source: `${DOCS}, Scavenging`,
    scenario: 'eventStore.scavenge',
  },
  {
    id: 'eventStore.node-down',
    statement:
      'While its node is down, a store takes no appends and feeds no subscription; what was appended is there afterwards.',
    status: 'modelled',
    source: `${DOCS}, Persistent subscriptions: checkpointing`,
    scenario: 'eventStore.restart',
  },
  {
    id: 'eventStore.one-node',
    statement:
      'A store is a single node. In a cluster another node is elected within seconds, appends wait for a majority, and persistent subscriptions begin at their checkpoints, as after a restart.',
    status: 'simplified',
    source: `${DOCS}, Clustering`,
  },
  {
    id: 'eventStore.whole-store',
    statement:
      'Subscriptions read `$all`, not single streams or the streams of projections; which event types concern it, a handler says.',
    status: 'simplified',
    source: `${DOCS}, Subscriptions: server-side filtering`,
  },
  {
    id: 'eventStore.idempotent-append',
    statement:
      'An append that is repeated with the same event ids is not recognised: whatever a handler publishes in another attempt are new events.',
    status: 'not',
    source: `${DOCS}, Appending events: idempotence`,
  },
  {
    id: 'eventStore.deleting-streams',
    statement: 'Streams are not deleted, softly or for good, nor truncated before a version ($tb).',
    status: 'not',
    source: `${DOCS}, Event streams: deleting streams and events`,
  },
  {
    id: 'eventStore.projections',
    statement: 'Server-side projections and links, and with them ResolveLinkTos.',
    status: 'not',
    source: `${DOCS}, Projections`,
  },
]
