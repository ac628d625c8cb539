// How the members of a consumer group come, go and share anew.

import type { Rule } from './rule.ts'

const CONSUMER_CONFIGS = 'Apache Kafka 4 documentation, Consumer Configs'
const GROUP_MANAGER =
  'apache/kafka, GroupMetadataManager.java of the group coordinator, classic groups'
const COORDINATOR = 'apache/kafka, ConsumerCoordinator.java and AbstractCoordinator.java'
const COOPERATIVE =
  'KIP-429, incremental cooperative rebalancing; apache/kafka, ConsumerCoordinator.java'
const NEXT_GENERATION = 'KIP-848, the next generation of the consumer rebalance protocol'
const STATIC_MEMBERSHIP = 'KIP-345, static membership'

export const kafkaRebalanceRules: readonly Rule[] = [
  {
    id: 'kafka.generation',
    statement:
      'Each completed rebalance begins a new generation of the group, also when the last member has gone.',
    status: 'modelled',
    source: GROUP_MANAGER,
    scenario: 'kafka.rolling-deploy',
  },
  {
    id: 'kafka.rebalance-eager',
    statement:
      'Eager members (range, roundrobin, sticky) give up all partitions when they rejoin: the group stops as a whole until the new generation.',
    status: 'modelled',
    source: COORDINATOR,
    scenario: 'kafka.rolling-deploy',
  },
  {
    id: 'kafka.rebalance-waits',
    statement:
      'Members hear of a rebalance by their next heartbeat (heartbeat.interval.ms) and rejoin from their next poll: it lasts as long as the slowest poll that is being handled.',
    status: 'modelled',
    source: COORDINATOR,
    scenario: 'kafka.rolling-deploy',
  },
  {
    id: 'kafka.rebalance-timeout',
    statement:
      'A rebalance waits at most max.poll.interval.ms. Dynamic members that have not rejoined by then are thrown out.',
    status: 'modelled',
    source: GROUP_MANAGER,
    scenario: 'kafka.rebalance-loop',
  },
  {
    id: 'kafka.rebalance-cooperative',
    statement:
      'Cooperative members read on through a rebalance. What moves is given up after the first one and handed out by a second one.',
    status: 'modelled',
    source: COOPERATIVE,
    scenario: 'kafka.cooperative',
  },
  {
    id: 'kafka.cooperative-duplicates',
    statement:
      'What a cooperative member polled after it rejoined is not committed when it gives the partition up: the next owner reads it again.',
    status: 'modelled',
    source: `${COOPERATIVE}: onJoinPrepare commits, onJoinComplete revokes without a commit`,
    scenario: 'kafka.cooperative',
  },
  {
    id: 'kafka.initial-rebalance-delay',
    statement:
      'An empty group waits group.initial.rebalance.delay.ms for more members, and again while some come, up to the rebalance timeout.',
    status: 'modelled',
    source: `${GROUP_MANAGER}; KIP-134`,
    scenario: 'kafka.initial-delay',
  },
  {
    id: 'kafka.clean-close',
    statement: 'A dynamic member that closes leaves the group at once.',
    status: 'modelled',
    source: COORDINATOR,
    scenario: 'kafka.rolling-deploy',
  },
  {
    id: 'kafka.session-timeout',
    statement:
      'After a crash the partitions of a member wait for session.timeout.ms. If the restarted process joins before that, the whole group waits for its dead predecessor.',
    status: 'modelled',
    source: `${CONSUMER_CONFIGS}, session.timeout.ms; ${GROUP_MANAGER}`,
    scenario: 'kafka.kill-9',
  },
  {
    id: 'kafka.session-clock',
    statement:
      'The session is counted from the crash. In Kafka it is counted from the last heartbeat, up to heartbeat.interval.ms before.',
    status: 'simplified',
    source: GROUP_MANAGER,
  },
  {
    id: 'kafka.max-poll-interval',
    statement:
      'A member that works on one poll for longer than max.poll.interval.ms leaves the group; what it had is read again by others, and it rejoins when it polls.',
    status: 'modelled',
    source: `${CONSUMER_CONFIGS}, max.poll.interval.ms`,
    scenario: 'kafka.rebalance-loop',
  },
  {
    id: 'kafka.zombie-fenced',
    statement:
      'What a member that was thrown out commits afterwards is refused: its work counts for nothing in the group, though its effects outside are there.',
    status: 'modelled',
    source: COORDINATOR,
    scenario: 'kafka.rebalance-loop',
  },
  {
    id: 'kafka.static-membership',
    statement:
      'With a group.instance.id, a member that comes back within session.timeout.ms gets what it had, and nothing is rebalanced.',
    status: 'modelled',
    source: STATIC_MEMBERSHIP,
    scenario: 'kafka.static-restart',
  },
  {
    id: 'kafka.static-close',
    statement:
      'A static member does not leave when it closes: its partitions wait until its session times out.',
    status: 'modelled',
    source: STATIC_MEMBERSHIP,
    scenario: 'kafka.static-close',
  },
  {
    id: 'kafka.consumer-protocol',
    statement:
      'With group.protocol=consumer each member is brought in line by its own heartbeats. It gives up what moves in its next poll, with a commit, and the new owner gets it by its next heartbeat; nobody else stops, and there is no initial delay.',
    status: 'modelled',
    source: NEXT_GENERATION,
    scenario: 'kafka.consumer-protocol',
  },
  {
    id: 'kafka.consumer-protocol-assignors',
    statement:
      'Of the broker’s assignors only uniform, the default, is there, without racks; group.remote.assignor cannot choose range.',
    status: 'simplified',
    source: NEXT_GENERATION,
  },
  {
    id: 'kafka.partitions-added',
    statement:
      'Partitions that are added are read once the members’ metadata are refreshed, every 5 minutes (metadata.max.age.ms); under the consumer protocol the broker assigns them at once.',
    status: 'modelled',
    source: `${CONSUMER_CONFIGS}, metadata.max.age.ms; ${NEXT_GENERATION}`,
    scenario: 'kafka.partitions-added',
  },
  {
    id: 'kafka.shared-group',
    statement:
      'All subscriptions with one group.id are one group: on one topic they share its partitions, whatever services they belong to.',
    status: 'modelled',
    source: 'Apache Kafka documentation, Design, The Consumer',
    scenario: 'kafka.shared-group',
  },
  {
    id: 'kafka.group-of-topics',
    statement:
      'A slot that subscribes to several topics with one group.id is one member with one poll loop; a rebalance because of one topic stops all of them.',
    status: 'modelled',
    source: COORDINATOR,
    scenario: 'kafka.range-overload',
  },
  {
    id: 'kafka.group-settings',
    statement:
      'Members of one group that are configured differently follow the oldest subscription’s strategy and protocol. In Kafka a member whose strategies the others do not share is refused (INCONSISTENT_GROUP_PROTOCOL).',
    status: 'simplified',
    source: GROUP_MANAGER,
  },
  {
    id: 'kafka.coordinator-failover',
    statement: 'The group coordinator never fails, and answers without delay.',
    status: 'not',
    source: 'Apache Kafka documentation, Consumer rebalance protocol',
  },
  {
    id: 'kafka.share-groups',
    statement: 'Share groups (queues for Kafka) are not there.',
    status: 'not',
    source: 'KIP-932',
  },
]
