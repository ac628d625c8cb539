// What can be set on services and channels. Chosen, its field in the inspector has the focus.

import { type ChannelKind, channelSchemas } from '#shared/topology/channels.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { channelFields } from '../../inspector/channel/channelFields.ts'
import type { FieldSpec } from '../../inspector/fields/fieldSpec.ts'
import { settingFields } from '../../inspector/fields/settingFields.ts'
import { showField } from '../../inspector/fieldWish.ts'
import { capacityFields, serviceFields } from '../../inspector/service/serviceFields.ts'
import type { Findable } from './found.ts'

/** In a drawing with more nodes, those are meant that are named. */
const NODES_MAX = 200

/** Without a search there are none: they would bury everything else. */
export function settings({ services, channels }: Topology, search: string): readonly Findable[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const nodes = [...Object.entries(services), ...Object.entries(channels)]
  const isMeant = (name: string) =>
    nodes.length <= NODES_MAX || words.some((word) => name.toLowerCase().includes(word))
  return [
    ...Object.entries(services).flatMap(([id, { name }]) =>
      isMeant(name) ? found(['services', id], name, [...serviceFields, ...capacityFields]) : [],
    ),
    ...Object.entries(channels).flatMap(([id, { name, kind }]) =>
      isMeant(name) ? found(['channels', id], name, fieldsOf(kind)) : [],
    ),
  ]
}

function found(
  [section, nodeId]: readonly [string, string],
  name: string,
  fields: readonly FieldSpec[],
): readonly Findable[] {
  return fields.map(({ key, label, official }) => ({
    id: `setting ${section} ${nodeId} ${key}`,
    label: `Set ${official === true ? label : label.toLowerCase()} of ${name}`,
    hint: 'Setting',
    keys: [],
    run: () => showField(nodeId, [section, nodeId, key]),
  }))
}

function fieldsOf(kind: ChannelKind): readonly FieldSpec[] {
  return [...channelFields(kind, { exchanges: [] }), ...settingFields(channelSchemas[kind])]
}
