import { elementNames } from '#shared/topology/elements.ts'
import { Icon } from '../../ui/Icon.tsx'
import { useFaultText } from './useStatus.ts'

export function FaultBadge({ serviceId }: { readonly serviceId: string }) {
  const text = useFaultText(elementNames.service(serviceId))
  if (text === '') return null
  return (
    <span className="node-badge">
      <Icon name="bolt" size={10} />
      {text}
    </span>
  )
}
