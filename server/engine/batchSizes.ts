import { unreachable } from '#shared/lib/assert.ts'
import { log } from './elementary.ts'
import type { Random } from './random.ts'

/** How many come at once: whole numbers from 1 up. */
export type BatchShape =
  | { readonly kind: 'constant'; readonly size: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  /** The n-th comes with a chance of (1 - 1/mean)^(n - 1). */
  | { readonly kind: 'geometric'; readonly mean: number }

/** With a mean of a thousand, one batch in 10^43 is larger. */
const SIZE_MAX = 100_000

export function batchSize(shape: BatchShape, random: Random): number {
  switch (shape.kind) {
    case 'constant':
      return shape.size
    case 'uniform':
      return shape.min + random.below(shape.max - shape.min + 1)
    case 'geometric': {
      if (shape.mean <= 1) return 1
      const further = Math.floor(random.exponential() / -log(1 - 1 / shape.mean))
      return Math.min(1 + further, SIZE_MAX)
    }
    default:
      return unreachable(shape)
  }
}
