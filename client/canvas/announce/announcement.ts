// What a screen reader says of a run: who is doing better or worse than when it last spoke.

import type { Topology } from '#shared/topology/topology.ts'
import { nodeOf } from '../../store/selectors.ts'
import { channelStatus, type Figures, type Status, serviceStatus } from '../live/status.ts'

export type Statuses = ReadonlyMap<string, Status>

export function statusesOf({ services, channels }: Topology, figures: Figures): Statuses {
  return new Map([
    ...Object.keys(services).map((id) => [id, serviceStatus(figures, id)] as const),
    ...Object.keys(channels).map((id) => [id, channelStatus(figures, id)] as const),
  ])
}

/** Names that a sentence has at the most. */
const NAMES_MAX = 4

/** The worst first; empty: there is nothing to say. To begin to work, or to rest, is no news. */
export function announcementOf(topology: Topology, before: Statuses, after: Statuses): string {
  const changed = [...after].filter(([id, status]) => (before.get(id) ?? 'idle') !== status)
  const names = (wanted: (id: string, status: Status) => boolean) =>
    changed
      .filter(([id, status]) => wanted(id, status))
      .map(([id]) => nodeOf(topology, id)?.name ?? id)
  const isTrouble = (status: Status | undefined) => status === 'error' || status === 'warning'
  return [
    said(
      names((_, status) => status === 'error'),
      ['is failing', 'are failing'],
    ),
    said(
      names((_, status) => status === 'warning'),
      ['is strained', 'are strained'],
    ),
    said(
      names((id, status) => !isTrouble(status) && isTrouble(before.get(id))),
      ['is well again', 'are well again'],
    ),
  ]
    .filter(Boolean)
    .join(' ')
}

function said(names: readonly string[], [one, several]: readonly [string, string]): string {
  if (names.length === 0) return ''
  if (names.length === 1) return `${names[0]} ${one}.`
  const more = names.length - NAMES_MAX
  if (more > 1) return `${names.slice(0, NAMES_MAX).join(', ')} and ${more} more ${several}.`
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)} ${several}.`
}
