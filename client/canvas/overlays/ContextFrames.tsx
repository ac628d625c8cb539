import { ViewportPortal } from 'reactflow'
import { entriesById } from '#shared/lib/entries.ts'
import { useDesigner } from '../../store/designerStore.ts'

/** Bounded contexts: dashed frames behind everything, in the drawing's own coordinates. */
export function ContextFrames() {
  const contexts = useDesigner((state) => state.topology.layout.contexts)
  return (
    <ViewportPortal>
      {entriesById(contexts).map(([id, { name, x, y, width, height }]) => (
        <div
          key={id}
          className="context-frame"
          style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
        >
          <span>{name}</span>
        </div>
      ))}
    </ViewportPortal>
  )
}
