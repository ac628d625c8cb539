// All rules and scenarios, in the order of the page.

import { eventStoreSemantics } from './eventStore.ts'
import { everywhereSemantics } from './everywhere.ts'
import { kafkaGroupSemantics } from './kafkaGroups.ts'
import { kafkaTopicSemantics } from './kafkaTopics.ts'
import { rabbitQueueSemantics } from './rabbitQueues.ts'
import { rabbitRoutingSemantics } from './rabbitRouting.ts'
import type { FamilyName, Rule, Scenario, Semantics } from './rule.ts'
import { snsSemantics } from './sns.ts'
import { sqsSemantics } from './sqs.ts'

const ALL: readonly Semantics[] = [
  everywhereSemantics,
  kafkaTopicSemantics,
  kafkaGroupSemantics,
  rabbitRoutingSemantics,
  rabbitQueueSemantics,
  snsSemantics,
  sqsSemantics,
  eventStoreSemantics,
]

export const RULES: readonly Rule[] = ALL.flatMap(({ rules }) => rules)
export const SCENARIOS: readonly Scenario[] = ALL.flatMap(({ scenarios }) => scenarios)

export const FAMILY_TITLES: { readonly [Family in FamilyName]: string } = {
  everywhere: 'Everywhere',
  kafka: 'Apache Kafka',
  rabbit: 'RabbitMQ',
  sns: 'Amazon SNS',
  sqs: 'Amazon SQS and AWS Lambda',
  eventStore: 'Event store',
}

export function familyOf({ id }: Rule): FamilyName {
  return id.slice(0, id.indexOf('.')) as FamilyName
}
