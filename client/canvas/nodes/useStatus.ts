import { useFigureText } from '../../store/live/useFigureText.ts'
import { channelStatus, type Status, serviceStatus } from '../live/status.ts'
import { fanOutStatus, faultText, nodesDownText } from './nodeReadings.ts'

// A status is one of four words, so it travels as the texts do: React hears only of changes.

export function useServiceStatus(serviceId: string): Status {
  return useFigureText((live) => serviceStatus(live, serviceId)) as Status
}

export function useChannelStatus(channelId: string): Status {
  return useFigureText((live) => channelStatus(live, channelId)) as Status
}

export function useFanOutStatus(channelId: string, bindingIds: readonly string[]): Status {
  return useFigureText((live) => fanOutStatus(live, channelId, bindingIds)) as Status
}

export function useFaultText(name: string): string {
  return useFigureText((live) => faultText(live, name))
}

export function useNodesDownText(name: string): string {
  return useFigureText((live) => nodesDownText(live, name))
}
