// The members of a group and what becomes of each: it joins by its slot, polls, works, closes, dies, is
// thrown out, comes back.

import { assert } from '#shared/lib/assert.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import { after, between, type Duration } from '../engine/time.ts'
import type { BrokerWorld, Departure } from './channel.ts'
import { NO_EVENT } from './events.ts'
import type { KafkaCommits } from './kafkaCommits.ts'
import type { KafkaCursor } from './kafkaCursor.ts'
import {
  DETACHED,
  KafkaMember,
  type KafkaMemberState,
  KafkaPlace,
  type PlaceGroup,
} from './kafkaMember.ts'
import type { KafkaProtocol } from './kafkaProtocol.ts'
import type { KafkaReading } from './kafkaReading.ts'
import type { GroupFigures, KafkaSubscription } from './kafkaSubscription.ts'

/** Kinds of the group's timers. */
export const EXPIRE_SESSION = 2
export const CHECK_POLL = 4

export interface KafkaMembersState {
  readonly next: number
  readonly members: readonly KafkaMemberState[]
}

/** The group whose members these are. */
export interface MembersGroup extends PlaceGroup {
  readonly world: BrokerWorld
  readonly protocol: KafkaProtocol
  readonly commits: KafkaCommits
  readonly reading: KafkaReading
  /** The member does not read the partition any more; the next one begins with what is committed. */
  revoke(member: KafkaMember, cursor: KafkaCursor): void
  /** The member is out of the group. */
  forget(member: KafkaMember): void
}

export class KafkaMembers {
  readonly #group: MembersGroup
  readonly #entity: EntityIndex
  /** In the order of their numbers; who has left or was thrown out is in it while its consumers live. */
  readonly #members = new Map<number, KafkaMember>()
  #next = 0

  constructor(group: MembersGroup, entity: EntityIndex) {
    this.#group = group
    this.#entity = entity
  }

