// Faults that somebody injected: what they do now, and the button that ends them.

import { formatCount } from '#shared/lib/units.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { Fault, ServiceFault } from '#shared/topology/recipe.ts'
import { signedRate } from '../live/readings.ts'
import { backlogBefore } from './backlog.ts'
import type { Insight, InsightContext } from './insightTypes.ts'

const ORDER = ['crash', 'nodeDown', 'disconnect', 'pause', 'slow'] as const

export function faulted(context: InsightContext): Insight | null {
  const { run } = context
  const [worst] = [...(run?.faults ?? [])].sort(
    (a, b) => ORDER.indexOf(a.fault.kind) - ORDER.indexOf(b.fault.kind),
  )
  if (!worst) return null
  const { fault } = worst
  return fault.kind === 'nodeDown' ? ofNode(context, fault) : ofService(context, fault)
}

function ofService(context: InsightContext, fault: ServiceFault): Insight | null {
  const { kind, serviceId } = fault
  const service = context.topology.services[serviceId]
  if (!service) return null
  return {
    key: `fault ${kind} ${serviceId}`,
    severity: kind === 'crash' ? 'error' : 'warning',
    cause: `${service.name} ${causeOf(fault)}.`,
    consequence: consequenceOf(context, serviceId),
    nodeIds: [serviceId],
    remedy: { kind: 'recover', serviceId, fault: kind },
  }
}

function ofNode(
  { topology, figures }: InsightContext,
  { channelId, node }: Extract<Fault, { kind: 'nodeDown' }>,
): Insight | null {
  const channel = topology.channels[channelId]
  if (!channel) return null
  const name = elementNames.channel(channelId)
  const up = figures.figure(name, 'nodesUp')
  return {
    key: `fault nodeDown ${channelId} ${node}`,
    severity: up === 0 ? 'error' : 'warning',
    cause: `Node ${node} of ${channel.name} is down.`,
    consequence: nodesConsequence(up, figures.rate(name, 'refused')),
    nodeIds: [channelId],
    remedy: { kind: 'restoreNode', channelId, node },
  }
}

function nodesConsequence(up: number, refusedPerSecond: number): string {
  if (up === 0) return 'None is left: nothing goes in or out until one is back.'
  const left = up === 1 ? 'One node is left' : `${formatCount(up)} nodes are left`
  return refusedPerSecond > 0 ? `${left}, and publications are refused.` : `${left}.`
}

function causeOf(fault: ServiceFault): string {
  switch (fault.kind) {
    case 'crash':
      return 'has crashed'
    case 'disconnect':
      return 'is cut off from its brokers'
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
