// What a source and an output have in common: which event, where to, with which key and attributes.

import type { Topology } from '#shared/topology/topology.ts'
import { optional } from '../fields/codec.ts'
import type { FieldSpec, Option } from '../fields/fieldSpec.ts'
import { choiceCodec } from '../fields/listCodecs.ts'

/** The option that makes an event type of its own. */
export const NEW_EVENT_TYPE = ' new'

export function eventTypeField(topology: Topology): FieldSpec {
  const options = optionsOf(topology.eventTypes)
  return {
    key: 'eventTypeId',
    label: 'Event type',
    control: {
      kind: 'choice',
      options: [...options, { value: NEW_EVENT_TYPE, label: 'New event type …' }],
    },
  }
}

export function channelField(topology: Topology): FieldSpec {
  return {
    key: 'channelId',
    label: 'Channel',
    control: { kind: 'choice', options: optionsOf(topology.channels) },
  }
}

export const routingKeyField: FieldSpec = {
  key: 'routingKey',
  label: 'Routing key',
  help: 'One text, or a draw by weight: reserved.eu: 3, reserved.us: 1.',
  control: {
    kind: 'text',
    codec: optional(choiceCodec),
    placeholder: 'name of the event type',
    room: 'whole',
  },
}

export const ATTRIBUTES_HELP =
  'For filter policies and headers. A text, a number, true or false, a list (["a", "b"]), or a draw by weight: gold: 1, basic: 9.'

function optionsOf(map: Readonly<Record<string, { readonly name: string }>>): readonly Option[] {
  return Object.entries(map)
    .map(([value, { name }]) => ({ value, label: name }))
    .sort((a, b) => a.label.localeCompare(b.label))
}
