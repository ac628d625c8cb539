import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { useStoreApi } from 'reactflow'
import { setField } from '#shared/topology/edits.ts'
import { changeRun } from '../../connection/connection.ts'
import { designerStore } from '../../store/designerStore.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { type Corner, quietCorner } from './corner.ts'
import type { Insight, Remedy } from './insightTypes.ts'
import { useInsight } from './useInsight.ts'

/** One sentence of cause, one of consequence, and what could be done. */
export function InsightCard() {
  const insight = useInsight()
  const [closedKey, setClosedKey] = useState<string | null>(null)
  if (!insight || insight.key === closedKey) return null
  return <Card key={insight.key} insight={insight} onClose={() => setClosedKey(insight.key)} />
}

function Card({ insight, onClose }: { readonly insight: Insight; readonly onClose: () => void }) {
  const ref = useRef<HTMLElement>(null)
  const corner = useQuietCorner(ref)
  const { severity, cause, consequence, nodeIds, remedy } = insight
  return (
    <section
      ref={ref}
      className="insight float"
      aria-label="Insight"
      data-severity={severity}
      data-corner={corner}
    >
      <Icon name={severity} size={18} />
      <p>
        {/* Announced when the cause changes, not with every number. */}
        <b role="status">{cause}</b> {consequence}
      </p>
      <div className="insight-acts">
        {remedy ? (
          <Button tone="accent" size="small" onClick={() => carryOut(remedy)}>
            {remedyLabel(remedy)}
          </Button>
        ) : null}
        {nodeIds.length > 0 ? (
          <Button size="small" onClick={() => show(insight)}>
            Show it
          </Button>
        ) : null}
      </div>
      <IconButton icon="close" iconSize={12} label="Close the insight" onClick={onClose} />
    </section>
  )
}

/** Chosen as the card appears: while somebody reads it, it stays where it is. */
function useQuietCorner(ref: RefObject<HTMLElement | null>): Corner {
  const flow = useStoreApi()
  const [corner, setCorner] = useState<Corner>('left')
  useLayoutEffect(() => {
    if (!ref.current) return
    const { nodes, transform, width } = flow.getState()
    const [left, top, zoom] = transform
    const boxes = nodes.map(({ position, measured }) => ({
      x: position.x * zoom + left,
      y: position.y * zoom + top,
      width: (measured?.width ?? 0) * zoom,
      height: (measured?.height ?? 0) * zoom,
    }))
    const { offsetWidth, offsetHeight } = ref.current
    setCorner(quietCorner(width, { width: offsetWidth, height: offsetHeight }, boxes))
  }, [ref, flow])
  return corner
}

function show({ nodeIds }: Insight): void {
  const { select, requestFlyTo } = designerStore.getState()
  select({ nodeIds: nodeIds.slice(0, 1) })
  requestFlyTo(nodeIds)
}

function remedyLabel(remedy: Remedy): string {
  switch (remedy.kind) {
    case 'setReplicas':
      return `Set ${remedy.replicas} replicas`
    case 'recover':
      return 'Recover it'
    case 'restoreNode':
      return 'Bring it back'
  }
}

function carryOut(remedy: Remedy): void {
  const { topology, edit } = designerStore.getState()
  switch (remedy.kind) {
    case 'setReplicas': {
      const { serviceId, replicas } = remedy
      const name = topology.services[serviceId]?.name ?? serviceId
      const label = `Set ${replicas} replicas of ${name}`
      edit(setField(['services', serviceId, 'replicas'], replicas, label))
      return
    }
    case 'recover': {
      const { serviceId, fault } = remedy
      void changeRun({ kind: 'recover', serviceId, fault })
      return
    }
    case 'restoreNode':
      void changeRun(remedy)
      return
  }
}
