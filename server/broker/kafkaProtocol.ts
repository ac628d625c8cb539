// What the two protocols of consumer groups have in common: how a group settles who reads what.

import type { EntityIndex } from '../engine/kernel.ts'
import { between, type Duration } from '../engine/time.ts'
import type { BrokerWorld } from './channel.ts'
import { NO_EVENT } from './events.ts'
import type { AssignableMember, Assignment } from './kafkaAssignors/assignment.ts'
import type { KafkaCommits } from './kafkaCommits.ts'
import type { KafkaConsumerSettings } from './kafkaConsumerSettings.ts'
import type { KafkaCursor } from './kafkaCursor.ts'
import type { KafkaGroupTopic } from './kafkaGroupTopic.ts'
import type { KafkaMember } from './kafkaMember.ts'
import type { KafkaReading } from './kafkaReading.ts'

export interface KafkaProtocolState {
  readonly phase: string
  readonly round: number
  readonly remaining: number
  readonly newMemberAdded: boolean
}

export interface KafkaProtocol {
  /** The member polls; everything that it had is handled. It may come into the group by that. */
  poll(member: KafkaMember): void
  /** The member has left the group or was thrown out, and owns nothing any more. */
  noteGone(member: KafkaMember): void
  /** The member subscribes to other topics than before. */
  noteSubscription(member: KafkaMember): void
  /** A static member that was silent polls again. */
  noteBack(member: KafkaMember): void
  /** A topic has more partitions, and its members know. */
  notePartitions(): void
  fire(kind: number, argument: number): void
  save(): KafkaProtocolState
  restore(state: KafkaProtocolState): void
}

/** The group that a protocol works for. */
export interface ProtocolGroup {
  readonly world: BrokerWorld
  readonly settings: KafkaConsumerSettings
  /** group.initial.rebalance.delay.ms */
  readonly initialDelay: Duration
  /** By name. */
  readonly topics: ReadonlyMap<string, KafkaGroupTopic>
  /** Of all topics, in their order; those that the group has not heard of yet left out. */
  readonly cursors: readonly KafkaCursor[]
  readonly subscriptions: readonly { readonly element: number }[]
  readonly members: ProtocolMembers
  readonly commits: KafkaCommits
  readonly reading: KafkaReading
  /** Of the consumer protocol: the group epoch. */
  generation: number
  /** The member reads the partition from now on. */
  assign(member: KafkaMember, cursor: KafkaCursor): void
  /** The member does not read the partition any more; the next one begins with what is committed. */
  revoke(member: KafkaMember, cursor: KafkaCursor): void
}

interface ProtocolMembers {
  /** Those of the group, the dead ones too whose sessions have not timed out. */
  readonly inGroup: KafkaMember[]
  find(number: number): KafkaMember | null
  /** Thrown out: it does not know, and what it has in hand is in vain. */
  evict(member: KafkaMember): void
  /** Its poll loop ends with an exception. */
  stop(member: KafkaMember): void
}

export interface KafkaProtocolOptions {
  readonly group: ProtocolGroup
  readonly entity: EntityIndex
}

/** Kinds of the group's timers that are its protocol's. */
export const COMPLETE = 20
export const HEARTBEAT = 21
export const INITIAL_DELAY = 22
export const REBALANCE_TIMEOUT = 23

/** Until the member's next heartbeat, which may be now. */
export function untilHeartbeat(group: ProtocolGroup, member: KafkaMember): Duration {
  const { heartbeatInterval } = member.settings
  const since = between(member.heartbeatsFrom, group.world.scheduler.now)
  const heartbeats = Math.max(1, Math.ceil(since / heartbeatInterval))
  return (heartbeats * heartbeatInterval - since) as Duration
}

/** In the journal of each subscription of the group. */
export function recordGeneration(group: ProtocolGroup): void {
  group.generation += 1
  for (const { element } of group.subscriptions)
    group.world.record('rebalanced', element, NO_EVENT, 0, group.generation)
}

/** A member as assignors see it. `owned`: what it says it has. */
export function assignable(
  group: ProtocolGroup,
  member: KafkaMember,
  owned: readonly KafkaCursor[],
): AssignableMember {
  const topics = member.places.flatMap(({ subscription }) => subscription?.topic.name ?? [])
  return {
    id: memberId(member),
    instanceId: member.settings.isStatic ? member.name : null,
    topics: [...new Set(topics)],
    owned: owned.map(({ topic, partition }) => [topic.name, partition] as const),
    generation: owned.length > 0 ? group.generation : null,
  }
}

/** What each topic has, as far as the group knows. */
export function topicSizes(group: ProtocolGroup): ReadonlyMap<string, number> {
  return new Map([...group.topics.values()].map(({ name, known }) => [name, known]))
}

/** Makes the assignment the target: what moves when, the protocol decides. */
export function setTargets(
  group: ProtocolGroup,
  members: readonly KafkaMember[],
  assignment: Assignment,
): void {
  for (const cursor of group.cursors) cursor.target = null
  for (const member of members)
    for (const [topic, partition] of assignment.get(memberId(member)) ?? []) {
      const cursor = group.topics.get(topic)?.cursors[partition]
      if (cursor) cursor.target = member
    }
}

/** Members come in the order in which they joined; in Kafka that is a random id. */
function memberId({ number }: KafkaMember): string {
  return String(number).padStart(10, '0')
}
