// What is inside of a collapsed context, on the canvas and in pictures.

import type { Topology } from '#shared/topology/topology.ts'
import type { ContextParts } from '../../store/live/contextFigures.ts'
import { nodeOf } from '../../store/selectors.ts'
import type { IconName } from '../../ui/Icon.tsx'

type Content = Pick<ContextParts, 'serviceIds' | 'channelIds'>

/** Such as "2 services, 1 channel". */
export function contentWords({ serviceIds, channelIds }: Content): string {
  const words = [
    counted(serviceIds.length, 'service'),
    counted(channelIds.length, 'channel'),
  ].filter((text) => text !== '')
  return words.length === 0 ? 'Empty' : words.join(', ')
}

function counted(count: number, noun: string): string {
  if (count === 0) return ''
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

interface ContentIcon {
  readonly nodeId: string
  readonly icon: IconName
}

const ICONS_MAX = 9

/** The kinds of what is inside, and in words how many more there are than room for them. */
export function contentIcons(
  topology: Topology,
  { serviceIds, channelIds }: Content,
): { readonly icons: readonly ContentIcon[]; readonly more: string } {
  const ids = [...serviceIds, ...channelIds]
  const icons = ids.slice(0, ICONS_MAX).flatMap((nodeId) => {
    const icon = nodeOf(topology, nodeId)?.kind
    return icon ? [{ nodeId, icon }] : []
  })
  return { icons, more: ids.length > ICONS_MAX ? `+${ids.length - ICONS_MAX}` : '' }
}
