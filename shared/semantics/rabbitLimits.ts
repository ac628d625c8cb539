// RabbitMQ: when queues give messages up, and what becomes of them.

import type { Rule } from './rule.ts'

const DOCS = 'RabbitMQ documentation'
const CODE = 'rabbitmq-server'

export const rabbitDeadLetterRules: readonly Rule[] = [
  {
    id: 'rabbit.dead-letter-reasons',
    statement:
      'What is rejected, expires, exceeds a length limit or the delivery limit goes to the dead-letter exchange where there is one, and is dropped otherwise. It keeps its priority.',
    status: 'modelled',
    source: `${DOCS}, Dead Letter Exchanges`,
    scenario: 'rabbit.delivery-limit',
  },
  {
    id: 'rabbit.dead-letter-key',
    statement:
      'A dead letter is routed by x-dead-letter-routing-key, or by the key that it was published with.',
    status: 'modelled',
    source: `${DOCS}, Dead Letter Exchanges: Routing`,
    scenario: 'rabbit.retry-loop',
  },
  {
    id: 'rabbit.dead-letter-nowhere',
    statement:
      'A dead letter that no binding of the dead-letter exchange matches is lost without a word, unless it is kept by at-least-once.',
    status: 'modelled',
    source: `${DOCS}, Dead Letter Exchanges: Safety`,
    scenario: 'rabbit.circle',
  },
  {
    id: 'rabbit.dead-letter-cycle',
    statement:
      'A message that comes to a queue where it died before is dropped, unless it was rejected since.',
    status: 'modelled',
    source: `${CODE}, mc, is_death_cycle; dead_lettering_SUITE`,
    scenario: 'rabbit.circle',
  },
  {
    id: 'rabbit.x-death',
    statement:
      'A message carries its deaths, the newest first: one entry for each queue and reason, with a count, and its first death apart.',
    status: 'modelled',
    source: `${DOCS}, Dead Letter Exchanges: Effects on Messages`,
    scenario: 'rabbit.retry-loop',
  },
  {
    id: 'rabbit.x-death-headers',
    statement: 'A headers exchange sees x-first-death-* and x-last-death-* of a dead letter.',
    status: 'modelled',
    source: `${CODE}, mc, record_death; dead_lettering_SUITE`,
    scenario: 'rabbit.retry-loop',
  },
  {
    id: 'rabbit.retry-loop',
    statement:
      'A queue without consumers, with a time to live and a dead-letter exchange that leads back, makes a delay: rejected messages are tried again after it.',
    status: 'modelled',
    source: `${DOCS}, Time-To-Live and Expiration; Dead Letter Exchanges`,
    scenario: 'rabbit.retry-loop',
  },
  {
    id: 'rabbit.dead-letter-at-least-once',
    statement:
      'With x-dead-letter-strategy at-least-once and overflow reject-publish a quorum queue keeps a dead letter until the queues that it is for have confirmed it, and sends it again every three minutes otherwise.',
    status: 'modelled',
    source: `${DOCS}, Quorum Queues: Activating at-least-once dead-lettering`,
    scenario: 'rabbit.at-least-once',
  },
]

export const rabbitLimitRules: readonly Rule[] = [
  {
    id: 'rabbit.ttl-queue',
    statement: 'A message that has waited for x-message-ttl expires.',
    status: 'modelled',
    source: `${DOCS}, Time-To-Live and Expiration: Define Message TTL for Queues`,
    scenario: 'rabbit.time-to-live',
  },
  {
    id: 'rabbit.ttl-message',
    statement:
      'A publisher may give a message its own time to live; the shorter one holds. The message loses it when it is dead-lettered.',
    status: 'modelled',
    source: `${DOCS}, Time-To-Live and Expiration: Per-Message TTL in Publishers`,
    scenario: 'rabbit.time-to-live',
  },
  {
    id: 'rabbit.ttl-head',
    statement:
      'Expiry is acted on at the head only: a message that has expired waits behind one that has not. A quorum queue looks at the next message of each priority.',
    status: 'modelled',
    source: `${DOCS}, Time-To-Live and Expiration: Caveats`,
    scenario: 'rabbit.time-to-live',
  },
  {
    id: 'rabbit.ttl-unacknowledged',
    statement: 'What is handed out does not expire; when it comes back it has its old deadline.',
    status: 'modelled',
    source: `${DOCS}, Time-To-Live and Expiration`,
    scenario: 'rabbit.time-to-live',
  },
  {
    id: 'rabbit.ttl-zero',
    statement:
      'A time to live of 0 lets a message expire unless a consumer takes it at once, or, in a quorum queue, within the millisecond.',
    status: 'modelled',
    source: `${DOCS}, Time-To-Live and Expiration; rabbit_fifo`,
    scenario: 'rabbit.time-to-live',
  },
  {
    id: 'rabbit.max-length',
    statement:
      'The limit x-max-length counts what waits. A full queue with overflow drop-head drops its oldest message, which may be one that came back.',
    status: 'modelled',
    source: `${DOCS}, Queue Length Limit`,
    scenario: 'rabbit.full-queues',
  },
  {
    id: 'rabbit.max-length-bytes',
    statement: 'The limit x-max-length-bytes counts the bytes of the bodies that wait.',
    status: 'modelled',
    source: `${DOCS}, Queue Length Limit`,
    scenario: 'rabbit.full-queues',
  },
  {
    id: 'rabbit.max-length-priority',
    statement: 'A full priority queue drops from its highest priority first.',
    status: 'modelled',
    source: `${DOCS}, Priority Queues: Interaction with Other Features`,
    scenario: 'rabbit.priorities',
  },
  {
    id: 'rabbit.reject-publish',
    statement:
      'With overflow reject-publish a full queue refuses new messages with basic.nack, which a publisher without confirms does not hear. What comes back may exceed the limit.',
    status: 'modelled',
    source: `${DOCS}, Queue Length Limit: Queue Overflow Behaviour`,
    scenario: 'rabbit.full-queues',
  },
  {
    id: 'rabbit.reject-publish-dlx',
    statement:
      'With reject-publish-dlx a classic queue also dead-letters what it refuses. A quorum queue does not know it, and drops its head.',
    status: 'modelled',
    source: `${DOCS}, Queue Length Limit: Queue Overflow Behaviour`,
    scenario: 'rabbit.full-queues',
  },
  {
    id: 'rabbit.quorum-overshoot',
    statement:
      'A quorum queue that rejects publishes takes one message too many, and takes no more until it is a fifth below its limit.',
    status: 'modelled',
    source: `${CODE}, rabbit_fifo, evaluate_limit`,
    scenario: 'rabbit.full-queues',
  },
  {
    id: 'rabbit.priority-classic',
    statement:
      'A classic queue with x-max-priority hands out the highest priority first; a higher one counts as the highest, none as 0.',
    status: 'modelled',
    source: `${DOCS}, Priority Queues`,
    scenario: 'rabbit.priorities',
  },
  {
    id: 'rabbit.priority-prefetched',
    statement: 'What a consumer has prefetched is not ordered again.',
    status: 'modelled',
    source: `${DOCS}, Priority Queues: Interaction with Consumers`,
    scenario: 'rabbit.priorities',
  },
  {
    id: 'rabbit.priority-quorum',
    statement:
      'A quorum queue of 4.3 hands out strictly by 32 priorities, 4 where none is given; 4.0 to 4.2 knew two, served 2 to 1.',
    status: 'modelled',
    source: `${CODE}, rabbit_fifo_pq`,
    scenario: 'rabbit.priorities',
  },
]
