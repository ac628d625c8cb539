// What all nodes have in common: the box with its silhouette, icon and name, the status, the handles.

import { memo, type ReactNode } from 'react'
import { Handle, Position } from 'reactflow'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import { Details } from '../live/Details.tsx'
import type { Status } from '../live/status.ts'
import { BreakpointBadge } from './BreakpointBadge.tsx'
import { NodeName } from './NodeName.tsx'
import { ProblemBadge } from './ProblemBadge.tsx'
import { StatusMark } from './StatusMark.tsx'

interface NodeFrameProps {
  readonly nodeId: string
  readonly name: string
  /** Names the silhouette: a class of nodes.css. */
  readonly shape: 'service' | 'external' | 'projection' | 'rail' | 'pill' | 'store' | 'dead-letter'
  readonly icon: IconName
  readonly status: Status
  readonly selected: boolean
  /** Of the events inside, 1 to 5; 0: none. */
  readonly hue?: number
  /** Under the name. */
  readonly subtitle?: ReactNode
  readonly children?: ReactNode
}

export function NodeFrame(props: NodeFrameProps) {
  const { nodeId, name, shape, icon, status, selected, hue = 0, subtitle, children } = props
  const classes = ['node', `node-${shape}`, selected ? 'node-selected' : ''].join(' ').trim()
  return (
    <div className={classes} data-status={status} data-hue={hue}>
      <Handles name={name} />
      <BreakpointBadge at={{ kind: 'node', id: nodeId }} />
      <ProblemBadge nodeId={nodeId} />
      <header className="node-head">
        <span className="node-icon">
          <Icon name={icon} size={13} />
        </span>
        <div className="node-title">
          <NodeName nodeId={nodeId} name={name} />
          <Details>{subtitle}</Details>
        </div>
        <StatusMark status={status} />
      </header>
      <div className="node-body">{children}</div>
    </div>
  )
}

const Handles = memo(function Handles({ name }: { readonly name: string }) {
  return (
    <>
      <Handle
        id="in"
        type="target"
        position={Position.Left}
        aria-label={`Connect to ${name}`}
        role="button"
      />
      <Handle
        id="out"
        type="source"
        position={Position.Right}
        aria-label={`Connect from ${name}`}
        role="button"
      />
    </>
  )
})
