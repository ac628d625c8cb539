import { useDesigner } from '../../store/designerStore.ts'
import { ViewportPortal } from '../FlowPortals.tsx'
import type { Box } from '../geometry.ts'
import { useCanvas } from '../interaction/canvasStore.ts'

/** Beside the first node, until there is a second: where edges come from. */
export function FirstNodeHint({ boxes }: { readonly boxes: ReadonlyMap<string, Box> }) {
  const isBusy = useCanvas(({ connecting, quickAdd }) => (connecting ?? quickAdd) !== null)
  const isPlacing = useDesigner((state) => state.placing !== null)
  const [box] = boxes.values()
  if (!box || boxes.size > 1 || isBusy || isPlacing) return null
  const { x, y, width, height } = box
  return (
    <ViewportPortal>
      <div
        className="first-node-hint"
        aria-hidden
        style={{ transform: `translate(${x + width + 12}px, ${y + height / 2}px)` }}
      >
        <svg width={64} height={20} viewBox="0 0 64 20" aria-hidden>
          <path d="M1 10H58M52 4.5 58.5 10 52 15.500" />
        </svg>
        Drag from here
      </div>
    </ViewportPortal>
  )
}
