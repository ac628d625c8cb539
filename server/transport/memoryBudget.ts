// The runs share the memory of the machine. When they need more than there is for them, one gives way,
// and says why: first one that nobody watches, which comes back when somebody does; then the largest.

import { totalmem } from 'node:os'
import type { RunState } from '#shared/protocol/protocol.ts'

/** Half of the machine, of which the largest drawing with a million messages waiting is a part. */
export const RUNS_BYTES_MAX = Math.min(4e9, Math.max(1e9, totalmem() / 2))

/** A quarter of it, shared by eight runs, is for going back in them. */
export const CHECKPOINT_BYTES_MAX = RUNS_BYTES_MAX / 32

/** A run that has ended keeps what it has come to, until others need so much more. */
const RELEASE_SHARE = 1.25

export interface MemoryHolder {
  readonly memoryBytes: number
  readonly runStatus: RunState['status']
  readonly isWatched: boolean
  /** Why what belongs to the run is not on the disk: its thread must not end then. Null: it is. */
  readonly unsavedReason: string | null
}

export type MemoryMove<Holder> =
  /** Its thread ends, and its run comes back when somebody watches it. */
  | { readonly kind: 'rest'; readonly holder: Holder }
  /** Its run ends with the reason; everything is there to be read. */
  | { readonly kind: 'end'; readonly holder: Holder; readonly reason: string }
  /** Its thread ends, and only the reason is left. */
  | { readonly kind: 'release'; readonly holder: Holder; readonly reason: string }

/** What must be done next; null while there is enough for all. */
export function memoryMove<Holder extends MemoryHolder>(
  holders: readonly Holder[],
  bytesMax: number,
): MemoryMove<Holder> | null {
  const total = holders.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0)
  const largestFirst = [...holders].sort((a, b) => b.memoryBytes - a.memoryBytes)
  const [largest] = largestFirst
  if (total <= bytesMax || !largest) return null
  const unwatched = largestFirst.find((one) => !one.isWatched && canGo(one))
  if (unwatched) return { kind: 'rest', holder: unwatched }
  const reason = shortage(largest.memoryBytes, total, bytesMax)
  if (largest.runStatus === 'running') return { kind: 'end', holder: largest, reason }
  const isInTheWay = total > largest.memoryBytes && total > RELEASE_SHARE * bytesMax
  if (!isInTheWay || !canGo(largest)) return null
  return { kind: 'release', holder: largest, reason: `${reason} Its figures had to go.` }
}

/** Why no run can begin now; null while one can. */
export function refusalToBegin(holders: readonly MemoryHolder[], bytesMax: number): string | null {
  const total = holders.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0)
  if (total <= bytesMax) return null
  const unsaved = holders.filter((one) => !one.isWatched && one.unsavedReason !== null)
  return [
    `The open runs take ${megabytes(total)} of memory together, and ${megabytes(bytesMax)} is the most.`,
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
  return `${which} cannot give way, as that would lose what is not on the disk: ${first?.unsavedReason}. Make room on the disk.`
}

function shortage(own: number, total: number, bytesMax: number): string {
  const most = `more than the ${megabytes(bytesMax)} that runs may take together`
  if (own > 0.9 * total) return `The run took ${megabytes(own)} of memory, ${most}.`
  return `The open runs took ${megabytes(total)} of memory, ${most}, and none of them more than this one: ${megabytes(own)}.`
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}
