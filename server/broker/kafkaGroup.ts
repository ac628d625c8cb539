// A consumer group: its members, the topics that they read, and who reads which partition. Who shall read
// what, the protocol settles (kafkaClassicProtocol.ts, kafkaConsumerProtocol.ts).

import { orderById } from '#shared/lib/entries.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import { between, type Duration, milliseconds, type SimTime } from '../engine/time.ts'
import type { BrokerWorld, LogPosition, Membership } from './channel.ts'
import { NO_EVENT } from './events.ts'
import { KafkaClassicProtocol } from './kafkaClassicProtocol.ts'
import { KafkaCommits } from './kafkaCommits.ts'
import { KafkaConsumerProtocol } from './kafkaConsumerProtocol.ts'
import type { KafkaConsumerSettings } from './kafkaConsumerSettings.ts'
import type { KafkaCursor } from './kafkaCursor.ts'
import type { KafkaGroupTopic, TopicGroup } from './kafkaGroupTopic.ts'
import type { KafkaMember } from './kafkaMember.ts'
import {
  CHECK_POLL,
  EXPIRE_SESSION,
  KafkaMembers,
  type KafkaMembersState,
  type MembersGroup,
} from './kafkaMembers.ts'
import type { KafkaProtocol, KafkaProtocolState, ProtocolGroup } from './kafkaProtocol.ts'
import { KafkaReading, type ReadingGroup } from './kafkaReading.ts'
import type { GroupFigures, KafkaSubscription, SubscriptionGroup } from './kafkaSubscription.ts'

export interface KafkaGroupState {
  readonly entityName: string
  readonly generation: number
  readonly startedAt: number
  readonly protocolName: KafkaConsumerSettings['groupProtocol']
  readonly protocol: KafkaProtocolState
  readonly members: KafkaMembersState
}

interface KafkaGroupOptions {
  readonly id: string
  readonly world: BrokerWorld
  /** Of its entity. */
  readonly entityName: string
  readonly settings: KafkaConsumerSettings
}

/** Kinds of timers; those of members and protocols are beside them. */
const AUTO_COMMIT = 3
const REFRESH_METADATA = 5

/** metadata.max.age.ms: members look so often whether their topics have changed. */
const METADATA_MAX_AGE = milliseconds(300_000)

