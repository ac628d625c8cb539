import { exp, log } from './elementary.ts'
import type { Random } from './random.ts'

/** Draws from a gamma distribution with scale 1, whose mean is its shape (Marsaglia and Tsang 2000). */
export function gammaDraw(shape: number): (random: Random) => number {
  if (shape >= 1) return (random) => drawAbove(shape - 1 / 3, random)
  // One shape further the method works; a power of a fraction leads back.
  const further = shape + 2 / 3
  return (random) => drawAbove(further, random) * exp(log(random.fraction()) / shape)
}

/** `reduced`: the shape, at least 1, less a third. More than 95 in 100 rounds end the loop. */
function drawAbove(reduced: number, random: Random): number {
  const spread = 1 / Math.sqrt(9 * reduced)
  for (;;) {
    const x = random.normal()
    const root = 1 + spread * x
    if (root <= 0) continue
    const cube = root * root * root
    const limit = (x * x) / 2 + reduced * (1 - cube + log(cube))
    if (log(random.fraction()) < limit) return reduced * cube
  }
}
