// The share of busy slots over the last seconds. Belongs to the view, not to the run: it remembers what
// it was shown when it was last asked, and a run that nobody watches keeps nothing.

import { RECENT_MS } from '#shared/lib/metrics.ts'
import { milliseconds, type SimTime } from '../engine/time.ts'

interface Sample {
  readonly at: SimTime
  /** Integrals of busy slots and of slots. */
  readonly busyArea: number
  readonly slotArea: number
}

const RECENT = milliseconds(RECENT_MS)

export class RecentShare {
  #samples: Sample[] = []

  /** 0 where there were no slots. */
  after(sample: Sample): number {
    const samples = this.#samples
    while (samples.length > 1 && (samples[1] as Sample).at <= sample.at - RECENT) samples.shift()
    if (samples.at(-1)?.at !== sample.at) samples.push(sample)
    const first = samples[0] as Sample
    const slots = sample.slotArea - first.slotArea
    return slots > 0 ? (sample.busyArea - first.busyArea) / slots : 0
  }
}