export class KafkaGroup
  implements TopicGroup, SubscriptionGroup, ProtocolGroup, MembersGroup, ReadingGroup
{
  readonly id: string
  readonly world: BrokerWorld
  /** By name. */
  readonly topics = new Map<string, KafkaGroupTopic>()
  readonly subscriptions: KafkaSubscription[] = []
  readonly members: KafkaMembers
  readonly commits: KafkaCommits
  readonly reading: KafkaReading
  /** Of the subscription that came first: those of one group are meant to agree. */
  settings: KafkaConsumerSettings
  generation = 0
  readonly #entityName: string
  readonly #entity: EntityIndex
  #protocolName: KafkaConsumerSettings['groupProtocol']
  #protocol: KafkaProtocol
  #startedAt: SimTime

  constructor({ id, world, entityName, settings }: KafkaGroupOptions) {
    this.id = id
    this.world = world
    this.settings = settings
    this.#entityName = entityName
    this.#startedAt = world.scheduler.now
    this.#entity = world.scheduler.register(entityName, this)
    this.members = new KafkaMembers(this, this.#entity)
    this.commits = new KafkaCommits(world, { entity: this.#entity, kind: AUTO_COMMIT })
    this.reading = new KafkaReading(this)
    this.#protocolName = settings.groupProtocol
    this.#protocol = this.#newProtocol()
  }

  get protocol(): KafkaProtocol {
    return this.#protocol
  }

  get initialDelay(): Duration {
    let delay = 0
    for (const { source } of this.topics.values())
      delay = Math.max(delay, source.initialRebalanceDelay)
    return delay as Duration
  }

  get cursors(): KafkaCursor[] {
    return [...this.topics.values()].flatMap(({ cursors, known }) => cursors.slice(0, known))
  }

  add(subscription: KafkaSubscription): void {
    const { topic } = subscription
    this.subscriptions.push(subscription)
    this.subscriptions.sort((a, b) => (a.name < b.name ? -1 : 1))
    topic.subscriptions.push(subscription)
    this.topics.set(topic.name, topic)
    orderById(this.topics)
    this.members.attach(subscription)
  }

  /**
   * The member is the slot: `services/billing/replicas/0/slots/1` of the name with which it joins by a
   * subscription, `services/billing/replicas/0/slots/1/subscriptions/orders`.
   */
  join(subscription: KafkaSubscription, name: string, consumer: EntityIndex): Membership {
    const [slot = name] = name.split('/subscriptions/')
    return this.members.join(subscription, slot, consumer)
  }

  noteBusy(member: KafkaMember): void {
    this.members.noteBusy(member)
  }

  commit(cursor: KafkaCursor, upTo: 'handled' | 'position'): void {
    const owner = ownerOf(cursor)
    if (owner) this.commits.commit(owner, cursor, upTo)
  }

  figuresOf(subscription: KafkaSubscription): GroupFigures {
    return { ...this.members.figuresOf(subscription), generation: this.generation }
  }

  noteSettings(subscription: KafkaSubscription, before: KafkaConsumerSettings): void {
    const { settings, topic } = subscription
    if (topic.settings === before) topic.settings = settings
    if (this.settings !== before) return
    this.settings = settings
    const isSame =
      before.groupProtocol === settings.groupProtocol &&
      before.strategy === settings.strategy &&
      before.isStatic === settings.isStatic
    if (isSame) return
    this.members.restart()
    this.#protocolName = settings.groupProtocol
    this.#protocol = this.#newProtocol()
    this.members.comeIn()
  }

  seek(topic: KafkaGroupTopic, to: LogPosition): void {
    const offsets = topic.offsetsOf(to)
    for (const cursor of topic.cursors) {
      cursor.moveTo(offsets[cursor.partition] ?? 0)
      cursor.isNew = false
      this.#store(cursor, 'position')
    }
    for (const member of this.members.all) if (member.isPolling) this.reading.fetch(member)
  }

  close(subscription: KafkaSubscription): void {
    const { topic } = subscription
    this.members.withdraw(subscription)
    this.subscriptions.splice(this.subscriptions.indexOf(subscription), 1)
    topic.subscriptions.splice(topic.subscriptions.indexOf(subscription), 1)
    if (topic.subscriptions.length === 0) {
      topic.close()
      this.topics.delete(topic.name)
    }
    const [oldest] = this.subscriptions
    if (oldest) this.settings = oldest.settings
    else this.world.scheduler.unregister(this.#entity)
  }

  noticePartitions(topic: KafkaGroupTopic): void {
    if (this.#protocolName === 'consumer') {
      // The broker itself assigns them.
      topic.known = topic.cursors.length
      this.#protocol.notePartitions()
      return
    }
    const { scheduler } = this.world
    const since = between(this.#startedAt, scheduler.now)
    const delay = (METADATA_MAX_AGE - (since % METADATA_MAX_AGE)) as Duration
    scheduler.schedule(delay, this.#entity, REFRESH_METADATA, 0)
  }

  readOn(cursor: KafkaCursor): void {
    const owner = ownerOf(cursor)
    if (owner) this.reading.readOn(owner, cursor)
  }

  loseBefore(cursor: KafkaCursor, keptFrom: number): void {
    const { topic } = cursor
    const owner = ownerOf(cursor)
    const { autoOffsetReset } = topic.settings
    const isRead = owner?.isAlive === true
    // Its next fetch is out of range: the member begins where auto.offset.reset says.
    const jumps = isRead && autoOffsetReset === 'latest'
    this.reading.skipTo(cursor, jumps ? cursor.log.readableEnd(topic.isolation) : keptFrom)
    if (isRead && autoOffsetReset === 'none') this.members.stop(owner)
  }

  assign(member: KafkaMember, cursor: KafkaCursor): void {
    member.take(cursor)
    this.#recordOwner('assigned', member, cursor)
    const start = cursor.startFor(member.settings.autoOffsetReset)
    if (start === null) {
      member.isStopped = true
      return
    }
    if (!cursor.isNew) this.reading.skipTo(cursor, start)
    cursor.isNew = false
    cursor.moveTo(start)
  }

  revoke(member: KafkaMember, cursor: KafkaCursor): void {
    this.#recordOwner('revoked', member, cursor)
    member.giveUp(cursor)
    cursor.rewind()
  }

  forget(member: KafkaMember): void {
    for (const { cursors } of this.topics.values())
      for (const cursor of cursors) {
        if (cursor.target === member) cursor.target = null
        if (cursor.lastOwner === member) cursor.lastOwner = null
      }
  }

  fire(kind: number, argument: number): void {
    if (kind === REFRESH_METADATA) {
      for (const topic of this.topics.values()) topic.known = topic.cursors.length
      this.#protocol.notePartitions()
    } else if (kind === EXPIRE_SESSION || kind === CHECK_POLL) {
      this.members.fire(kind, argument)
    } else if (kind === AUTO_COMMIT) {
      const member = this.members.find(argument)
      if (member) this.commits.timerFired(member)
    } else {
      this.#protocol.fire(kind, argument)
    }
  }

  save(): KafkaGroupState {
    return {
      entityName: this.#entityName,
      generation: this.generation,
      startedAt: this.#startedAt,
      protocolName: this.#protocolName,
      protocol: this.#protocol.save(),
      members: this.members.save(),
    }
  }

  /** Before its topics and subscriptions come back. */
  restore(state: KafkaGroupState): void {
    this.generation = state.generation
    this.#startedAt = state.startedAt as SimTime
    this.#protocolName = state.protocolName
    this.#protocol = this.#newProtocol()
    this.#protocol.restore(state.protocol)
    this.members.restore(state.members)
  }

  #store(cursor: KafkaCursor, upTo: 'position'): void {
    if (!cursor.commit(upTo)) return
    const { topic, partition, committed } = cursor
    this.world.record('positioned', topic.element, NO_EVENT, partition, committed)
  }

  #recordOwner(kind: 'assigned' | 'revoked', member: KafkaMember, cursor: KafkaCursor): void {
    const element = member.elementAt(cursor.topic)
    this.world.record(kind, element, NO_EVENT, cursor.partition, member.number)
  }

  #newProtocol(): KafkaProtocol {
    const options = { group: this, entity: this.#entity }
    return this.#protocolName === 'consumer'
      ? new KafkaConsumerProtocol(options)
      : new KafkaClassicProtocol(options)
  }
}

/** Only members read. */
function ownerOf({ owner }: KafkaCursor): KafkaMember | null {
  return owner as KafkaMember | null
}
