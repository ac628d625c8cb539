import {
  type Binding,
  bindingSchemas,
  type Subscription,
  subscriptionSchemas,
} from '#shared/topology/channels.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { edgesOf } from '../../store/selectors.ts'
import { routingKeyField } from '../edge/BindingPanel.tsx'
import { elementId } from '../edge/elementId.ts'
import { retryFields } from '../edge/subscriptionFields.ts'
import { settingFields } from '../fields/settingFields.ts'
import { Section } from '../Section.tsx'
import { ManyFields, ManySettings } from './ManyFields.tsx'

/** What edges of one kind have in common; of several kinds, each kind for itself. */
export function ManyEdges({ ids }: { readonly ids: readonly string[] }) {
  const topology = useDesigner((state) => state.topology)
  const chosen = new Set(ids)
  const edges = edgesOf(topology).filter(({ id }) => chosen.has(id))
  const subscriptions = groupsIn(edges, 'subscription', topology.subscriptions)
  const bindings = groupsIn(edges, 'binding', topology.bindings)
  const shown = [...subscriptions, ...bindings].reduce((sum, group) => sum + group.length, 0)
  return (
    <>
      {subscriptions.map((group) => (
        <Subscriptions key={group[0]?.value.kind} group={group} />
      ))}
      {bindings.map((group) => (
        <Bindings key={group[0]?.value.kind} group={group} />
      ))}
      {shown < edges.length ? (
        <p className="selection-note">
          {shown === 0 ? 'These edges have' : 'Other edges have'} no settings to change together.
        </p>
      ) : null}
    </>
  )
}

interface Named<Value> {
  readonly id: string
  readonly value: Value
}

/** Two of a kind at least. */
function groupsIn<Value extends { readonly kind: string }>(
  edges: readonly TopologyEdge[],
  kind: TopologyEdge['kind'],
  map: Readonly<Record<string, Value>>,
): readonly (readonly Named<Value>[])[] {
  const groups = new Map<string, Named<Value>[]>()
  for (const edge of edges) {
    const id = elementId(edge)
    const value = edge.kind === kind ? map[id] : undefined
    if (value) groups.set(value.kind, [...(groups.get(value.kind) ?? []), { id, value }])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

function Subscriptions({ group }: { readonly group: readonly Named<Subscription>[] }) {
  const [first] = group
  if (!first) return null
  const subject = `${group.length} subscriptions`
  const parts = group.map(({ id, value }) => ({ values: value, path: ['subscriptions', id] }))
  const retries = group.map(({ id, value }) => ({
    values: value.retry,
    path: ['subscriptions', id, 'retry'],
  }))
  return (
    <>
      <Section title={subject}>
        <ManySettings
          specs={settingFields(subscriptionSchemas[first.value.kind])}
          parts={parts}
          subject={subject}
        />
      </Section>
      <Section title="When it fails" aside="within one delivery">
        <ManyFields specs={retryFields} parts={retries} subject={subject} />
      </Section>
    </>
  )
}

function Bindings({ group }: { readonly group: readonly Named<Binding>[] }) {
  const [first] = group
  if (!first) return null
  const { kind } = first.value
  const subject = `${group.length} bindings`
  const parts = group.map(({ id, value }) => ({ values: value, path: ['bindings', id] }))
  return (
    <Section title={subject}>
      {kind === 'rabbitBinding' ? (
        <ManyFields specs={[routingKeyField('topic')]} parts={parts} subject={subject} />
      ) : null}
      <ManySettings specs={settingFields(bindingSchemas[kind])} parts={parts} subject={subject} />
    </Section>
  )
}
