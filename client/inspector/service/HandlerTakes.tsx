import type { Step } from '#shared/lib/json.ts'
import { setField } from '#shared/topology/edits.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { Handler } from '#shared/topology/services.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { edgesOf } from '../../store/selectors.ts'
import { CheckList } from '../fields/CheckList.tsx'
import type { Option } from '../fields/fieldSpec.ts'

interface HandlerTakesProps {
  readonly handler: Handler
  readonly path: readonly Step[]
  readonly serviceId: string
  readonly subject: string
}

/** Which of the service's subscriptions a handler takes from, and which event types. */
export function HandlerTakes({ handler, path, serviceId, subject }: HandlerTakesProps) {
  const topology = useDesigner((state) => state.topology)
  const { edit } = designerStore.getState()
  const subscriptions = subscriptionOptions(topology, serviceId)
  const types = typeOptions(topology, handler)
  return (
    <>
      {subscriptions.length > 1 ? (
        <CheckList
          title="Takes from"
          options={subscriptions}
          chosen={handler.subscriptionIds}
          onChange={(ids) =>
            edit(setField([...path, 'subscriptionIds'], ids, `Set what ${subject} takes`))
          }
        />
      ) : null}
      {types.length > 1 ? (
        <CheckList
          title="Event types"
          none="all of them"
          options={types}
          chosen={handler.eventTypeIds ?? []}
          onChange={(ids) => {
            const value = ids.length === 0 ? undefined : ids
            edit(setField([...path, 'eventTypeIds'], value, `Set what ${subject} takes`))
          }}
        />
      ) : null}
    </>
  )
}

function subscriptionOptions(topology: Topology, serviceId: string): readonly Option[] {
  return Object.entries(topology.subscriptions)
    .filter(([, subscription]) => subscription.serviceId === serviceId)
    .map(([value, { channelId }]) => ({
      value,
      label: topology.channels[channelId]?.name ?? channelId,
    }))
    .sort((a, b) => a.label.localeCompare(b.label))
}

/** Types that can arrive, and those that are named already. */
function typeOptions(topology: Topology, handler: Handler): readonly Option[] {
  const elements = new Set(handler.subscriptionIds.map(elementNames.subscription))
  const arriving = edgesOf(topology)
    .filter(({ kind, elements: [name = ''] }) => kind === 'subscription' && elements.has(name))
    .flatMap(({ eventTypeIds }) => eventTypeIds)
  const ids = [...new Set([...arriving, ...(handler.eventTypeIds ?? [])])].sort()
  return ids.map((value) => ({ value, label: topology.eventTypes[value]?.name ?? value }))
}
