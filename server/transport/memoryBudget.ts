// The runs share the memory of the machine. When they need more than there is for them, one gives way,
// and says why: first one that nobody watches, which comes back when somebody does; then what is left of
// one that has ended; then the one that takes most, whether it goes on or is paused.

import { totalmem } from 'node:os'
import type { RunState } from '#shared/protocol/protocol.ts'

/** Half of the machine, of which the largest drawing with a million messages waiting is a part. */
export const RUNS_BYTES_MAX = Math.min(4e9, Math.max(1e9, totalmem() / 2))

/** A quarter of it, shared by eight runs, is for going back in them. */
export const CHECKPOINT_BYTES_MAX = RUNS_BYTES_MAX / 32

/** While a run goes back there are two of it, until they take so much more than the one did. */
export const SECOND_RUN_BYTES_MAX = RUNS_BYTES_MAX / 16

/** Of a run that goes on: its columns grow as they fill up, and old and new are there at once. */
const GROWTH_SHARE = 0.2

/** Smaller ones do not go for others: it would help nobody for long. */
const RELEASED_SHARE_MIN = 0.05

/** While none goes on: only a run that goes back takes more for a moment. */
const STANDING_SHARE = 1.1

export interface MemoryHolder {
  readonly memoryBytes: number
  /** `ending`: it has been told to. */
  readonly runStatus: RunState['status'] | 'ending'
  readonly isWatched: boolean
  /** Why what belongs to the run is not on the disk: its thread must not end then. Null: it is. */
  readonly unsavedReason: string | null
}

export type MemoryMove<Holder> =
  /** Its thread ends, and its run comes back when somebody watches it. */
  | { readonly kind: 'rest'; readonly holder: Holder }
  /** Its run ends with the reason; everything is there to be read. */
  | { readonly kind: 'end'; readonly holder: Holder; readonly reason: string }
  /** Its thread ends, and only the reason is left on show. The run comes back when it is opened again. */
  | { readonly kind: 'release'; readonly holder: Holder; readonly reason: string }

/**
 * What must be done next; null while there is enough for all. One run at a time gives way, the one that takes
 * most, and the room that it took is given to the others before another one has to.
 */
export function memoryMove<Holder extends MemoryHolder>(
  holders: readonly Holder[],
  bytesMax: number,
): MemoryMove<Holder> | null {
  if (needOf(holders) <= bytesMax) return null
  // What becomes of the others depends on that.
  if (holders.some(({ runStatus }) => runStatus === 'ending')) return null
  const largestFirst = [...holders].sort((a, b) => b.memoryBytes - a.memoryBytes)
  const unwatched = largestFirst.find((one) => !one.isWatched && canGo(one))
  if (unwatched) return { kind: 'rest', holder: unwatched }
  const growing = largestFirst.find(({ runStatus }) => runStatus === 'running')
  if (!growing) return moveOfStanding(largestFirst, bytesMax)
  const ended = largestFirst.find((one) => one.runStatus === 'ended' && canGo(one))
  if (ended && ended.memoryBytes > RELEASED_SHARE_MIN * bytesMax)
    return { kind: 'release', holder: ended, reason: gone(ended) }
  // It does not grow, but it is what the others have no room for.
  const paused = largestFirst.find((one) => one.runStatus === 'paused' && canGo(one))
  if (paused && paused.memoryBytes > growing.memoryBytes)
    return { kind: 'release', holder: paused, reason: goneAsLargest(paused, holders, bytesMax) }
  const reason = shortage(growing.memoryBytes, totalOf(holders), bytesMax)
  return { kind: 'end', holder: growing, reason }
}

function moveOfStanding<Holder extends MemoryHolder>(
  largestFirst: readonly Holder[],
  bytesMax: number,
): MemoryMove<Holder> | null {
  const total = totalOf(largestFirst)
  const largest = largestFirst.find(canGo)
  const isInTheWay = largest && total > largest.memoryBytes && total > STANDING_SHARE * bytesMax
  return isInTheWay ? { kind: 'release', holder: largest, reason: gone(largest) } : null
}

/** Why no run can begin now; null while one can. */
export function refusalToBegin(holders: readonly MemoryHolder[], bytesMax: number): string | null {
  const need = needOf(holders)
  if (need <= bytesMax) return null
  const unsaved = holders.filter((one) => !one.isWatched && one.unsavedReason !== null)
  return [
    `The open runs need ${megabytes(need)} of memory together, and ${megabytes(bytesMax)} is the most.`,
    ...(unsaved.length > 0 ? [whyTheyStay(unsaved)] : []),
    'Reset one of them, or close it.',
  ].join(' ')
}

/** Why no run can begin while each place is taken. */
export function refusalOfSeat(holders: readonly MemoryHolder[], seats: number): string {
  const unsaved = holders.filter((one) => !one.isWatched && one.unsavedReason !== null)
  if (unsaved.length === 0)
    return `${seats} topologies are being watched already, the most at a time. Close one of them first.`
  return `There are ${seats} open runs, the most at a time. ${whyTheyStay(unsaved)} Or close a topology that is being watched.`
}

function canGo({ memoryBytes, unsavedReason }: MemoryHolder): boolean {
  return memoryBytes > 0 && unsavedReason === null
}

function whyTheyStay(unsaved: readonly MemoryHolder[]): string {
  const [first] = unsaved
  const which =
    unsaved.length === 1 ? 'One that nobody watches' : `${unsaved.length} that nobody watches`
  return `${which} cannot give way, as that would lose what is not on the disk: ${first?.unsavedReason}. See to that first.`
}

function totalOf(holders: readonly MemoryHolder[]): number {
  return holders.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0)
}

/** What they may soon take. */
function needOf(holders: readonly MemoryHolder[]): number {
  return holders.reduce(
    (sum, { memoryBytes, runStatus }) =>
      sum + memoryBytes * (runStatus === 'running' ? 1 + GROWTH_SHARE : 1),
    0,
  )
}

function shortage(own: number, total: number, bytesMax: number): string {
  const most = tooMuch(bytesMax)
  if (own > 0.9 * total) return `The run took ${megabytes(own)} of memory, ${most}.`
  return `The open runs took ${megabytes(total)} of memory, ${most}, and none that went on took more than this one: ${megabytes(own)}.`
}

function tooMuch(bytesMax: number): string {
  return `which would soon be more than the ${megabytes(bytesMax)} that runs may take together`
}

function gone({ memoryBytes }: MemoryHolder): string {
  return `Its figures had to go: other runs needed the ${megabytes(memoryBytes)} that they took. They come back when it is opened again.`
}

function goneAsLargest(
  { memoryBytes }: MemoryHolder,
  holders: readonly MemoryHolder[],
  bytesMax: number,
): string {
  const total = megabytes(totalOf(holders))
  const isLargest = holders.every((one) => one.memoryBytes <= memoryBytes)
  const none = isLargest ? 'none' : 'none that is on the disk'
  return `The open runs took ${total} of memory, ${tooMuch(bytesMax)}, and ${none} took more than this one: ${megabytes(memoryBytes)}. Its figures had to go; they come back when it is opened again.`
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}
