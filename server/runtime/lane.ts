import type { Handler } from './handler.ts'
import type { Latencies } from './latencies.ts'

/** How a service deals with events of one type from one subscription. */
export type Lane =
  | TakenLane
  /** Nobody takes them. */
  | { readonly handler: null; readonly latencies: Latencies }

export interface TakenLane {
  readonly handler: Handler
  readonly latencies: Latencies
}
