import type { Step } from '#shared/lib/json.ts'
import type { Output, Source } from '#shared/topology/services.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { attributeCodec } from '../fields/attributeCodec.ts'
import { FieldRow, Fields } from '../fields/FieldRow.tsx'
import { KeyedRows } from '../fields/KeyedRows.tsx'
import {
  ATTRIBUTES_HELP,
  channelField,
  eventTypeField,
  NEW_EVENT_TYPE,
  routingKeyField,
} from './publicationSpecs.ts'
import { setNewEventType } from './serviceEdits.ts'

export interface PublicationProps {
  readonly publishes: Source | Output
  readonly path: readonly Step[]
  readonly subject: string
}

export function TargetFields({ publishes, path, subject }: PublicationProps) {
  const topology = useDesigner((state) => state.topology)
  const typePath = [...path, 'eventTypeId']
  return (
    <>
      <FieldRow
        spec={eventTypeField(topology)}
        value={publishes.eventTypeId}
        path={typePath}
        subject={subject}
        instead={(value) => {
          if (value !== NEW_EVENT_TYPE) return false
          setNewEventType(typePath, subject)
          return true
        }}
      />
      <Fields specs={[channelField(topology)]} values={publishes} path={path} subject={subject} />
    </>
  )
}

/** What routing looks at: the key for an exchange, attributes for a filter policy, or for a headers exchange. */
export function RoutingFields({ publishes, path, subject }: PublicationProps) {
  const kind = useDesigner(({ topology }) => topology.channels[publishes.channelId]?.kind)
  const byKey = kind === 'rabbitExchange'
  const byAttributes = byKey || kind === 'snsTopic' || kind === 'sqsQueue'
  return (
    <>
      {byKey || publishes.routingKey !== undefined ? (
        <Fields specs={[routingKeyField]} values={publishes} path={path} subject={subject} />
      ) : null}
      {byAttributes || publishes.attributes !== undefined ? (
        <KeyedRows
          title="Attributes"
          help={ATTRIBUTES_HELP}
          map={publishes.attributes}
          path={[...path, 'attributes']}
          subject={subject}
          codec={attributeCodec}
          keyWord="attribute"
          firstValue=""
        />
      ) : null}
    </>
  )
}
