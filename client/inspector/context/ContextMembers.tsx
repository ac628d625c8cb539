import { joinContext, leaveContext } from '#shared/topology/contexts.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import type { ContextParts } from '../../store/live/contextFigures.ts'
import { nodeKinds } from '../../store/nodeKinds.ts'
import { nodeOf } from '../../store/selectors.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Section } from '../Section.tsx'
import '../lists.css'

interface ContextMembersProps {
  readonly contextId: string
  readonly name: string
  readonly parts: ContextParts
}

/** Who belongs to a context; without a pointer, elements join and leave here. */
export function ContextMembers({ contextId, name, parts }: ContextMembersProps) {
  const ids = [...parts.serviceIds, ...parts.channelIds]
  return (
    <Section title="Members" aside={String(ids.length)}>
      <ul className="node-list">
        {ids.map((id) => (
          <Member key={id} nodeId={id} contextName={name} />
        ))}
      </ul>
      <JoinSelect contextId={contextId} name={name} memberIds={ids} />
    </Section>
  )
}

function Member({
  nodeId,
  contextName,
}: {
  readonly nodeId: string
  readonly contextName: string
}) {
  const topology = useDesigner((state) => state.topology)
  const node = nodeOf(topology, nodeId)
  if (!node) return null
  const { select, edit } = designerStore.getState()
  return (
    <li>
      <button
        type="button"
        title={`${node.name}, ${nodeKinds[node.kind].label}`}
        onClick={() => select({ nodeIds: [nodeId] })}
      >
        <Icon name={node.kind} size={14} />
        <b>{node.name}</b>
        <span>{nodeKinds[node.kind].label}</span>
      </button>
      <IconButton
        icon="close"
        iconSize={10}
        label={`Take ${node.name} out of ${contextName}`}
        onClick={() => {
          const leaving = leaveContext(topology, { nodeIds: [nodeId] })
          if (leaving) edit(leaving)
        }}
      />
    </li>
  )
}

interface JoinSelectProps {
  readonly contextId: string
  readonly name: string
  readonly memberIds: readonly string[]
}

function JoinSelect({ contextId, name, memberIds }: JoinSelectProps) {
  const topology = useDesigner((state) => state.topology)
  const members = new Set(memberIds)
  const others = [...Object.keys(topology.services), ...Object.keys(topology.channels)]
    .filter((id) => !members.has(id))
    .map((id) => ({ id, label: nodeOf(topology, id)?.name ?? id }))
    .sort((a, b) => (a.label < b.label ? -1 : 1))
  return (
    <select
      className="text-field"
      aria-label={`Put into ${name}`}
      value=""
      disabled={others.length === 0}
      onChange={(event) => {
        const joining = joinContext(topology, contextId, { nodeIds: [event.target.value] })
        if (joining) designerStore.getState().edit(joining)
      }}
    >
      <option value="">{others.length === 0 ? 'Nothing else is drawn' : 'Put into it …'}</option>
      {others.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </select>
  )
}
