import { useState } from 'react'
import { setField } from '#shared/topology/edits.ts'
import { changeRun } from '../../connection/connection.ts'
import { designerStore } from '../../store/designerStore.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import type { Insight, Remedy } from './insightTypes.ts'
import { useInsight } from './useInsight.ts'

/** One sentence of cause, one of consequence, and what could be done. */
export function InsightCard() {
  const insight = useInsight()
  const [closedKey, setClosedKey] = useState<string | null>(null)
  if (!insight || insight.key === closedKey) return null
  const { severity, cause, consequence, nodeIds, remedy } = insight
  return (
    <section className="insight float" aria-label="Insight" data-severity={severity}>
      <Icon name={severity} size={18} />
      <div>
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
      </div>
      <IconButton
        icon="close"
        iconSize={12}
        label="Close the insight"
        onClick={() => setClosedKey(insight.key)}
      />
    </section>
  )
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
    case 'showProblems':
      return 'Show the problems'
  }
}

function carryOut(remedy: Remedy): void {
  const { topology, edit, openDock } = designerStore.getState()
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
    case 'showProblems':
      openDock('problems')
  }
}
