// Predicted from the drawing alone, before anything runs.

import { formatRate } from '#shared/lib/units.ts'
import { capacityAdvice } from './capacity.ts'
import type { Insight, InsightContext } from './insightTypes.ts'

export function overload(context: InsightContext): Insight | null {
  const { load, topology } = context
  if (load.amplifyingCycle) return amplifying(load.amplifyingCycle)
  const worst = Object.entries(load.services)
    .filter(([, { utilisation, slots }]) => utilisation >= 1 && slots > 0)
    .sort(([, a], [, b]) => b.utilisation - a.utilisation)[0]
  const service = worst && topology.services[worst[0]]
  if (!worst || !service) return null
  const [serviceId, { arrivalsPerSecond, utilisation }] = worst
  const { sentence, remedy } = capacityAdvice(context, serviceId)
  return {
    key: `overload ${serviceId}`,
    severity: 'warning',
    cause: `${service.name} will fall behind.`,
    consequence:
      `${formatRate(arrivalsPerSecond)} need ${percent(utilisation)} of its slots. ${sentence}`.trim(),
    nodeIds: [serviceId],
    remedy,
  }
}

function amplifying({
  names,
  nodeIds,
  gain,
}: NonNullable<InsightContext['load']['amplifyingCycle']>): Insight {
  const times = Number.isFinite(gain) ? `${Math.round(gain * 100) / 100} events` : 'ever more'
  return {
    key: 'amplifying',
    severity: 'error',
    cause: 'Events multiply in a circle.',
    consequence: `Each that enters ${names.join(' → ')} comes back as ${times}: the run would end at its bounds.`,
    nodeIds,
    remedy: null,
  }
}

function percent(part: number): string {
  return Number.isFinite(part) ? `${Math.round(part * 100)} %` : 'endless'
}
