// The load of a run while it goes on: looked at many times, so that in the end it can be told when it had
// become steady, and whether it ever did.

import type { LoadAreas } from '../simulation/loadAreas.ts'
import { meanOf } from './statistics/interval.ts'
import { batchMeans } from './statistics/mser.ts'

/** Messages waiting in a channel: on average over each third of a time. */
export type Thirds = readonly [first: number, middle: number, last: number]

/** More would only make files longer. */
const DIGITS = 6

export class LoadSeries {
  /** Messages that wait or are worked on, on average between two looks. */
  readonly #inside: number[] = []
  readonly #backlogs = new Map<string, number[]>()
  #before: Pick<LoadAreas, 'busy' | 'backlogs'> = { busy: 0, backlogs: new Map() }
  #atNs = 0

  /** The areas up to now. */
  look(areas: Pick<LoadAreas, 'busy' | 'backlogs'>, nowNs: number): void {
    const passed = nowNs - this.#atNs
    if (passed <= 0) return
    let inside = (areas.busy - this.#before.busy) / passed
    for (const [channelId, area] of areas.backlogs) {
      const waiting = (area - (this.#before.backlogs.get(channelId) ?? 0)) / passed
      inside += waiting
      const series = this.#backlogs.get(channelId) ?? this.#inside.map(() => 0)
      series.push(waiting)
      this.#backlogs.set(channelId, series)
    }
    this.#inside.push(inside)
    this.#before = areas
    this.#atNs = nowNs
  }

  /** Messages that wait or are worked on, in batches of equal time. */
  batches(): readonly number[] {
    return batchMeans(this.#inside).map((mean) => Number(mean.toPrecision(DIGITS)))
  }

  /** Of what came after `share` of the run; empty where that is too short to be parted. */
  thirdsAfter(share: number): Readonly<Record<string, Thirds>> {
    const from = Math.floor(this.#inside.length * share)
    const third = Math.floor((this.#inside.length - from) / 3)
    if (third === 0) return {}
    const thirdsOf = (series: readonly number[]): Thirds => [
      meanOf(series.slice(from, from + third)),
      meanOf(series.slice(from + third, from + 2 * third)),
      meanOf(series.slice(from + 2 * third)),
    ]
    // A channel that an edit took its consumers from was not looked at to the end.
    const whole = [...this.#backlogs].filter(([, { length }]) => length === this.#inside.length)
    const sorted = whole.sort(([a], [b]) => (a < b ? -1 : 1))
    return Object.fromEntries(sorted.map(([id, series]) => [id, thirdsOf(series)]))
  }
}
