// What a case of the suite says: a drawing, what is measured in it, and what theory says it comes to.

import type { JournalKind } from '#shared/lib/journal.ts'
import type { Topology } from '#shared/topology/topology.ts'

/** Of one message at one subscription; times in nanoseconds. */
export type Timing =
  /** From being stored to the start of its first attempt. */
  | 'wait'
  /** One attempt. */
  | 'service'
  /** From being stored to its acknowledgement. */
  | 'sojourn'
  /** How often it was begun. */
  | 'attempts'
  /** How often it was handed out. */
  | 'deliveries'

/** A record of the journal that is counted; `element` as elements are named: `channels/q`. */
export interface Counted {
  readonly kind: JournalKind
  readonly element: string
}

export type Measure =
  | {
      readonly kind: 'mean'
      readonly of: Timing
      readonly at: string
      /** Only messages that this source or output has published. */
      readonly from?: string
    }
  /** The time that this share does not exceed. */
  | {
      readonly kind: 'quantile'
      readonly of: Timing
      readonly at: string
      readonly share: number
    }
  /** The share that takes no longer than so many nanoseconds. */
  | { readonly kind: 'within'; readonly of: Timing; readonly at: string; readonly limitNs: number }
  /** From the publishing of a root to its last acknowledgement, of as many as the case says. */
  | { readonly kind: 'response' }
  | { readonly kind: 'responseQuantile'; readonly share: number }
  /** Messages inside a station, waiting or in hand: average over time. */
  | { readonly kind: 'inSystem'; readonly at: string }
  /** Slots at work on a subscription: average over time. */
  | { readonly kind: 'busy'; readonly at: string }
  | { readonly kind: 'ratio'; readonly of: Counted; readonly per: Counted }
  /** Records a second. */
  | { readonly kind: 'rate'; readonly of: Counted }

export interface Metric {
  readonly name: string
  readonly measure: Measure
  /** In the unit of the measure: nanoseconds, or a plain number. */
  readonly truth: number
  readonly unit: 'ms' | 'number'
  /** It needs more messages than the short form has. */
  readonly isLong?: true
}

export interface TheoryCase {
  /** Of letters, digits and hyphens: seeds and relative errors hang on it. */
  readonly id: string
  readonly name: string
  readonly settings: string
  /** Where the formula stands. */
  readonly source: string
  readonly topology: Topology
  readonly metrics: readonly Metric[]
  /** Acknowledgements that complete a root; 1 where it does not say. */
  readonly parts?: number
  /** Too long for the short form. */
  readonly isLong?: true
}

const NS_PER_SECOND = 1e9

/** A metric in time, of so many seconds. */
export function time(name: string, measure: Measure, seconds: number): Metric {
  return { name, measure, truth: seconds * NS_PER_SECOND, unit: 'ms' }
}

/** A share, a count or a level. */
export function plain(name: string, measure: Measure, truth: number): Metric {
  return { name, measure, truth, unit: 'number' }
}

/** Of the long form only. */
export function long(metric: Metric): Metric {
  return { ...metric, isLong: true }
}

export function mean(of: Timing, at = 'work'): Measure {
  return { kind: 'mean', of, at }
}

export function quantile(share: number, of: Timing, at = 'work'): Measure {
  return { kind: 'quantile', of, at, share }
}

export function ratio(of: JournalKind, element: string, per: Counted): Measure {
  return { kind: 'ratio', of: { kind: of, element }, per }
}
