// What a session achieves: virtual seconds and timers per second of real time, over the last second or so.

const WINDOW_MS = 1000

export interface Achieved {
  readonly speed: number
  readonly firedPerSecond: number
}

interface Sample {
  readonly atMs: number
  readonly nowNs: number
  readonly fired: number
}

export class Speedometer {
  #samples: Sample[] = []

  /** Forgets what was: after a pause or a reset. */
  clear(): void {
    this.#samples = []
  }

  read(sample: Sample): Achieved {
    this.#samples.push(sample)
    while (this.#samples.length > 2 && (this.#samples[1]?.atMs ?? 0) <= sample.atMs - WINDOW_MS)
      this.#samples.shift()
    const first = this.#samples[0] ?? sample
    const elapsedMs = sample.atMs - first.atMs
    if (elapsedMs <= 0) return { speed: 0, firedPerSecond: 0 }
    return {
      speed: (sample.nowNs - first.nowNs) / 1_000_000 / elapsedMs,
      firedPerSecond: ((sample.fired - first.fired) / elapsedMs) * 1000,
    }
  }
}
