// Kafka transactions that do not hold together what they are meant to.

import { entriesById, ownValue } from '../../lib/entries.ts'
import { filledProducer, filledSubscription } from '../channels.ts'
import type { Handler, Service } from '../services.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { shownSubscription } from './shown.ts'
import { sentence, subscriptionWords } from './words.ts'

/** What a transactional handling writes is committed, and its offset is stored at another time. */
export function offsetsOutsideTransactions({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.services).flatMap(([, service]) =>
    subscriptionsInTransactions(service).flatMap((id): readonly LintProblem[] => {
      const subscription = ownValue(topology.subscriptions, id)
      if (subscription?.kind !== 'kafkaConsumer') return []
      const { enableAutoCommit, commitWhen } = filledSubscription(subscription)
      if (!enableAutoCommit && commitWhen === 'afterEach') return []
      const words = sentence(subscriptionWords(topology, id))
      return [
        {
          severity: 'warning',
          code: 'offset-outside-transaction',
          message: `${words} stores its offsets apart from the transactions of its handling: a crash between the two writes everything twice. Turn enable.auto.commit off and commit after each record.`,
          elementIds: shownSubscription(topology, id),
          path: ['subscriptions', id, 'enableAutoCommit'],
        },
      ]
    }),
  )
}

function subscriptionsInTransactions({ handlers }: Service): readonly string[] {
  const ids = Object.values(handlers)
    .filter(isTransactional)
    .flatMap(({ subscriptionIds }) => subscriptionIds)
  return [...new Set(ids)].sort()
}

function isTransactional({ outputs }: Handler): boolean {
  return Object.values(outputs).some(
    ({ producer }) => producer?.kind === 'kafkaProducer' && filledProducer(producer).transactional,
  )
}
