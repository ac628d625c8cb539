// Faults that somebody injected: what they do now, and the button that ends them.

import { formatCount } from '#shared/lib/units.ts'
import { signedRate } from '../live/readings.ts'
import { backlogBefore } from './backlog.ts'
import type { Insight, InsightContext } from './insightTypes.ts'

const ORDER = ['crash', 'pause', 'slow'] as const

export function faulted(context: InsightContext): Insight | null {
  const { run, topology } = context
  const faults = [...(run?.faults ?? [])].sort(
    (a, b) => ORDER.indexOf(a.fault.kind) - ORDER.indexOf(b.fault.kind),
  )
  const [worst] = faults
  const service = worst && topology.services[worst.fault.serviceId]
  if (!worst || !service) return null
  const { fault } = worst
  return {
    key: `fault ${fault.kind} ${fault.serviceId}`,
    severity: fault.kind === 'crash' ? 'error' : 'warning',
    cause: `${service.name} ${causeOf(fault)}.`,
    consequence: consequenceOf(context, fault.serviceId),
    nodeIds: [fault.serviceId],
    remedy: { kind: 'recover', serviceId: fault.serviceId, fault: fault.kind },
  }
}

type Fault = NonNullable<InsightContext['run']>['faults'][number]['fault']

function causeOf(fault: Fault): string {
  switch (fault.kind) {
    case 'crash':
      return 'has crashed'
    case 'pause':
      return 'is paused'
    case 'slow':
      return `takes ${fault.factor} times as long`
  }
}

function consequenceOf(context: InsightContext, serviceId: string): string {
  const backlog = backlogBefore(context, serviceId)
  if (!backlog) return 'It sends nothing until it is back.'
  const { name, isKafka, waiting, growth } = backlog
  const trend = signedRate(growth)
  if (waiting === 0) return `Nothing waits in ${name} yet.`
  const level = isKafka
    ? `Lag of ${name}: ${formatCount(waiting)}`
    : `${formatCount(waiting)} wait in ${name}`
  return `${level}${trend === '' ? '' : `, ${trend}`}.`
}
