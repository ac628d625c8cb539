// What histograms and levels held at one moment of a run, so that a report can leave it out.

import type { Level } from '../engine/level.ts'
import type { LatencyMark } from '../runtime/latencyBook.ts'
import type { Network } from './network.ts'
import type { SimulationWorld } from './world.ts'

interface LevelMark {
  readonly area: number
  readonly stretch: number
}

export class MeasureMarks {
  readonly atNs: number
  readonly latencies: LatencyMark
  readonly #levels = new Map<Level, LevelMark>()

  constructor(world: SimulationWorld, network: Network) {
    const now = world.scheduler.now
    this.atNs = now
    world.depths.settle()
    const mark = (level: Level) =>
      this.#levels.set(level, { area: level.areaUntil(now), stretch: level.mark() })
    for (const id of network.channels.keys()) mark(world.depths.of(id))
    for (const { busy, up } of network.services.values()) {
      mark(busy)
      mark(up)
    }
    this.latencies = network.latencies.mark()
  }

  areaOf(level: Level): number {
    return this.#levels.get(level)?.area ?? 0
  }

  maxOf(level: Level): number {
    return level.maxSince(this.#levels.get(level)?.stretch ?? 0)
  }
}
