// Amazon SNS: what of it Millrace follows.

import type { Rule, Semantics } from './rule.ts'
import { snsScenarios } from './snsScenarios.ts'

const GUIDE = 'Amazon SNS Developer Guide'
const FILTERS = `${GUIDE}, Amazon SNS subscription filter policies`
const FIFO = `${GUIDE}, Amazon SNS message ordering and deduplication strategies using FIFO topics`

const modelled: readonly Rule[] = [
  {
    id: 'sns.fan-out',
    statement:
      'A topic pushes a copy of each message to every subscribed queue, each on its own terms: what one queue does, or fails to do, the others do not notice.',
    status: 'modelled',
    source: `${GUIDE}, Fanout to Amazon SQS queues`,
    scenario: 'sns.fan-out',
  },
  {
    id: 'sns.no-storage',
    statement:
      'A topic keeps nothing for those who come later: a subscription gets what is published from then on. Publish succeeds even when nobody is subscribed, and the message is gone.',
    status: 'modelled',
    source: `${GUIDE}, What is Amazon SNS?`,
    scenario: 'sns.no-storage',
  },
  {
    id: 'sns.filter-policy',
    statement:
      'A filter policy names keys that must all match, each with a list of values of which one must; what it does not name may be anything. Texts are compared by case.',
    status: 'modelled',
    source: FILTERS,
    scenario: 'sns.filters',
  },
  {
    id: 'sns.filtered',
    statement:
      'What a filter policy does not match is not delivered to that subscription: it is no failure, is not tried again and goes to no dead-letter queue.',
    status: 'modelled',
    source: `${GUIDE}, Amazon SNS message filtering`,
    scenario: 'sns.filters',
  },
  {
    id: 'sns.filter-operators',
    statement:
      'Values are exact texts, numbers, true, false and null, or one of prefix, suffix, equals-ignore-case, wildcard, anything-but (values, lists, prefix, wildcard), numeric, cidr and exists.',
    status: 'modelled',
    source: `${GUIDE}, String value matching; Numeric value matching; Key matching`,
    scenario: 'sns.filters',
  },
  {
    id: 'sns.filter-numbers',
    statement:
      'A Number and a text never match each other. Numbers are compared to six digits after the point (five are documented), so that 100.0000001 is 100.',
    status: 'modelled',
    source: `${GUIDE}, Numeric value matching; event-ruler, ComparableNumber`,
    scenario: 'sns.filters',
  },
  {
    id: 'sns.filter-arrays',
    statement:
      'Of a String.Array, or a list in a body, one element that matches is enough; anything-but asks that none of them be what it excludes.',
    status: 'modelled',
    source: `${GUIDE}, String value matching`,
    scenario: 'sns.filters',
  },
  {
    id: 'sns.filter-exists',
    statement:
      'A missing key matches nothing but {"exists": false}, not even null or anything-but; and that only where the message has another attribute.',
    status: 'modelled',
    source: `${GUIDE}, Key matching`,
    scenario: 'sns.filters',
  },
  {
    id: 'sns.filter-or',
    statement:
      '“$or” with a list of two objects or more asks for one of them beside all other keys. With anything else it is a key like any other.',
    status: 'modelled',
    source: `${GUIDE}, AND/OR logic`,
    scenario: 'sns.filters',
  },
  {
    id: 'sns.filter-validation',
    statement:
      'A filter policy that AWS refuses keeps the drawing from running; the sentence says where and why, for the reason that AWS gives.',
    status: 'modelled',
    source: `${FILTERS}; event-ruler, JsonRuleCompiler`,
    scenario: 'sns.filters',
  },
  {
    id: 'sns.filter-limits',
    statement:
      'A filter policy has at most five keys, 256 KB and a complexity of 150: its numbers of values multiplied, in bodies each times its depth; alternatives of $or add up.',
    status: 'modelled',
    source: `${GUIDE}, Filter policy constraints`,
    scenario: 'sns.filters',
  },
  {
    id: 'sns.filter-scope',
    statement:
      'FilterPolicyScope says what the policy looks at: MessageAttributes, where keys do not nest, or MessageBody.',
    status: 'modelled',
    source: `${GUIDE}, Filter policy scope`,
    scenario: 'sns.filter-body',
  },
  {
    id: 'sns.filter-body',
    statement:
      'In a body, keys nest, and a dotted key is the same as a nested one. A body that is no JSON object matches no policy.',
    status: 'modelled',
    source: `${GUIDE}, Filter policy scope; recorded answers of AWS in the tests of LocalStack`,
    scenario: 'sns.filter-body',
  },
  {
    id: 'sns.filter-body-arrays',
    statement:
      'What a policy asks of a list of objects must hold in one and the same of them; what must not exist is to be missing in all.',
    status: 'modelled',
    source: 'event-ruler, Arrays; recorded answers of AWS in the tests of LocalStack',
    scenario: 'sns.filter-body',
  },
  {
    id: 'sns.message-size',
    statement: 'A message of more than 256 KiB, attributes counted, is refused.',
    status: 'modelled',
    source: 'Amazon SNS API Reference, Publish',
    scenario: 'sns.message-size',
  },
  {
    id: 'sns.raw-attributes',
    statement:
      'With raw delivery, attributes become SQS attributes; more than ten are a client-side error.',
    status: 'modelled',
    source: `${GUIDE}, Amazon SNS raw message delivery`,
    scenario: 'sns.client-errors',
  },
  {
    id: 'sns.client-errors',
    statement:
      'What the endpoint refuses for good, a client-side error, is not tried again: it goes to the dead-letter queue of the subscription at once, or is lost.',
    status: 'modelled',
    source: `${GUIDE}, Amazon SNS dead-letter queues`,
    scenario: 'sns.client-errors',
  },
  {
    id: 'sns.dead-letter-queue',
    statement:
      'The RedrivePolicy of a subscription names an SQS queue of the kind of its endpoint for messages that cannot be delivered. Without one they are lost.',
    status: 'modelled',
    source: `${GUIDE}, Amazon SNS dead-letter queues`,
    scenario: 'sns.client-errors',
  },
  {
    id: 'sns.fifo-order',
    statement:
      'A FIFO topic delivers the messages of a message group to each subscription in the order of publishing; a filter makes gaps and no disorder.',
    status: 'modelled',
    source: `${FIFO}, message ordering details`,
    scenario: 'sns.fifo-order',
  },
  {
    id: 'sns.fifo-blocked-group',
    statement:
      'While a delivery of a FIFO topic fails, later messages of its group wait for that subscription; other groups and other subscriptions go on.',
    status: 'modelled',
    source: `${FIFO}, message grouping`,
    scenario: 'sns.fifo-order',
  },
  {
    id: 'sns.fifo-subscribers',
    statement:
      'A FIFO topic feeds FIFO and standard queues; a standard topic cannot feed a FIFO queue. A standard queue gets no message group, and keeps no order.',
    status: 'modelled',
    source: `${FIFO}, message delivery`,
    scenario: 'sns.fifo-order',
  },
  {
    id: 'sns.fifo-deduplication',
    statement:
      'A message whose deduplication id the FIFO topic has had within five minutes, in whichever group, is accepted and not delivered.',
    status: 'modelled',
    source: `${FIFO}, message deduplication`,
    scenario: 'sns.fifo-duplicates',
  },
  {
    id: 'sns.fifo-ids',
    statement:
      'A FIFO topic refuses a message without a deduplication id, unless ContentBasedDeduplication makes one; the subscribed FIFO queue gets the id of the topic.',
    status: 'modelled',
    source: `${FIFO}, message deduplication`,
    scenario: 'sns.fifo-duplicates',
  },
]

