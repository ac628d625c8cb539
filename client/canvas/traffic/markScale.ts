// How many events one mark stands for, and how often marks set out. The busiest edge sets the scale;
// slow edges are boosted, so that one event in ten seconds still shows life.

/** At the busiest edge a mark sets out this often: about 20 pixels apart. */
const BUSIEST_INTERVAL_S = 0.45
const INTERVAL_MIN_MS = 40
const INTERVAL_MAX_MS = 5000

/** Weight of the newest reading in the running mean. */
const SMOOTHING = 0.25

/** Steps that read well: 1, 2, 5, 10, 25, 50, 100, … */
const STEPS = [
  1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000,
] as const

export interface MarkScale {
  /** Events per second of the busiest edge, smoothed. */
  readonly busiest: number
  readonly eventsPerMark: number
}

export const SCALE_AT_REST: MarkScale = { busiest: 0, eventsPerMark: 1 }

/** The scale after another reading; it leaves its step only when another fits clearly better. */
export function scaleAfter(scale: MarkScale, busiestNow: number): MarkScale {
  const busiest =
    scale.busiest === 0 ? busiestNow : scale.busiest + SMOOTHING * (busiestNow - scale.busiest)
  const wanted = busiest * BUSIEST_INTERVAL_S
  const fits = scale.eventsPerMark >= wanted * 0.6 && scale.eventsPerMark <= wanted * 2
  return { busiest, eventsPerMark: fits ? scale.eventsPerMark : stepFor(wanted) }
}

export function stepFor(wanted: number): number {
  return STEPS.find((step) => step >= wanted * 0.9) ?? 50_000
}

/** Infinity where nothing flows. */
export function intervalMs(perSecond: number, eventsPerMark: number): number {
  if (!(perSecond > 0)) return Number.POSITIVE_INFINITY
  const interval = (1000 * eventsPerMark) / perSecond
  return Math.min(INTERVAL_MAX_MS, Math.max(INTERVAL_MIN_MS, interval))
}
