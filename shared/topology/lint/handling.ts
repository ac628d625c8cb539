// Who takes what a subscription brings.

import { entriesById, ownValue } from '../../lib/entries.ts'
import { grouped } from '../../lib/grouped.ts'
import { quoted } from '../describe.ts'
import { setField } from '../edits.ts'
import { freshIdIn } from '../naming.ts'
import { newHandler } from '../newElements.ts'
import type { Service } from '../services.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { shownSubscription } from './shown.ts'
import { handlerWords, listed, named, namedType, sentence, subscriptionWords } from './words.ts'

export function unhandledSubscriptions({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.subscriptions).flatMap(([id, { serviceId }]) => {
    const service = ownValue(topology.services, serviceId)
    if (!service || isNamed(service, id)) return []
    const handlerId = freshIdIn(service.handlers, 'handle', 'handler')
    const path = ['services', serviceId, 'handlers', handlerId]
    const label = `Add a handler to ${named(topology, serviceId)}`
    const words = subscriptionWords(topology, id)
    return [
      {
        severity: 'warning',
        code: 'unhandled-subscription',
        message: `No handler takes what ${words} brings: it is acknowledged and ignored. Name the subscription in a handler.`,
        elementIds: shownSubscription(topology, id),
        path: ['services', serviceId, 'handlers'],
        fix: { label, edit: setField(path, newHandler(id), label) },
      },
    ]
  })
}

/** A subscription is that of one service. */
export function foreignSubscriptions({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.services).flatMap(([serviceId, { handlers }]) =>
    entriesById(handlers).flatMap(([handlerId, { subscriptionIds }]) =>
      subscriptionIds.flatMap((id, index) => {
        const subscription = ownValue(topology.subscriptions, id)
        if (!subscription || subscription.serviceId === serviceId) return []
        const path = ['services', serviceId, 'handlers', handlerId, 'subscriptionIds']
        const label = 'Remove it from the handler'
        const left = subscriptionIds.filter((other) => other !== id)
        return [
          {
            severity: 'error',
            code: 'foreign-subscription',
            message: `${sentence(handlerWords(topology, serviceId, handlerId))} takes ${subscriptionWords(topology, id)}, which is another service's. A handler takes what its own service subscribes to.`,
            elementIds: [serviceId],
            path: [...path, index],
            fix: { label, edit: setField(path, left, label) },
          } as const,
        ]
      }),
    ),
  )
}

export function handlersWithoutWork({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.services).flatMap(([serviceId, { handlers }]) =>
    entriesById(handlers).flatMap(([handlerId, { subscriptionIds, eventTypeIds }]) => {
      const without =
        subscriptionIds.length === 0 ? 'subscription' : eventTypeIds?.length === 0 && 'event type'
      if (!without) return []
      return [
        {
          severity: 'warning',
          code: 'idle-handler',
          message: `${sentence(handlerWords(topology, serviceId, handlerId))} names no ${without}, so it never does anything.`,
          elementIds: [serviceId],
          path: ['services', serviceId, 'handlers', handlerId],
        } as const,
      ]
    }),
  )
}

/** Exactly one handler takes a delivery. */
export function rivalHandlers({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.services).flatMap(([serviceId, service]) =>
    [...takersOf(service)].flatMap(([subscriptionId, takers]) => {
      const rivals = rivalsAmong(takers)
      if (!rivals) return []
      const [first, second, eventTypeId] = rivals
      const type = eventTypeId === null ? '' : ` of the type ${namedType(topology, eventTypeId)}`
      const handlers = listed([quoted(first), quoted(second)])
      return [
        {
          severity: 'error',
          code: 'rival-handlers',
          message: `The handlers ${handlers} of ${named(topology, serviceId)} both take events${type} from ${subscriptionWords(topology, subscriptionId)}. Exactly one handler takes a delivery: give them different event types.`,
          elementIds: [serviceId],
          path: ['services', serviceId, 'handlers', second],
        } as const,
      ]
    }),
  )
}

interface Taker {
  readonly subscriptionId: string
  readonly handlerId: string
  /** Null: all of them. */
  readonly eventTypeIds: readonly string[] | null
}

function takersOf({ handlers }: Service): ReadonlyMap<string, readonly Taker[]> {
  const takers = entriesById(handlers).flatMap(([handlerId, { subscriptionIds, eventTypeIds }]) =>
    [...new Set(subscriptionIds)].map((subscriptionId) => ({
      subscriptionId,
      handlerId,
      eventTypeIds: eventTypeIds ?? null,
    })),
  )
  return grouped(takers, ({ subscriptionId }) => subscriptionId)
}

/** The first two that take the same, and a type that both take; null: all types. */
function rivalsAmong(
  takers: readonly Taker[],
): readonly [first: string, second: string, eventTypeId: string | null] | null {
  const byType = new Map<string, string>()
  let takesAll: string | null = null
  for (const { handlerId, eventTypeIds } of takers) {
    const [any] = byType
    if (eventTypeIds === null) {
      if (takesAll !== null) return [takesAll, handlerId, null]
      if (any) return [any[1], handlerId, any[0]]
      takesAll = handlerId
      continue
    }
    for (const eventTypeId of new Set(eventTypeIds)) {
      const rival = byType.get(eventTypeId) ?? takesAll
      if (rival !== null) return [rival, handlerId, eventTypeId]
      byType.set(eventTypeId, handlerId)
    }
  }
  return null
}

function isNamed({ handlers }: Service, subscriptionId: string): boolean {
  return Object.values(handlers).some(({ subscriptionIds }) =>
    subscriptionIds.includes(subscriptionId),
  )
}
