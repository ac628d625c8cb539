// A law of chance for how long something takes. All its times are in one unit, whichever that is.

export type Law<Time extends number = number> =
  | ContinuousLaw<Time>
  | { readonly kind: 'constant'; readonly value: Time }
  /** The ends may come in either order, or be the same. */
  | { readonly kind: 'uniform'; readonly min: Time; readonly max: Time }
  /** One of the values, in proportion to its weight. */
  | {
      readonly kind: 'empirical'
      readonly values: readonly Time[]
      readonly weights: readonly number[]
    }
  | { readonly kind: 'percentiles'; readonly points: readonly Percentile<Time>[] }
  | { readonly kind: 'mixture'; readonly parts: readonly MixturePart<Time>[] }
  | { readonly kind: 'shifted'; readonly by: Time; readonly law: Law<Time> }
  | TruncatedLaw<Time>

/** Takes any positive value, and none in particular; unless its mean is 0. `cv`: deviation / mean. */
export type ContinuousLaw<Time extends number = number> =
  | { readonly kind: 'exponential'; readonly mean: Time }
  | { readonly kind: 'logNormal'; readonly mean: Time; readonly cv: number }
  /** Erlang's where the shape is whole. */
  | { readonly kind: 'gamma'; readonly mean: Time; readonly shape: number }
  /** Two exponential phases with balanced means. */
  | { readonly kind: 'hyperexponential'; readonly mean: Time; readonly cv: number }
  | { readonly kind: 'weibull'; readonly mean: Time; readonly shape: number }
  /** Type I. */
  | { readonly kind: 'pareto'; readonly mean: Time; readonly tailIndex: number }

/** This share takes at most that value. The first share of a law is 0, the last is 1. */
export interface Percentile<Time extends number = number> {
  readonly share: number
  readonly value: Time
}

export interface MixturePart<Time extends number = number> {
  readonly weight: number
  readonly law: Law<Time>
}

/** The law under the condition that the time lies between `min` and `max`. */
export interface TruncatedLaw<Time extends number = number> extends Range {
  readonly kind: 'truncated'
  readonly law: ContinuousLaw<Time>
}

/** Both ends included. */
export interface Range {
  readonly min: number
  readonly max: number
}