const simplified: readonly Rule[] = [
  {
    id: 'sns.delivery-retries',
    statement:
      'After a server-side error of SQS, SNS tries again 3 times at once, twice after 1 s, 10 times after 1 s growing to 20 s, and 100,000 times after 20 s: 100,015 retries over 23 days. AWS jitters the delays; here they grow by the same factor each.',
    status: 'simplified',
    source: `${GUIDE}, Amazon SNS message delivery retries`,
    scenario: 'sns.endpoint-down',
  },
  {
    id: 'sns.endpoint-down',
    statement:
      'A queue whose node is down answers SNS and senders with server-side errors, and receives bring nothing; dead letters are not moved into it or out of it. What is inside stays, and what was received before can still be deleted.',
    status: 'simplified',
    source: `${GUIDE}, Amazon SNS message delivery retries`,
    scenario: 'sns.endpoint-down',
  },
  {
    id: 'sns.filter-change',
    statement:
      'A changed filter policy holds from the next message on; AWS takes up to 15 minutes for it.',
    status: 'simplified',
    source: FILTERS,
  },
  {
    id: 'sns.unsubscribe',
    statement:
      'What is still to be tried again for a subscription ends with it; a changed subscription is tried on its new terms. AWS does not say how soon.',
    status: 'simplified',
    source: 'Amazon SNS API Reference, Unsubscribe',
  },
  {
    id: 'sns.raw-delivery',
    statement:
      'Without RawMessageDelivery a message comes wrapped in JSON, which takes some 950 bytes and its attributes of what the queue allows. Consumers handle both alike.',
    status: 'simplified',
    source: `${GUIDE}, Amazon SNS raw message delivery`,
  },
  {
    id: 'sns.attribute-types',
    statement:
      'Attributes are String, Number and String.Array. SNS knows no Boolean: true or false goes as a String.Array of one. There is no Binary, which filter policies would not look at.',
    status: 'simplified',
    source: `${GUIDE}, Amazon SNS message attributes`,
    scenario: 'sns.filters',
  },
  {
    id: 'sns.fifo-content',
    statement:
      'With content-based deduplication, what one output says of one cause and key counts as the same body, where AWS takes the SHA-256 hash of it.',
    status: 'simplified',
    source: `${FIFO}, message deduplication`,
  },
]

