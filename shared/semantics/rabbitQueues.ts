// RabbitMQ: classic and quorum queues and their consumers.

import { rabbitFailureScenarios } from './rabbitFailureScenarios.ts'
import { rabbitLimitScenarios } from './rabbitLimitScenarios.ts'
import { rabbitDeadLetterRules, rabbitLimitRules } from './rabbitLimits.ts'
import { rabbitQueueScenarios } from './rabbitQueueScenarios.ts'
import type { Rule, Semantics } from './rule.ts'

const DOCS = 'RabbitMQ documentation'
const CODE = 'rabbitmq-server'

const handingOut: readonly Rule[] = [
  {
    id: 'rabbit.fifo',
    statement:
      'A queue hands messages out in the order in which they were published, as long as one consumer reads it and nothing comes back.',
    status: 'modelled',
    source: `${DOCS}, Message Ordering in RabbitMQ`,
    scenario: 'rabbit.prefetch-one',
  },
  {
    id: 'rabbit.round-robin',
    statement:
      'Consumers of equal priority are served in turn. A classic queue passes over one without credit when its turn comes; a quorum queue has it line up again when it has credit.',
    status: 'modelled',
    source: `${CODE}, rabbit_queue_consumers, rabbit_fifo`,
    scenario: 'rabbit.prefetch-one',
  },
  {
    id: 'rabbit.prefetch',
    statement:
      'A consumer has at most prefetch_count messages that it has not acknowledged. What it says nothing of stays with it until it leaves.',
    status: 'modelled',
    source: `${DOCS}, Consumer Acknowledgements and Publisher Confirms: Channel Prefetch Setting`,
    scenario: 'rabbit.prefetch-one',
  },
  {
    id: 'rabbit.prefetch-unlimited',
    statement:
      'A prefetch_count of 0, the default, is unlimited: a classic queue pushes its whole backlog to the consumers that are there.',
    status: 'modelled',
    source: `${DOCS}, Consumer Prefetch`,
    scenario: 'rabbit.hoarding',
  },
  {
    id: 'rabbit.quorum-prefetch',
    statement: 'To a quorum queue an unlimited prefetch is one of 2000.',
    status: 'modelled',
    source: `${CODE}, rabbit_fifo_client, UNLIMITED_PREFETCH_COUNT`,
    scenario: 'rabbit.hoarding',
  },
  {
    id: 'rabbit.connection-loss',
    statement:
      'When a consumer’s connection closes, all that it has not acknowledged comes back at once, marked as redelivered.',
    status: 'modelled',
    source: `${DOCS}, Consumer Acknowledgements and Publisher Confirms: Automatic Requeueing`,
    scenario: 'rabbit.hoarding',
  },
  {
    id: 'rabbit.no-ack',
    statement:
      'With no-ack a message is settled when it is sent, without regard to the prefetch; a crash loses what was under way.',
    status: 'modelled',
    source: `${DOCS}, Consumer Acknowledgements and Publisher Confirms: Automatic acknowledgement mode`,
    scenario: 'rabbit.no-ack',
  },
  {
    id: 'rabbit.consumer-priority',
    statement: 'Consumers with a higher x-priority get everything as long as they have credit.',
    status: 'modelled',
    source: `${DOCS}, Consumer Priorities`,
    scenario: 'rabbit.consumer-priority',
  },
]

const returning: readonly Rule[] = [
  {
    id: 'rabbit.requeue-classic',
    statement:
      'A classic queue puts what comes back in its original place: with a prefetch of 1 a message that nobody can handle comes straight back and starves the rest.',
    status: 'modelled',
    source: `${DOCS}, Negative Acknowledgement and Requeuing of Deliveries`,
    scenario: 'rabbit.poison',
  },
  {
    id: 'rabbit.requeue-quorum',
    statement:
      'A quorum queue hands out what was returned before all others, in the order of returning. Without a delivery limit, what is given back by basic.nack goes to the end of the queue.',
    status: 'modelled',
    source: `${CODE}, rabbit_fifo, return and requeue`,
    scenario: 'rabbit.delivery-limit',
  },
  {
    id: 'rabbit.delivery-limit',
    statement:
      'A quorum queue dead-letters or drops a message whose deliveries have failed more often than x-delivery-limit, 20 where none is said; classic queues never count.',
    status: 'modelled',
    source: `${DOCS}, Quorum Queues: Poison Message Handling`,
    scenario: 'rabbit.delivery-limit',
  },
  {
    id: 'rabbit.delivery-count',
    statement:
      'Since 4.3 the delivery count grows with basic.reject and with the loss of a consumer, and no more with basic.nack.',
    status: 'modelled',
    source: `${CODE}, rabbit_channel and rabbit_fifo, delivery_failed`,
    scenario: 'rabbit.delivery-limit',
  },
]

