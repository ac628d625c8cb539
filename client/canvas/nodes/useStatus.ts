import { elementNames } from '#shared/topology/elements.ts'
import { useFigureText } from '../../store/live/useFigureText.ts'
import { channelStatus, hasFault, type Status, serviceStatus } from '../live/status.ts'

// A status is one of four words, so it travels as the texts do: React hears only of changes.

export function useServiceStatus(serviceId: string): Status {
  return useFigureText((live) => serviceStatus(live, serviceId)) as Status
}

export function useChannelStatus(channelId: string): Status {
  return useFigureText((live) => channelStatus(live, channelId)) as Status
}

/** An exchange or SNS topic keeps no count of its own: it works while its bindings pass something. */
export function useFanOutStatus(channelId: string, bindingIds: readonly string[]): Status {
  return useFigureText((live) => {
    const status = channelStatus(live, channelId)
    if (status !== 'idle') return status
    const moves = bindingIds.some((id) => live.rate(elementNames.binding(id), 'routed') > 0)
    return moves ? 'ok' : 'idle'
  }) as Status
}

/** The faults of a service in words, such as "Crashed"; empty without one. */
export function useFaultText(name: string): string {
  return useFigureText((live) => {
    const faults = live.figure(name, 'faults')
    if (hasFault(faults, 'crash')) return 'Crashed'
    if (hasFault(faults, 'disconnect')) return 'Cut off'
    if (hasFault(faults, 'pause')) return 'Paused'
    return hasFault(faults, 'slow') ? 'Slow' : ''
  })
}

/** "1 node down"; empty while all are up. */
export function useNodesDownText(name: string): string {
  return useFigureText((live) => {
    const down = live.figure(name, 'nodesDown')
    return down > 0 ? `${down} ${down === 1 ? 'node' : 'nodes'} down` : ''
  })
}
