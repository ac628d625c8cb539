import { entriesById } from '#shared/lib/entries.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { Fields } from '../fields/FieldRow.tsx'
import { Notes } from '../fields/Notes.tsx'
import { Section } from '../Section.tsx'
import { BreakdownFields } from './BreakdownFields.tsx'
import { HandlerCard } from './HandlerCard.tsx'
import { SourceCard } from './SourceCard.tsx'
import { addHandler, addSource } from './serviceEdits.ts'
import { capacityFields, serviceFields } from './serviceFields.ts'
import type { ServiceProps } from './serviceProps.ts'

export function ServiceConfigure({ serviceId, service }: ServiceProps) {
  const path = ['services', serviceId]
  const subject = service.name
  return (
    <>
      <Section title="Service">
        <Fields specs={serviceFields} values={service} path={path} subject={subject} />
        <Fields specs={capacityFields} values={service} path={path} subject={subject} />
        <BreakdownFields
          breakdowns={service.breakdowns}
          path={[...path, 'breakdowns']}
          subject={subject}
        />
      </Section>
      <Sources serviceId={serviceId} service={service} />
      <Handlers serviceId={serviceId} service={service} />
      <Section title="Notes">
        <Notes
          isTitled
          label="Notes"
          value={service.notes}
          path={[...path, 'notes']}
          subject={subject}
        />
      </Section>
    </>
  )
}

function Sources({ serviceId, service }: ServiceProps) {
  const hasChannel = useDesigner(({ topology }) => Object.keys(topology.channels).length > 0)
  return (
    <Section title="Sources" aside="what it publishes by itself">
      {entriesById(service.sources).map(([id, source]) => (
        <SourceCard
          key={id}
          source={source}
          path={['services', serviceId, 'sources', id]}
          serviceName={service.name}
        />
      ))}
      <Button
        size="small"
        icon="plus"
        disabled={!hasChannel}
        onClick={() => addSource(serviceId)}
        title={hasChannel ? undefined : 'Draw a channel first: a source publishes to one.'}
      >
        Add a source
      </Button>
    </Section>
  )
}

function Handlers({ serviceId, service }: ServiceProps) {
  const subscribed = useDesigner(({ topology }) =>
    Object.values(topology.subscriptions).some(
      (subscription) => subscription.serviceId === serviceId,
    ),
  )
  return (
    <Section title="Handlers" aside="what it does with an event">
      {entriesById(service.handlers).map(([id, handler]) => (
        <HandlerCard
          key={id}
          handlerId={id}
          handler={handler}
          serviceId={serviceId}
          serviceName={service.name}
        />
      ))}
      {subscribed ? (
        <Button size="small" icon="plus" onClick={() => addHandler(serviceId)}>
          Add a handler
        </Button>
      ) : (
        <p className="field-help">
          Draw an edge from a channel to this service: it gets a handler with it.
        </p>
      )}
    </Section>
  )
}
