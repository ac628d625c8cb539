import { memo } from 'react'
import { Handle, type NodeProps, Position } from 'reactflow'
import { formatCount, formatRate } from '#shared/lib/units.ts'
import { thingOf } from '../../store/canvasIds.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { contextParts, rateOver, waitingIn } from '../../store/live/contextFigures.ts'
import { useFigureText } from '../../store/live/useFigureText.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import type { ContextCanvasNode } from '../annotations/annotationDrafts.ts'
import { BigFigure, Figure } from '../live/Figure.tsx'
import type { Status } from '../live/status.ts'
import { StatusMark } from '../nodes/StatusMark.tsx'
import { ContextName } from './ContextName.tsx'
import { contentIcons, contentWords } from './contentWords.ts'
import { contextStatus } from './contextStatus.ts'
import { foldContext } from './folding.ts'

/** A collapsed context: what goes in and out of it, what waits inside, and how the worst of it does. */
export const ContextSummaryView = memo(function ContextSummaryView({
  id,
  data: { context },
  selected,
}: NodeProps<ContextCanvasNode>) {
  const contextId = thingOf(id).id
  const parts = useDesigner(({ topology }) => contextParts(topology, contextId))
  const holdsSelected = useDesigner(({ selectedNodeIds }) =>
    selectedNodeIds.some(
      (nodeId) => parts.serviceIds.includes(nodeId) || parts.channelIds.includes(nodeId),
    ),
  )
  const status = useFigureText((live) => contextStatus(live, parts)) as Status
  const { name } = context
  return (
    <div
      className={`node context-summary ${selected ? 'node-selected' : ''}`}
      data-status={status}
      data-holds-selected={holdsSelected || undefined}
    >
      <Ports />
      <header className="node-head">
        <IconButton
          className="context-fold nodrag"
          icon="chevronRight"
          iconSize={13}
          label={`Expand ${name}`}
          tabIndex={-1}
          onDoubleClick={(event) => event.stopPropagation()}
          onClick={() => foldContext(contextId)}
        />
        <div className="node-title">
          <ContextName contextId={contextId} name={name} />
          <div className="node-subtitle">{contentWords(parts)}</div>
        </div>
        <StatusMark status={status} />
      </header>
      <div className="node-body">
        <div className="node-row node-brief">
          <BigFigure
            label={`Into ${name}`}
            read={(live) => formatRate(rateOver(live, parts.inwards))}
          />
          <span className="node-detail">in</span>
        </div>
        <div className="node-row node-detail">
          <span>Out</span>
          <Figure
            label={`Out of ${name}`}
            read={(live) => formatRate(rateOver(live, parts.outwards))}
          />
        </div>
        <div className="node-row node-detail">
          <span>Waiting inside</span>
          <Figure
            label={`Waiting in ${name}`}
            read={(live) => formatCount(waitingIn(live, parts))}
          />
        </div>
        <Inside contextId={contextId} />
      </div>
    </div>
  )
})

/** Nothing is connected here, but React Flow draws no edge to a node where it measures no ends for it. */
function Ports() {
  const common = { className: 'context-port', isConnectable: false, 'aria-hidden': true }
  return (
    <>
      <Handle type="target" id="in" position={Position.Left} {...common} />
      <Handle type="source" id="out" position={Position.Right} {...common} />
    </>
  )
}

/** The kinds of what is inside, as their icons. */
function Inside({ contextId }: { readonly contextId: string }) {
  const topology = useDesigner((state) => state.topology)
  const { icons, more } = contentIcons(topology, contextParts(topology, contextId))
  return (
    <div className="context-inside node-detail" aria-hidden>
      {icons.map(({ nodeId, icon }) => (
        <Icon key={nodeId} name={icon} size={12} />
      ))}
      {more}
    </div>
  )
}
