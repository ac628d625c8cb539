import { useFigureText } from '../../store/live/useFigureText.ts'
import { channelStatus, hasFault, type Status, serviceStatus } from '../live/status.ts'

// A status is one of four words, so it travels as the texts do: React hears only of changes.

export function useServiceStatus(serviceId: string): Status {
  return useFigureText((live) => serviceStatus(live, serviceId)) as Status
}

export function useChannelStatus(channelId: string): Status {
  return useFigureText((live) => channelStatus(live, channelId)) as Status
}

/** The faults of a service in words, such as "Crashed"; empty without one. */
export function useFaultText(name: string): string {
  return useFigureText((live) => {
    const faults = live.figure(name, 'faults')
    if (hasFault(faults, 'crash')) return 'Crashed'
    if (hasFault(faults, 'pause')) return 'Paused'
    return hasFault(faults, 'slow') ? 'Slow' : ''
  })
}
