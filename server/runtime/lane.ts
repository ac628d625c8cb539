import type { Handler } from './handler.ts'

/** How a service deals with events of one type from one subscription. */
export type Lane =
  | TakenLane
  /** Nobody takes them. */
  | { readonly handler: null; readonly latencies: number }

export interface TakenLane {
  readonly handler: Handler
  /** By which they are noted in the log. */
  readonly latencies: number
}