const left: readonly Rule[] = [
  {
    id: 'sns.other-endpoints',
    statement:
      'HTTP and HTTPS, e-mail, SMS, mobile push, Firehose and Lambda as endpoints, with delivery policies of their own.',
    status: 'not',
    source: `${GUIDE}, Amazon SNS event destinations`,
  },
  {
    id: 'sns.quotas',
    statement:
      'Quotas of throughput (FIFO: 300 messages a second for a group, 3,000 for a topic), subscriptions and filter policies a topic.',
    status: 'not',
    source: 'AWS General Reference, Amazon SNS endpoints and quotas',
  },
  {
    id: 'sns.fifo-throughput-scope',
    statement: 'FifoThroughputScope, which makes deduplication a matter of the message group.',
    status: 'not',
    source: `${FIFO}, high throughput for FIFO topics`,
  },
  {
    id: 'sns.archive-replay',
    statement: 'The archive of FIFO topics and its replay.',
    status: 'not',
    source: `${FIFO}, message archiving and replay`,
  },
  {
    id: 'sns.publish-batch',
    statement: 'PublishBatch; each message is published by itself.',
    status: 'not',
    source: 'Amazon SNS API Reference, PublishBatch',
  },
  {
    id: 'sns.duplicates',
    statement:
      'Copies that SNS delivers twice although nothing failed: standard topics promise at least once, and this is rare.',
    status: 'not',
    source: `${GUIDE}, What is Amazon SNS?`,
  },
]

export const snsSemantics: Semantics = {
  rules: [...modelled, ...simplified, ...left],
  scenarios: snsScenarios,
}
