/** The two exponential phases of a hyperexponential distribution with mean 1. */
export interface Phases {
  /** The chance of the phase that is the shorter. */
  readonly shortShare: number
  readonly shortMean: number
  readonly longMean: number
}

/** Balanced means: each phase contributes half of the mean. `cv`: deviation / mean, at least 1. */
export function balancedPhases(cv: number): Phases {
  const square = cv * cv
  const imbalance = Math.sqrt((square - 1) / (square + 1))
  return {
    shortShare: (1 + imbalance) / 2,
    shortMean: 1 / (1 + imbalance),
    longMean: 1 / (1 - imbalance),
  }
}
