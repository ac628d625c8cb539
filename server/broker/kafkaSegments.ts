// The segments of one partition's log: what is deleted and compacted, whole and closed. A segment is
// closed when the next batch would make it too large, or comes too late for it.

import { between, type Duration, type SimTime } from '../engine/time.ts'

export interface SegmentLimits {
  /** segment.bytes */
  readonly segmentBytes: number
  /** segment.ms */
  readonly segmentAge: Duration
}

export interface Segment {
  readonly baseOffset: number
  readonly bytes: number
  /** Time of its first record; null while it is empty. */
  readonly firstAt: SimTime | null
  /** Time of its latest record. */
  readonly latestAt: SimTime
}

export type SegmentsState = readonly Segment[]

type Writable = { -readonly [Field in keyof Segment]: Segment[Field] }

export class KafkaSegments {
  #active = emptyAt(0)
  /** The active one is the last. */
  #segments = [this.#active]
  #bytes = 0

  get bytes(): number {
    return this.#bytes
  }

  get all(): readonly Segment[] {
    return this.#segments
  }

  /** The one that is written to. */
  get active(): Segment {
    return this.#active
  }

  /** Whether the active segment can take a batch of so many bytes. */
  hasRoom(bytes: number, at: SimTime, { segmentBytes, segmentAge }: SegmentLimits): boolean {
    const { firstAt, bytes: used } = this.#active
    if (firstAt === null) return true
    return between(firstAt, at) <= segmentAge && used + bytes <= segmentBytes
  }

  /** Closes the active segment: another begins with that offset. */
  closeAt(offset: number): void {
    this.#active = emptyAt(offset)
    this.#segments.push(this.#active)
  }

  add(bytes: number, at: SimTime): void {
    const segment = this.#active
    segment.firstAt ??= at
    segment.bytes += bytes
    if (at > segment.latestAt) segment.latestAt = at
    this.#bytes += bytes
  }

  /**
   * Where the log begins when segments are deleted that are too many bytes, or too old. The active one
   * goes only for its age, and another begins in its place.
   */
  keptFrom(now: SimTime, terms: RetentionTerms): number {
    const count = Math.max(this.#countBySize(terms), this.#countByAge(now, terms))
    if (count === 0) return this.#segments[0]?.baseOffset ?? 0
    return this.#segments[count]?.baseOffset ?? terms.endOffset
  }

  /** All of their records are below `offset`, or, at the end of the log, all that there are. */
  deleteBefore(offset: number, endOffset: number): void {
    while (this.#segments.length > 1 && this.#endOf(0, endOffset) <= offset) this.#shift()
    if (offset === endOffset && this.#active.baseOffset < offset && this.#segments.length === 1) {
      this.#shift()
      this.closeAt(offset)
    }
  }

  /** Puts these in the place of those below `endOffset`. */
  replaceBefore(endOffset: number, segments: readonly Segment[]): void {
    const kept = this.#segments.filter(({ baseOffset }) => baseOffset >= endOffset)
    this.#become([...segments.map((segment) => ({ ...segment })), ...kept])
  }

  /** The log ends there now, and has lost so many bytes. */
  truncate(endOffset: number, lostBytes: number): void {
    let left = lostBytes
    while (this.#segments.length > 1 && this.#active.baseOffset >= endOffset) {
      left -= this.#active.bytes
      this.#segments.pop()
      this.#become(this.#segments)
    }
    this.#active.bytes = Math.max(0, this.#active.bytes - left)
    const isEmpty = this.#active.baseOffset >= endOffset
    this.#become(isEmpty ? [emptyAt(endOffset)] : this.#segments)
  }

  save(): SegmentsState {
    return this.#segments.map((segment) => ({ ...segment }))
  }

  restore(state: SegmentsState): void {
    this.#become(state.map((segment) => ({ ...segment })))
  }

  /** At least one. */
  #become(segments: Writable[]): void {
    this.#segments = segments
    this.#active = segments[segments.length - 1] as Writable
    this.#bytes = segments.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  #countBySize({ bytesMax, highWatermark, endOffset }: RetentionTerms): number {
    if (bytesMax === null) return 0
    let surplus = this.#bytes - bytesMax
    let count = 0
    for (const [index, { bytes }] of this.#segments.entries()) {
      const isActive = index === this.#segments.length - 1
      if (isActive || surplus < bytes || this.#endOf(index, endOffset) > highWatermark) break
      surplus -= bytes
      count += 1
    }
    return count
  }

  #countByAge(now: SimTime, { age, highWatermark, endOffset }: RetentionTerms): number {
    let count = 0
    for (const [index, { latestAt, firstAt }] of this.#segments.entries()) {
      const isLastAndEmpty = index === this.#segments.length - 1 && firstAt === null
      if (isLastAndEmpty || between(latestAt, now) <= age) break
      if (this.#endOf(index, endOffset) > highWatermark) break
      count += 1
    }
    return count
  }

  #endOf(index: number, endOffset: number): number {
    return this.#segments[index + 1]?.baseOffset ?? endOffset
  }

  #shift(): void {
    this.#bytes -= this.#segments.shift()?.bytes ?? 0
  }
}

export interface RetentionTerms {
  /** retention.ms */
  readonly age: Duration
  /** retention.bytes; null: no limit. */
  readonly bytesMax: number | null
  /** Nothing above it is deleted. */
  readonly highWatermark: number
  readonly endOffset: number
}

function emptyAt(baseOffset: number): Writable {
  return { baseOffset, bytes: 0, firstAt: null, latestAt: 0 as SimTime }
}
