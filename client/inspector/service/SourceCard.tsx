import type { Step } from '#shared/lib/json.ts'
import { setField } from '#shared/topology/edits.ts'
import type { Source } from '#shared/topology/services.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { Card } from '../Section.tsx'
import { ArrivalsFields, BatchFields } from './ArrivalsFields.tsx'
import { KeySpaceFields } from './KeySpaceFields.tsx'
import { ProducerSettings } from './ProducerSettings.tsx'
import { RoutingFields, TargetFields } from './PublicationFields.tsx'

interface SourceCardProps {
  readonly source: Source
  readonly path: readonly Step[]
  readonly serviceName: string
}

export function SourceCard({ source, path, serviceName }: SourceCardProps) {
  const title = useDesigner(({ topology }) => {
    const type = topology.eventTypes[source.eventTypeId]?.name ?? source.eventTypeId
    return `${type} to ${topology.channels[source.channelId]?.name ?? source.channelId}`
  })
  const subject = `${title} by ${serviceName}`
  const remove = () =>
    designerStore.getState().edit(setField(path, undefined, `Delete the source ${subject}`))
  return (
    <Card title={title} onDelete={remove}>
      <TargetFields publishes={source} path={path} subject={subject} />
      <ArrivalsFields arrivals={source.arrivals} path={[...path, 'arrivals']} subject={subject} />
      <BatchFields batch={source.batch} path={[...path, 'batch']} subject={subject} />
      <KeySpaceFields keys={source.keys} path={[...path, 'keys']} subject={subject} />
      <RoutingFields publishes={source} path={path} subject={subject} />
      <ProducerSettings publishes={source} path={path} subject={subject} />
    </Card>
  )
}
