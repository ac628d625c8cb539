// How the records of a channel add up. What a queue accepts ends once or is inside still, always:
//
//   accepted = acknowledged + deadLettered + dropped + removed + expired for good + purged + redriven
//     + waiting + in flight
//
// `acknowledged` names the subscription, all others name the channel. What is `refused` or `deduplicated`
// was never accepted. The detail of `deadLettered` and `dropped` is the element that gave the message up: the
// subscription that rejected it, or the channel itself. `requeued`, `abandoned` and `leaseExpired` end
// nothing. A message sent without acknowledgement is acknowledged when it is sent.
//
// A log ends nothing when it is read: accepted = expired + compacted + lost + removed + retained. What
// lingers in the batch of a Kafka producer is not accepted yet: it ends as `accepted`, or as `refused`,
// which it also is when the producer's process crashes before it was sent: nothing was lost that the
// log had. A record that was lost may be accepted again, and one without idempotence even twice.
//
// What a topic of SNS accepts is, for each subscription whose filter takes it, `routed`, `deadLettered`,
// `dropped` or `removed` in the end; these name the binding, and so does the detail of the two in the middle.

import type { JournalKind } from '#shared/lib/journal.ts'

/** Details of `expired`. */
export const EXPIRED_FOR_GOOD = 0
/** The message's next record tells whether anybody took it: `deadLettered` or `dropped`. */
export const EXPIRED_TO_DEAD_LETTERS = 1

/** Details of `abandoned`. */
export const ABANDONED_TO_COME_BACK = 0
/** It was acknowledged when it was sent: nobody has handled it, and it is lost. */
export const ABANDONED_FOR_GOOD = 1

/** Whether a record with this detail is the end of one message that its queue accepted. */
export function endsMessage(kind: JournalKind, detail: number): boolean {
  switch (kind) {
    case 'acknowledged':
    case 'deadLettered':
    case 'dropped':
    case 'removed':
    case 'purged':
    case 'redriven':
      return true
    case 'expired':
      return detail === EXPIRED_FOR_GOOD
    default:
      return false
  }
}

/** Whether a record of this kind is the end of one that its log accepted. */
export function endsRecord(kind: JournalKind): boolean {
  return kind === 'expired' || kind === 'compacted' || kind === 'lost' || kind === 'removed'
}
