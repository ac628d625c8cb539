// What holds whatever the broker: time, the services, faults, and the bounds of a run.

import { everywhereScenarios } from './everywhereScenarios.ts'
import { sourceRules } from './everywhereSources.ts'
import type { Rule, Semantics } from './rule.ts'

const ARCHITECTURE = 'Millrace, ARCHITECTURE.md'
const AMQP = 'RabbitMQ documentation, Reliability Guide'
const KAFKA_CONSUMER = 'Apache Kafka documentation, Consumer Configs'
const SQS = 'Amazon SQS Developer Guide, Visibility timeout'

const timeRules: readonly Rule[] = [
  {
    id: 'everywhere.virtual-time',
    statement:
      'Time is virtual and counted in whole nanoseconds. A run is its recipe: the same drawing, seed and commands give the same history, on any machine and at any speed.',
    status: 'modelled',
    source: ARCHITECTURE,
    scenario: 'everywhere.slots',
  },
  {
    id: 'everywhere.order-of-an-instant',
    statement:
      'What is due at one instant happens in the order in which it came about; commands come before all of it.',
    status: 'modelled',
    source: ARCHITECTURE,
    scenario: 'everywhere.slots',
  },
  {
    id: 'everywhere.network-time',
    statement:
      'Requests and answers take no time of their own. What takes time is what brokers and clients wait for by their settings, and handling.',
    status: 'simplified',
    source: 'A choice of Millrace',
  },
]

const serviceRules: readonly Rule[] = [
  {
    id: 'everywhere.slots',
    statement:
      'A service has replicas, and each replica so many slots. A slot handles one event at a time and takes the next when it is done.',
    status: 'modelled',
    source: 'Competing consumers, Enterprise Integration Patterns',
    scenario: 'everywhere.slots',
  },
  {
    id: 'everywhere.slot-is-consumer',
    statement:
      'Each slot is one consumer of each subscription of its service: a Kafka consumer, an AMQP consumer, a thread that receives. In applications several threads may share one.',
    status: 'simplified',
    source: 'A choice of Millrace',
  },
  {
    id: 'everywhere.retries',
    statement:
      'An attempt that failed is tried again within the same delivery, after a backoff that grows by its multiplier up to its longest. When no attempt is left, the subscription says what becomes of the event.',
    status: 'modelled',
    source: 'Spring for Apache Kafka, Spring AMQP: retry with exponential backoff',
    scenario: 'everywhere.retries',
  },
  {
    id: 'everywhere.outputs-before-settlement',
    statement:
      'A handling publishes, waits for what its brokers answer, and only then settles. A crash in between repeats the publications.',
    status: 'modelled',
    source: 'At-least-once processing',
    scenario: 'everywhere.crash',
  },
  {
    id: 'everywhere.publish-outcomes',
    statement:
      'A publication that is refused, returned as unroutable, in conflict or never answered fails the attempt that it came from: the event is not acknowledged. What a source publishes, or a handling publishes later, is counted and not tried again by the application.',
    status: 'modelled',
    source: `${AMQP}; Apache Kafka documentation, Producer API`,
    scenario: 'everywhere.refused',
  },
  {
    id: 'everywhere.dead-letter-refused',
    statement:
      'A consumer that publishes dead letters itself tries one that was not taken again each second, and handles nothing else meanwhile. Error handlers of frameworks let the time be set.',
    status: 'simplified',
    source: 'Spring for Apache Kafka, DeadLetterPublishingRecoverer',
  },
  {
    id: 'everywhere.publisher-retries',
    statement:
      'Applications that keep what was refused, and publish it again later (an outbox), are not modelled. Retries inside Kafka’s producer are.',
    status: 'not',
    source: 'Transactional outbox pattern',
  },
]

