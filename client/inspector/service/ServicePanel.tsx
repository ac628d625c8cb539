import { removeNodes } from '#shared/topology/edits.ts'
import { designerStore } from '../../store/designerStore.ts'
import { nodeKinds } from '../../store/nodeKinds.ts'
import { InContext } from '../context/InContext.tsx'
import { PanelHead } from '../PanelHead.tsx'
import { PanelTabs } from '../PanelTabs.tsx'
import { ServiceConfigure } from './ServiceConfigure.tsx'
import { ServiceLive } from './ServiceLive.tsx'
import type { ServiceProps } from './serviceProps.ts'

export function ServicePanel({ serviceId, service }: ServiceProps) {
  const remove = () => {
    const { topology, edit } = designerStore.getState()
    edit(removeNodes(topology, [serviceId]))
  }
  return (
    <>
      <PanelHead
        icon={service.role}
        title={service.name}
        subtitle={
          <>
            {nodeKinds[service.role].label}
            <InContext nodeId={serviceId} />
          </>
        }
        onDelete={remove}
      />
      <PanelTabs
        live={<ServiceLive serviceId={serviceId} service={service} />}
        configure={<ServiceConfigure serviceId={serviceId} service={service} />}
      />
    </>
  )
}
