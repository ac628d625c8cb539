// How deep each channel is over time. Depth counts only while time passes, so it is read once for each
// instant that touched the channel, just before the clock moves on.

import { assert } from '#shared/lib/assert.ts'
import type { Cells } from '../engine/cells.ts'
import { Level, type LevelState } from '../engine/level.ts'
import type { Clock } from '../engine/time.ts'

export type DepthMeterState = readonly (readonly [channelId: string, level: LevelState])[]

interface ChannelDepth {
  readonly level: Level
  /** Messages that wait in the channel now. */
  readonly waiting: () => number
  isTouched: boolean
}

export class DepthMeter {
  readonly #clock: Clock
  readonly #cells: Cells
  readonly #depths = new Map<string, ChannelDepth>()
  /** By number of a channel's or a subscription's element. */
  readonly #depthOfElement: (ChannelDepth | undefined)[] = []
  /** The first `#touches` of them; the array is as long as it ever had to be. */
  readonly #touched: ChannelDepth[] = []
  #touches = 0
  /** Of a restored run: channels that have not begun again yet. */
  #saved = new Map<string, LevelState>()

  constructor(clock: Clock, cells: Cells) {
    this.#clock = clock
    this.#cells = cells
  }

  begin(channelId: string, waiting: () => number): void {
    const depth: ChannelDepth = {
      level: new Level(this.#clock, this.#cells),
      waiting,
      isTouched: false,
    }
    const saved = this.#saved.get(channelId)
    if (saved) depth.level.restore(saved)
    this.#saved.delete(channelId)
    this.#depths.set(channelId, depth)
  }

  end(channelId: string): void {
    this.#depths.delete(channelId)
  }

  /** Records of this element change the depth of that channel. */
  watch(element: number, channelId: string): void {
    this.#depthOfElement[element] = this.#depths.get(channelId)
  }

  /** There is a record of this element. */
  touch(element: number): void {
    const depth = this.#depthOfElement[element]
    if (!depth || depth.isTouched) return
    depth.isTouched = true
    this.#touched[this.#touches] = depth
    this.#touches += 1
  }

  settle(): void {
    for (let index = 0; index < this.#touches; index += 1) {
      const depth = this.#touched[index] as ChannelDepth
      depth.level.become(depth.waiting())
      depth.isTouched = false
    }
    this.#touches = 0
  }

  of(channelId: string): Level {
    const depth = this.#depths.get(channelId)
    assert(depth, 'the depth of every channel is measured')
    return depth.level
  }

  save(): DepthMeterState {
    const saved = [...this.#depths].map(([id, { level }]) => [id, level.save()] as const)
    return saved.sort(([a], [b]) => (a < b ? -1 : 1))
  }

  /** Before the channels begin. */
  restore(state: DepthMeterState): void {
    this.#saved = new Map(state)
  }
}
