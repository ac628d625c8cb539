import { contextIdOf } from '#shared/topology/contextMembers.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import './context.css'

/** " in Payments": the context of a service or channel, which a click selects. */
export function InContext({ nodeId }: { readonly nodeId: string }) {
  const contextId = useDesigner(({ topology }) => contextIdOf(topology, nodeId))
  const name = useDesigner(({ topology }) =>
    contextId === undefined ? undefined : topology.layout.contexts[contextId]?.name,
  )
  if (contextId === undefined || name === undefined) return null
  return (
    <>
      {' in '}
      <button
        type="button"
        className="in-context"
        aria-label={`Select the context ${name}`}
        onClick={() => designerStore.getState().select({ contextIds: [contextId] })}
      >
        {name}
      </button>
    </>
  )
}