const losses: readonly Rule[] = [
  {
    id: 'rabbit.single-active',
    statement:
      'With x-single-active-consumer one consumer gets everything. When it goes, what it had comes first, and goes to the one of the highest priority that came first.',
    status: 'modelled',
    source: `${DOCS}, Consumers: Single Active Consumer`,
    scenario: 'rabbit.single-active',
  },
  {
    id: 'rabbit.single-active-priority',
    statement:
      'In a quorum queue a waiting consumer of a higher priority takes over once the active one has nothing left to settle.',
    status: 'modelled',
    source: `${DOCS}, Quorum Queues: Priority, Single Active Consumer`,
    scenario: 'rabbit.single-active',
  },
  {
    id: 'rabbit.heartbeat',
    statement:
      'A consumer whose machine vanishes is missed after two heartbeats, 60 seconds each where nothing is said. Until then it keeps what it has, and gets more.',
    status: 'modelled',
    source: `${DOCS}, Detecting Dead TCP Connections with Heartbeats`,
    scenario: 'rabbit.heartbeat',
  },
  {
    id: 'rabbit.consumer-timeout',
    statement:
      'A consumer of a quorum queue that has not acknowledged a message within x-consumer-timeout is cancelled, and what it has comes back without being counted. Ours subscribes again at once, as consumer containers do. Classic queues do here what they did up to 4.2: look at each full minute, and close the channel. Since 4.3 they look no more.',
    status: 'modelled',
    source: `${DOCS}, Quorum Queues: Consumer Timeout; release notes of 4.3.0`,
    scenario: 'rabbit.slow-consumer',
  },
  {
    id: 'rabbit.quorum-majority',
    statement:
      'A quorum queue works while a majority of its nodes is up. When it is not, publications are not confirmed, nothing is handed out, and nobody is missed who goes, until it is.',
    status: 'modelled',
    source: `${DOCS}, Quorum Queues: Fault Tolerance and Minimum Number of Replicas Online`,
    scenario: 'rabbit.nodes',
  },
  {
    id: 'rabbit.quorum-election',
    statement:
      'When the leader of a quorum queue goes down, another node is elected, and publishers and consumers send again what was not answered. The election takes one second here; in RabbitMQ less than one to some.',
    status: 'simplified',
    source: `${DOCS}, Quorum Queues: Leader Election and Failure Handling`,
    scenario: 'rabbit.nodes',
  },
  {
    id: 'rabbit.classic-node-down',
    statement:
      'A classic queue lives on one node. While that is down, publications are refused and consumers wait; persistent messages are there again when it returns, those that were handed out as well.',
    status: 'modelled',
    source: `${DOCS}, Classic Queues; Clustering Guide`,
    scenario: 'rabbit.nodes',
  },
  {
    id: 'rabbit.purge',
    statement: 'A purge throws away what waits, and nothing that is handed out.',
    status: 'modelled',
    source: `${DOCS}, AMQP 0-9-1 Reference: queue.purge`,
    scenario: 'rabbit.purge',
  },
]

const leftOut: readonly Rule[] = [
  {
    id: 'rabbit.no-redrive',
    statement:
      'A queue of dead letters cannot be sent back by RabbitMQ itself: the shovel plugin does it, as a client would.',
    status: 'simplified',
    source: `${DOCS}, Dynamic Shovels`,
  },
  {
    id: 'rabbit.quorum-bytes',
    statement:
      'Quorum queues count a message’s properties towards x-max-length-bytes as well; only bodies are counted here.',
    status: 'simplified',
    source: `${CODE}, rabbit_fifo, message_size`,
  },
  {
    id: 'rabbit.quorum-flow',
    statement:
      'Publishers of a quorum queue without a leader are stopped by flow control after some messages; here up to 100,000 are kept for it and the rest is refused.',
    status: 'simplified',
    source: `${CODE}, rabbit_fifo_client, quorum_commands_soft_limit`,
  },
  {
    id: 'rabbit.at-least-once-again',
    statement:
      'A dead letter for several queues, of which one refuses it, is sent to all of them again; RabbitMQ sends it to that one.',
    status: 'simplified',
    source: `${CODE}, rabbit_fifo_dlx_worker`,
  },
  {
    id: 'rabbit.durability',
    statement:
      'Messages are persistent and queues durable. Transient messages and exclusive, auto-delete and expiring queues (x-expires) are left out.',
    status: 'not',
    source: `${DOCS}, Queues`,
  },
  {
    id: 'rabbit.qos-global',
    statement:
      'The prefetch of a whole channel (basic.qos with global), which is deprecated: each of our consumers has a channel of its own.',
    status: 'not',
    source: `${DOCS}, Consumer Prefetch; Deprecated Features: global_qos`,
  },
  {
    id: 'rabbit.delayed-retry',
    statement: 'Delayed retries of quorum queues (x-delayed-retry-type, since 4.3).',
    status: 'not',
    source: `${CODE}, rabbit_fifo, should_delay`,
  },
  {
    id: 'rabbit.polling',
    statement:
      'Services consume by subscription; basic.get exists in the engine and cannot be drawn.',
    status: 'not',
    source: `${DOCS}, Consumers: Fetching Individual Messages`,
  },
  {
    id: 'rabbit.protocol-errors',
    statement:
      'Errors that close a channel, such as acknowledging an unknown delivery tag, cannot be drawn.',
    status: 'not',
    source: `${DOCS}, Channels: Channel-level Exceptions`,
  },
]

export const rabbitQueueSemantics: Semantics = {
  rules: [
    ...handingOut,
    ...returning,
    ...rabbitDeadLetterRules,
    ...rabbitLimitRules,
    ...losses,
    ...leftOut,
  ],
  scenarios: [...rabbitQueueScenarios, ...rabbitLimitScenarios, ...rabbitFailureScenarios],
}