  get all(): KafkaMember[] {
    return [...this.#members.values()]
  }

  /** Those of the group, the dead ones too whose sessions have not timed out. */
  get inGroup(): KafkaMember[] {
    return this.all.filter(({ isIn }) => isIn)
  }

  find(number: number): KafkaMember | null {
    return this.#members.get(number) ?? null
  }

  figuresOf(subscription: KafkaSubscription): GroupFigures {
    let inFlight = 0
    let members = 0
    for (const member of this.#members.values())
      for (const place of member.places) {
        if (place.subscription !== subscription) continue
        inFlight += place.unsettled.size
        if (member.isIn) members += 1
      }
    return { inFlight, members }
  }

  /** A subscription is there, perhaps again: in a restored run its places refer to it by name. */
  attach(subscription: KafkaSubscription): void {
    for (const { places } of this.#members.values())
      for (const place of places)
        if (place.subscriptionName === subscription.name) place.subscription = subscription
  }

  join(subscription: KafkaSubscription, slot: string, consumer: EntityIndex): KafkaPlace {
    const place = this.#vacantPlace(subscription, slot) ?? this.#newPlace(subscription, slot)
    place.consumer = consumer
    return place
  }

  poll(place: KafkaPlace): void {
    const { member } = place
    place.isPolling = true
    if (member.isPolling || member.isStopped || !member.waitsEverywhere) return
    const { protocol, commits, reading, world } = this.#group
    member.isPolling = true
    if (member.isIn && !member.isAlive) {
      member.isAlive = true
      member.heartbeatsFrom = world.scheduler.now
      protocol.noteBack(member)
    }
    protocol.poll(member)
    if (!member.isIn || !member.isPolling) return
    commits.poll(member)
    reading.fetch(member)
  }

  leave(place: KafkaPlace, departure: Departure): void {
    const { member } = place
    place.consumer = DETACHED
    if (departure !== 'close') {
      this.#die(member)
      return
    }
    this.#group.reading.abandon(place)
    place.isPolling = false
    member.isPolling = false
    if (member.isIn) this.#group.commits.close(member)
    for (const cursor of member.cursors)
      if (cursor.topic === place.subscription?.topic) cursor.rewind()
    if (!this.#staysWithoutConsumer(member)) this.#removePlace(place)
    // A static member sends no LeaveGroup.
    else if (!member.isAttached) this.#die(member)
  }

  /** The subscription is removed: its places go with it. */
  withdraw(subscription: KafkaSubscription): void {
    for (const member of this.all)
      for (const place of member.places.filter((each) => each.subscription === subscription))
        this.#removePlace(place)
  }

  /** It has something in hand: so long it may take for it at most. */
  noteBusy(member: KafkaMember): void {
    const { scheduler } = this.#group.world
    member.busySince = scheduler.now
    if (member.hasPollTimer) return
    member.hasPollTimer = true
    const { maxPollInterval } = member.settings
    scheduler.schedule(maxPollInterval, this.#entity, CHECK_POLL, member.number)
  }

  fire(kind: number, number: number): void {
    const member = this.#members.get(number)
    if (!member) return
    if (kind === CHECK_POLL) this.#checkPoll(member)
    else this.#expire(member)
  }

  /** Thrown out: it does not know, and what it has in hand is in vain. */
  evict(member: KafkaMember): void {
    this.#recordOf('evicted', member)
    for (const place of member.places) this.#group.reading.disown(place)
    this.remove(member)
  }

  /** Its poll loop ends with an exception. */
  stop(member: KafkaMember): void {
    member.isStopped = true
    this.#recordOf('stopped', member)
    for (const place of member.places) this.#group.reading.disown(place)
    this.remove(member)
  }

  /** Its consumers are configured anew: they close and begin again. */
  restart(): void {
    for (const member of this.inGroup) {
      this.#group.commits.close(member)
      for (const place of member.places) this.#group.reading.disown(place)
      this.#drop(member)
    }
  }

  /** All that are out and wait in poll come in. */
  comeIn(): void {
    for (const member of this.all)
      if (member.isPolling && !member.isIn && !member.isStopped) this.#group.protocol.poll(member)
  }

  remove(member: KafkaMember): void {
    const wasIn = member.isIn
    this.#drop(member)
    if (wasIn) this.#group.protocol.noteGone(member)
  }

  save(): KafkaMembersState {
    return { next: this.#next, members: this.all.map((member) => member.save()) }
  }

  restore({ next, members }: KafkaMembersState): void {
    this.#next = next
    for (const member of members)
      this.#members.set(member.number, KafkaMember.restored(this.#group, member))
  }

  /** Of a restored run, or of a static member that has died and comes back in time. */
  #vacantPlace(subscription: KafkaSubscription, slot: string): KafkaPlace | null {
    for (const member of this.#members.values()) {
      if (member.name !== slot || !(member.isAlive || member.settings.isStatic)) continue
      const place = member.places.find(
        (each) => each.subscription === subscription && each.consumer === DETACHED,
      )
      if (place) return place
    }
    return null
  }

  #newPlace(subscription: KafkaSubscription, slot: string): KafkaPlace {
    const member = this.#memberFor(subscription, slot)
    const place = new KafkaPlace(this.#group, member, subscription.name)
    place.subscription = subscription
    member.places.push(place)
    member.isPolling = false
    if (member.isIn) this.#group.protocol.noteSubscription(member)
    return place
  }

  /** A slot is one member, unless two of its subscriptions read the same topic: these share it. */
  #memberFor({ topic }: KafkaSubscription, slot: string): KafkaMember {
    for (const member of this.#members.values()) {
      const isSlot = member.name === slot && member.isAlive && member.isAttached
      if (isSlot && !member.subscribesTo(topic)) return member
    }
    const member = new KafkaMember(slot, this.#next, this.#group.world.scheduler.now)
    this.#next += 1
    this.#members.set(member.number, member)
    return member
  }

  #staysWithoutConsumer(member: KafkaMember): boolean {
    return member.settings.isStatic && member.isIn && member.isAlive
  }

  /** No more heartbeats: the group finds out when its session times out. */
  #die(member: KafkaMember): void {
    const { reading } = this.#group
    for (const place of member.places) {
      reading.abandon(place)
      place.isPolling = false
    }
    member.isPolling = false
    if (!member.isIn) {
      this.#drop(member)
      return
    }
    if (!member.isAlive) return
    for (const cursor of member.cursors) cursor.rewind()
    member.isAlive = false
    this.#beginSilence(member)
    assert(member.inHand === 0, 'the dead hold nothing')
  }

  #beginSilence(member: KafkaMember): void {
    const { scheduler } = this.#group.world
    member.silentSince = scheduler.now
    scheduler.schedule(member.settings.sessionTimeout, this.#entity, EXPIRE_SESSION, member.number)
  }

  #expire(member: KafkaMember): void {
    const { scheduler } = this.#group.world
    const dueAt = after(member.silentSince, member.settings.sessionTimeout)
    if (member.isIn && !member.isAlive && scheduler.now >= dueAt) this.evict(member)
  }

  /** max.poll.interval.ms: a member that takes longer leaves by itself, and rejoins when it polls. */
  #checkPoll(member: KafkaMember): void {
    member.hasPollTimer = false
    if (!member.isIn || !member.isAlive || member.inHand === 0) return
    const { scheduler } = this.#group.world
    const { maxPollInterval, isStatic } = member.settings
    const left = maxPollInterval - between(member.busySince, scheduler.now)
    if (left > 0) {
      member.hasPollTimer = true
      scheduler.schedule(left as Duration, this.#entity, CHECK_POLL, member.number)
      return
    }
    if (!isStatic) {
      this.evict(member)
      return
    }
    // A static member just falls silent, and keeps its partitions until its session times out.
    for (const place of member.places) this.#group.reading.disown(place)
    for (const cursor of member.cursors) cursor.rewind()
    member.isAlive = false
    this.#beginSilence(member)
  }

  #removePlace(place: KafkaPlace): void {
    const { member } = place
    this.#group.reading.abandon(place)
    const topic = place.subscription?.topic
    if (member.places.length === 1) {
      this.remove(member)
      this.#members.delete(member.number)
    } else {
      for (const cursor of [...member.cursors])
        if (cursor.topic === topic) this.#group.revoke(member, cursor)
    }
    member.places.splice(member.places.indexOf(place), 1)
    if (member.places.length === 0) return
    member.isPolling = member.isAlive && member.waitsEverywhere
    if (member.isIn) this.#group.protocol.noteSubscription(member)
  }

  /** Out of the group; its consumers, if they live, come in again when they poll. */
  #drop(member: KafkaMember): void {
    for (const cursor of [...member.cursors]) this.#group.revoke(member, cursor)
    this.#group.forget(member)
    member.isIn = false
    member.mustRejoin = false
    member.hasRejoined = false
    member.hasNewAssignment = false
    if (!member.isAttached) this.#members.delete(member.number)
    member.isAlive = true
  }

  #recordOf(kind: 'evicted' | 'stopped', member: KafkaMember): void {
    const element = member.places[0]?.subscription?.element ?? 0
    this.#group.world.record(kind, element, NO_EVENT, 0, member.number)
  }
}