const faultRules: readonly Rule[] = [
  {
    id: 'everywhere.crash',
    statement:
      'A crash ends all replicas at once, without a goodbye: what they had in hand and what they meant to publish later is gone. Connections close with the process; when a broker takes notice, it says itself.',
    status: 'modelled',
    source: `${AMQP}; ${KAFKA_CONSUMER}; ${SQS}`,
    scenario: 'everywhere.crash',
  },
  {
    id: 'everywhere.scaling-down',
    statement:
      'A replica that is taken away says goodbye to its brokers. What it had in hand it does not finish: it is handed out again.',
    status: 'simplified',
    source: 'A choice of Millrace; graceful shutdown differs between frameworks',
  },
  {
    id: 'everywhere.pause',
    statement:
      'A paused service finishes what it has begun, begins nothing new, and its sources rest; its connections and heartbeats live on.',
    status: 'modelled',
    source: 'Consumers that are stopped for maintenance',
    scenario: 'everywhere.pause',
  },
  {
    id: 'everywhere.slow',
    statement: 'A service that is slowed down takes so many times as long for what it begins.',
    status: 'modelled',
    source: 'Degraded dependencies',
    scenario: 'everywhere.pause',
  },
  {
    id: 'everywhere.disconnect',
    statement:
      'A service that is cut off works on in vain: its attempts fail, because it can neither publish nor settle. Its brokers notice by silence: RabbitMQ after two heartbeats, Kafka after session.timeout.ms, SQS when the lease ends.',
    status: 'modelled',
    source: `RabbitMQ documentation, Heartbeats; ${KAFKA_CONSUMER}; ${SQS}`,
    scenario: 'everywhere.disconnect',
  },
  {
    id: 'everywhere.disconnect-duplicates',
    statement:
      'What was in hand when the network went cannot be settled once it is back: it is handed out again, and whatever the first handling published is published twice.',
    status: 'modelled',
    source: `${AMQP}, Effects of failures`,
    scenario: 'everywhere.short-cut',
  },
  {
    id: 'everywhere.disconnect-sources',
    statement:
      'What a service publishes while it is cut off is refused at once. Real clients keep some of it for a while: a Kafka producer until delivery.timeout.ms.',
    status: 'simplified',
    source: 'Apache Kafka documentation, Producer Configs',
    scenario: 'everywhere.disconnect',
  },
  {
    id: 'everywhere.reconnect',
    statement:
      'Consumers join anew when the network is back. Connections that survive a short interruption are not modelled, nor is a network that is slow or loses some of what it carries.',
    status: 'simplified',
    source: 'A choice of Millrace',
  },
  {
    id: 'everywhere.node-down',
    statement:
      'Nodes that hold a channel can go down and come back; what that does is the broker’s own. A channel that an edit begins anew has all its nodes.',
    status: 'modelled',
    source: ARCHITECTURE,
    scenario: 'everywhere.node-down',
  },
  {
    id: 'everywhere.partitions-between-nodes',
    statement:
      'Nodes of a broker that are up always reach each other: split clusters are left out.',
    status: 'not',
    source: 'RabbitMQ documentation, Clustering and Network Partitions',
  },
]

const operationRules: readonly Rule[] = [
  {
    id: 'everywhere.operations',
    statement:
      'A queue can be purged, dead letters of SQS redriven, and a log read again from elsewhere, while the run goes on.',
    status: 'modelled',
    source: 'rabbitmqctl purge_queue; SQS PurgeQueue, StartMessageMoveTask; kafka-consumer-groups',
    scenario: 'everywhere.operations',
  },
  {
    id: 'everywhere.refused-commands',
    statement:
      'A command that does not apply is refused with a sentence and changes nothing; in a recipe it is passed over.',
    status: 'modelled',
    source: ARCHITECTURE,
    scenario: 'everywhere.operations',
  },
  {
    id: 'everywhere.live-edits',
    statement:
      'An edit of a live run takes effect at one instant. What the edit does not touch keeps its state; a channel that cannot change so while it runs ends, and another begins.',
    status: 'modelled',
    source: ARCHITECTURE,
    scenario: 'everywhere.slots',
  },
]

const boundRules: readonly Rule[] = [
  {
    id: 'everywhere.bounds',
    statement:
      'A run ends with a reason at 2,000,000 messages kept at once, a million steps at one instant, a thousand events each caused by the one before, or 104 days. The newest 65,536 journal records can be read; counts and hash see all.',
    status: 'modelled',
    source: ARCHITECTURE,
    scenario: 'everywhere.slots',
  },
  {
    id: 'everywhere.storm',
    statement:
      'A storm ends long before that: when 50,000 messages are kept, the drawing has a cycle on which one event comes back as more than one, and more messages are kept on it than sources have published in all. The reason names the cycle. A backlog of what sources have published is no storm, however large.',
    status: 'modelled',
    source: ARCHITECTURE,
    scenario: 'everywhere.slots',
  },
  {
    id: 'everywhere.unknown-consumers',
    statement:
      'What lies outside the drawing (other tenants, quotas of accounts, disks that fill up, clocks that differ) plays no part.',
    status: 'not',
    source: 'A choice of Millrace',
  },
]

export const everywhereSemantics: Semantics = {
  rules: [
    ...timeRules,
    ...sourceRules,
    ...serviceRules,
    ...faultRules,
    ...operationRules,
    ...boundRules,
  ],
  scenarios: everywhereScenarios,
}
