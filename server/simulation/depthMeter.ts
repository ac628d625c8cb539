// How deep each channel is over time. Depth counts only while time passes, so it is read once for each
// instant that touched the channel, just before the clock moves on.

import { Level, type LevelState } from '../engine/level.ts'
import type { SimTime } from '../engine/time.ts'

export type DepthMeterState = readonly (readonly [channelId: string, level: LevelState])[]

export class DepthMeter {
  readonly #levels = new Map<string, Level>()
  readonly #touched = new Set<string>()
  readonly #depthOf: (channelId: string) => number | null

  /** `depthOf`: messages that wait in a channel now; null for one that is gone. */
  constructor(depthOf: (channelId: string) => number | null) {
    this.#depthOf = depthOf
  }

  touch(channelId: string): void {
    this.#touched.add(channelId)
  }

  settle(now: SimTime): void {
    for (const channelId of this.#touched) {
      const depth = this.#depthOf(channelId)
      if (depth === null) {
        this.#levels.delete(channelId)
        continue
      }
      const level = this.of(channelId, now)
      level.add(depth - level.now, now)
    }
    this.#touched.clear()
  }

  of(channelId: string, now: SimTime): Level {
    let level = this.#levels.get(channelId)
    if (!level) {
      level = new Level(now)
      this.#levels.set(channelId, level)
    }
    return level
  }

  save(): DepthMeterState {
    return [...this.#levels].map(([channelId, level]) => [channelId, level.save()])
  }

  restore(state: DepthMeterState, now: SimTime): void {
    for (const [channelId, level] of state) this.of(channelId, now).restore(level)
  }
}
