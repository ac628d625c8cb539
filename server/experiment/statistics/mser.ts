// When is the warm-up over? MSER-5 (White, Cobb and Spratt, A comparison of five steady-state truncation
// heuristics for simulation, WSC 2000): means of five observations each, and the cut after which the
// standard error of what remains is smallest.

const OBSERVATIONS_PER_BATCH = 5

/** The last few batches look steady by chance. */
const BATCHES_KEPT_MIN = 5

export function batchMeans(observations: readonly number[]): readonly number[] {
  const means: number[] = []
  const size = OBSERVATIONS_PER_BATCH
  for (let start = 0; start + size <= observations.length; start += size) {
    let sum = 0
    for (let index = start; index < start + size; index += 1) sum += observations[index] as number
    means.push(sum / size)
  }
  return means
}

export interface Truncation {
  /** How many batches to leave out, of the first half. */
  readonly cut: number
  /** False where the smallest error lies beyond: then nothing shows that it had become steady. */
  readonly isOver: boolean
}

export function truncation(batches: readonly number[]): Truncation {
  const half = Math.floor(batches.length / 2)
  let mean = 0
  let squares = 0
  let best = { cut: 0, error: Infinity }
  let bestBeyond = Infinity
  // Backwards, so that each cut adds one batch to what remains.
  for (let cut = batches.length - 1; cut >= 0; cut -= 1) {
    const kept = batches.length - cut
    const value = batches[cut] as number
    const before = value - mean
    mean += before / kept
    squares += before * (value - mean)
    const error = squares / (kept * kept)
    if (kept < BATCHES_KEPT_MIN) continue
    if (cut > half) bestBeyond = Math.min(bestBeyond, error)
    else if (error <= best.error) best = { cut, error }
  }
  return { cut: best.cut, isOver: best.error <= bestBeyond }
}
