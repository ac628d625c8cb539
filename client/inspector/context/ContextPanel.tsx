import { formatCount, formatDuration, formatRate } from '#shared/lib/units.ts'
import {
  collapseContexts,
  expandContexts,
  removeContexts,
  resizeContext,
  ungroupContexts,
} from '#shared/topology/contexts.ts'
import type { Context } from '#shared/topology/layout.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import {
  type ContextParts,
  contextParts,
  oldestWaitingIn,
  rateOver,
  waitingIn,
} from '../../store/live/contextFigures.ts'
import { Button } from '../../ui/Button.tsx'
import { textCodec } from '../fields/codec.ts'
import { Fields } from '../fields/FieldRow.tsx'
import type { FieldSpec } from '../fields/fieldSpec.ts'
import { type Kpi, Kpis } from '../live/Kpis.tsx'
import { PanelHead } from '../PanelHead.tsx'
import { Section } from '../Section.tsx'
import { ContextMembers } from './ContextMembers.tsx'
import './context.css'

interface ContextPanelProps {
  readonly contextId: string
  readonly context: Context
}

const FIELDS: readonly FieldSpec[] = [
  {
    key: 'name',
    label: 'Name',
    control: { kind: 'text', codec: textCodec({ max: 120 }), room: 'name' },
  },
  { key: 'width', label: 'Width', control: { kind: 'stepper', min: 20, max: 100_000 } },
  { key: 'height', label: 'Height', control: { kind: 'stepper', min: 20, max: 100_000 } },
]

/** A context: how what belongs to it does as a whole, and who does. */
export function ContextPanel({ contextId, context }: ContextPanelProps) {
  const topology = useDesigner((state) => state.topology)
  const parts = contextParts(topology, contextId)
  const count = parts.serviceIds.length + parts.channelIds.length
  return (
    <>
      <PanelHead
        icon="context"
        title={context.name}
        subtitle={`Context of ${count} ${count === 1 ? 'element' : 'elements'}`}
      />
      <div className="panel-body">
        <section className="section">
          <Kpis kpis={kpisOf(parts)} />
        </section>
        <Section title="Frame">
          <Fields
            specs={FIELDS}
            values={context}
            path={['layout', 'contexts', contextId]}
            subject={context.name}
            instead={(key, value) => resized({ contextId, context }, key, value)}
          />
          <FrameButtons contextId={contextId} context={context} />
        </Section>
        <ContextMembers contextId={contextId} name={context.name} parts={parts} />
      </div>
    </>
  )
}

/** A frame never becomes smaller than what it holds. */
function resized({ contextId, context }: ContextPanelProps, key: string, value: unknown): boolean {
  if (key === 'name' || typeof value !== 'number') return false
  const { topology, edit } = designerStore.getState()
  const { x, y, width, height } = context
  edit(resizeContext(topology, contextId, { x, y, width, height, [key]: value }))
  return true
}

function FrameButtons({ contextId, context }: ContextPanelProps) {
  const act = (change: typeof ungroupContexts) => () => {
    const { topology, edit } = designerStore.getState()
    edit(change(topology, [contextId]))
  }
  const isCollapsed = context.collapsed === true
  return (
    <div className="context-buttons">
      <Button size="small" onClick={act(isCollapsed ? expandContexts : collapseContexts)}>
        {isCollapsed ? 'Expand' : 'Collapse'}
      </Button>
      <Button
        size="small"
        title="The frame goes, what it holds stays"
        onClick={act(ungroupContexts)}
      >
        Ungroup
      </Button>
      <Button size="small" tone="danger" onClick={act(removeContexts)}>
        Delete with content
      </Button>
    </div>
  )
}

function kpisOf(parts: ContextParts): readonly Kpi[] {
  return [
    {
      label: 'In',
      hint: 'Events a virtual second on all edges that lead into the frame',
      read: (live) => formatRate(rateOver(live, parts.inwards)),
    },
    {
      label: 'Out',
      hint: 'Events a virtual second on all edges that lead out of the frame',
      read: (live) => formatRate(rateOver(live, parts.outwards)),
    },
    {
      label: 'Waiting inside',
      hint: 'Messages that wait in all channels of the context',
      read: (live) => formatCount(waitingIn(live, parts)),
    },
    {
      label: 'Oldest waiting',
      hint: 'Age of the message that waits longest in a channel of the context',
      read: (live) => formatDuration(oldestWaitingIn(live, parts)),
    },
  ]
}
