// How the records of a channel add up. What a queue accepts ends once or is inside still, always:
//
//   accepted = acknowledged + deadLettered + dropped + removed + expired for good + waiting + in flight
//
// `accepted`, `deadLettered`, `dropped`, `expired` and `removed` name the channel, `acknowledged` the
// subscription. The detail of `deadLettered` and `dropped` is the element that gave the message up: the
// subscription that rejected it, or the channel itself. `requeued`, `abandoned` and `leaseExpired` end
// nothing. A message sent without acknowledgement is acknowledged when it is sent.
//
// A log ends nothing when it is read: accepted = expired + removed + retained.

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
      return true
    case 'expired':
      return detail === EXPIRED_FOR_GOOD
    default:
      return false
  }
}
