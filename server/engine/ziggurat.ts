// The exponential law cut into 256 layers of one area, so that a draw is a look-up and a multiplication
// (G. Marsaglia and W. W. Tsang, The Ziggurat Method for Generating Random Variables, 2000). Layers are
// chosen by other bits than places in them (J. A. Doornik, 2005, on what happens otherwise).

import { exp, log } from './elementary.ts'

export const LAYERS = 256
/** Where the tail begins, and the area of each layer: with 256 of them, as the paper gives both. */
export const TAIL_FROM = 7.697_117_470_131_05
const AREA = 0.003_949_659_822_581_557

/** Widths of the layers, the lowest first; that of the first is its area over the height of its right end. */
export const WIDTHS = new Float64Array(LAYERS + 1)
/** The density at those places. */
export const DENSITIES = new Float64Array(LAYERS + 1)

WIDTHS[0] = AREA / exp(-TAIL_FROM)
WIDTHS[1] = TAIL_FROM
for (let layer = 2; layer < LAYERS; layer += 1) {
  const below = WIDTHS[layer - 1] as number
  WIDTHS[layer] = -log(AREA / below + exp(-below))
}
WIDTHS[LAYERS] = 0
for (let layer = 0; layer <= LAYERS; layer += 1) DENSITIES[layer] = exp(-(WIDTHS[layer] as number))
