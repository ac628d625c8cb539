import { entriesById } from '#shared/lib/entries.ts'
import { setField } from '#shared/topology/edits.ts'
import type { Handler } from '#shared/topology/services.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { percentCodec } from '../fields/codec.ts'
import { Fields } from '../fields/FieldRow.tsx'
import type { FieldSpec } from '../fields/fieldSpec.ts'
import { Card } from '../Section.tsx'
import { HandlerTakes } from './HandlerTakes.tsx'
import { OutputCard } from './OutputCard.tsx'
import { ServiceTimeFields } from './ServiceTimeFields.tsx'
import { addOutput } from './serviceEdits.ts'

export interface HandlerCardProps {
  readonly handlerId: string
  readonly handler: Handler
  readonly serviceId: string
  readonly serviceName: string
}

const failureField: FieldSpec = {
  key: 'probability',
  label: 'Failing',
  help: 'Chance that an attempt fails, after its service time.',
  control: { kind: 'text', codec: percentCodec },
}

/** What a service does with an event: how long, how surely, and what it publishes then. */
export function HandlerCard({ handlerId, handler, serviceId, serviceName }: HandlerCardProps) {
  const title = useHandlerTitle(handler)
  const path = ['services', serviceId, 'handlers', handlerId]
  const subject = `${title} by ${serviceName}`
  const remove = () =>
    designerStore.getState().edit(setField(path, undefined, `Delete the handler ${subject}`))
  return (
    <Card title={title} onDelete={remove}>
      <HandlerTakes handler={handler} path={path} serviceId={serviceId} subject={subject} />
      <ServiceTimeFields
        serviceTime={handler.serviceTime}
        path={[...path, 'serviceTime']}
        subject={subject}
      />
      <Fields
        specs={[failureField]}
        values={handler.failure}
        path={[...path, 'failure']}
        subject={subject}
      />
      <h4>Publishes then</h4>
      {entriesById(handler.outputs).map(([id, output]) => (
        <OutputCard
          key={id}
          output={output}
          path={[...path, 'outputs', id]}
          serviceName={serviceName}
        />
      ))}
      <Button size="small" icon="plus" onClick={() => addOutput(serviceId, handlerId)}>
        Add an output
      </Button>
    </Card>
  )
}

/** "orders", "orders: OrderPlaced": what it takes tells handlers apart. */
function useHandlerTitle(handler: Handler): string {
  return useDesigner(({ topology }) => {
    const channels = handler.subscriptionIds.map((id) => {
      const channelId = topology.subscriptions[id]?.channelId ?? id
      return topology.channels[channelId]?.name ?? channelId
    })
    const types = (handler.eventTypeIds ?? []).map((id) => topology.eventTypes[id]?.name ?? id)
    const from = channels.length === 0 ? 'nothing' : [...new Set(channels)].join(', ')
    return `From ${from}${types.length === 0 ? '' : `: ${types.join(', ')}`}`
  })
}
