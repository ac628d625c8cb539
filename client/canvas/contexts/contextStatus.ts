import type { ContextParts } from '../../store/live/contextFigures.ts'
import type { LiveStore } from '../../store/live/liveStore.ts'
import { channelStatus, type Status, serviceStatus } from '../live/status.ts'

const SEVERITY: readonly Status[] = ['idle', 'ok', 'warning', 'error']

/** That of the member that does worst. */
export function contextStatus(
  figures: Pick<LiveStore, 'figure' | 'rate' | 'history'>,
  { serviceIds, channelIds }: Pick<ContextParts, 'serviceIds' | 'channelIds'>,
): Status {
  let worst: Status = 'idle'
  const consider = (status: Status) => {
    if (SEVERITY.indexOf(status) > SEVERITY.indexOf(worst)) worst = status
  }
  for (const id of serviceIds) consider(serviceStatus(figures, id))
  for (const id of channelIds) consider(channelStatus(figures, id))
  return worst
}
