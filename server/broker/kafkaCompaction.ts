// What compaction takes out of a partition: records that have a newer one of their key, and those of
// aborted transactions. Offsets and order stay; the active segment is never touched.

import type { BrokerWorld } from './channel.ts'
import type { KafkaLog } from './kafkaLog.ts'
import type { Segment } from './kafkaSegments.ts'

/** What can be cleaned: closed segments below the last stable offset. */
export interface CleanableRange {
  readonly endOffset: number
  /** Share of it that no cleaning has seen. */
  readonly dirtyRatio: number
}

export function cleanableRange(log: KafkaLog): CleanableRange {
  const { all, active } = log.segments
  const stableEnd = Math.min(log.readableEnd('read_committed'), active.baseOffset)
  // A segment that the end lies in is not cleaned yet.
  let endOffset = log.startOffset
  let [clean, dirty] = [0, 0]
  for (const [index, { baseOffset, bytes }] of all.entries()) {
    const next = all[index + 1]?.baseOffset
    if (next === undefined || next > stableEnd) break
    if (baseOffset < log.cleanedTo) clean += bytes
    else dirty += bytes
    endOffset = next
  }
  const total = clean + dirty
  return { endOffset, dirtyRatio: total === 0 ? 0 : dirty / total }
}

/** Offsets of what is not kept below `endOffset`, in their order. */
export function superfluousIn(log: KafkaLog, endOffset: number, world: BrokerWorld): number[] {
  const newest = new Map<number, number>()
  const offsets: number[] = []
  for (let at = log.nextRecord(0); at >= 0 && at < endOffset; at = log.nextRecord(at + 1)) {
    offsets.push(at)
    if (!log.isAborted(at)) newest.set(keyAt(log, at, world), at)
  }
  return offsets.filter((at) => log.isAborted(at) || newest.get(keyAt(log, at, world)) !== at)
}

/** The segments below `endOffset` after that; small neighbours become one of at most `bytesMax`. */
export function cleanedSegments(
  log: KafkaLog,
  endOffset: number,
  { bytesMax, bytesAt }: { bytesMax: number; bytesAt: (offset: number) => number },
): Segment[] {
  const before = log.segments.all.filter(({ baseOffset }) => baseOffset < endOffset)
  const groups: { segment: Segment; oldBytes: number }[] = []
  for (const [index, old] of before.entries()) {
    const next = before[index + 1]?.baseOffset ?? endOffset
    let bytes = 0
    for (let at = log.nextRecord(old.baseOffset); at >= 0 && at < next; at = log.nextRecord(at + 1))
      bytes += bytesAt(at)
    const last = groups.at(-1)
    if (!last || last.oldBytes + old.bytes > bytesMax) {
      groups.push({ segment: { ...old, bytes }, oldBytes: old.bytes })
      continue
    }
    last.oldBytes += old.bytes
    last.segment = merged(last.segment, old, bytes)
  }
  return groups.map(({ segment }) => segment)
}

function merged(first: Segment, second: Segment, bytes: number): Segment {
  return {
    baseOffset: first.baseOffset,
    bytes: first.bytes + bytes,
    firstAt: first.firstAt ?? second.firstAt,
    latestAt: first.latestAt > second.latestAt ? first.latestAt : second.latestAt,
  }
}

function keyAt(log: KafkaLog, offset: number, { messages, events }: BrokerWorld): number {
  return events.key(messages.event(log.read(offset)))
}
