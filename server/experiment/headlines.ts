// Which metrics are shown where nobody asked for particular ones: those that answer most questions, of
// the parts that what is varied has to do with.

import type { Topology } from '#shared/topology/topology.ts'
import { keptMetrics, type Plan } from './plan.ts'

/** More columns than this no table carries. */
const SHOWN_MAX = 12

const SERVICE_METRICS = ['throughputPerSecond', 'utilisation']
const SUBSCRIPTION_METRICS = ['waitMeanMs', 'waitP99Ms']

/** `limited`: the metric of a limit, which comes first. */
export function headlinesOf(plan: Plan, limited: string | null): readonly string[] {
  const kept = new Set(keptMetrics(plan))
  const wanted = plan.metrics.length > 0 ? [...kept] : usual(plan)
  const shown = [...(limited === null ? [] : [limited]), ...wanted].filter((path) => kept.has(path))
  return [...new Set(shown)].slice(0, SHOWN_MAX)
}

function usual({ topology, varied }: Plan): readonly string[] {
  const parts = new Set(varied.flatMap(({ path }) => partsNear(topology, path)))
  const isNear = (part: string) => parts.size === 0 || parts.has(part)
  const paths = (section: 'services' | 'subscriptions', names: readonly string[]) =>
    Object.keys(topology[section])
      .sort()
      .filter((id) => isNear(`${section}.${id}`))
      .filter((id) => section === 'subscriptions' || consumes(topology, id))
      .flatMap((id) => names.map((name) => `${section}.${id}.${name}`))
  return [...paths('services', SERVICE_METRICS), ...paths('subscriptions', SUBSCRIPTION_METRICS)]
}

function consumes({ subscriptions }: Topology, id: string): boolean {
  return Object.values(subscriptions).some(({ serviceId }) => serviceId === id)
}

/** The part that a path leads into, its subscriptions, and the services behind them. */
function partsNear({ subscriptions }: Topology, path: string): readonly string[] {
  const [section = '', id = ''] = path.split('.')
  return Object.entries(subscriptions).flatMap(([subscriptionId, { channelId, serviceId }]) => {
    const own = { services: serviceId, channels: channelId, subscriptions: subscriptionId }
    const isNear = Object.hasOwn(own, section) && own[section as keyof typeof own] === id
    return isNear ? [`subscriptions.${subscriptionId}`, `services.${serviceId}`] : []
  })
}
