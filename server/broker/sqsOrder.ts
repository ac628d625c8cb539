// In which order the visible messages of an SQS queue are received: a standard queue promises none, a
// FIFO queue keeps that of each message group. Messages are named by their places.

import type { SimTime } from '../engine/time.ts'

export interface SqsOrder {
  /** It is in the queue now, and hidden. */
  enter(place: number, group: number): void
  /** `front`: before others where no order is promised. */
  show(place: number, end: 'front' | 'back', since: SimTime): void
  /** What was visible is so no more. */
  hide(place: number): void
  /** It is gone; it was hidden before. */
  leave(place: number): void
  /** A receive begins; a short one does not ask everywhere. */
  begin(isShort: boolean): void
  /** The next to be received, which is hidden before the next is asked for; NONE: there is no more. */
  next(): number
  /** The receive is over. */
  end(): void
  /** When the oldest of the visible ones came, as far as the broker looks; null: there is none. */
  oldestVisibleSince(sinceOf: (place: number) => SimTime): SimTime | null
  save(): unknown
  restore(state: unknown): void
}
