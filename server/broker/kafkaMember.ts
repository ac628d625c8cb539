// One member of a consumer group: a slot of a replica. It takes part in the group by every subscription
// of the slot that has this group.id; together they are one Kafka consumer with one poll loop.

import type { EntityIndex } from '../engine/kernel.ts'
import { type SimTime, START } from '../engine/time.ts'
import type { Departure, Membership, Settlement } from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import { compared } from './kafkaAssignors/assignment.ts'
import type { KafkaConsumerSettings } from './kafkaConsumerSettings.ts'
import type { CursorReader, CursorTopic, KafkaCursor } from './kafkaCursor.ts'
import { KafkaHandedOut } from './kafkaHandedOut.ts'
import type { KafkaSubscription } from './kafkaSubscription.ts'

export interface KafkaPlaceState {
  readonly subscription: string
  readonly isPolling: boolean
  readonly unsettled: readonly number[]
  readonly stale: readonly number[]
}

export const DETACHED = -1 as EntityIndex

/** What a group does for its places. */
export interface PlaceGroup {
  readonly members: {
    poll(place: KafkaPlace): void
    leave(place: KafkaPlace, departure: Departure): void
  }
  readonly reading: {
    settle(place: KafkaPlace, delivery: DeliveryHandle, settlement: Settlement): void
  }
}

/** A member's place at one subscription: what its consumer there has of the group. */
export class KafkaPlace implements Membership {
  readonly member: KafkaMember
  readonly subscriptionName: string
  /** Null in a restored run until the subscription comes back. */
  subscription: KafkaSubscription | null = null
  consumer: EntityIndex = DETACHED
  isPolling = false
  readonly unsettled = new KafkaHandedOut()
  /** Handed out before the member was thrown out: what it says of them counts no more. */
  readonly stale = new Set<DeliveryHandle>()
  readonly #group: PlaceGroup

  constructor(group: PlaceGroup, member: KafkaMember, subscriptionName: string) {
    this.#group = group
    this.member = member
    this.subscriptionName = subscriptionName
  }

  poll(): void {
    this.#group.members.poll(this)
  }

  settle(delivery: DeliveryHandle, settlement: Settlement): void {
    this.#group.reading.settle(this, delivery, settlement)
  }

  leave(departure: Departure): void {
    this.#group.members.leave(this, departure)
  }

  save(): KafkaPlaceState {
    return {
      subscription: this.subscriptionName,
      isPolling: this.isPolling,
      unsettled: this.unsettled.all,
      stale: [...this.stale],
    }
  }

  static restored(group: PlaceGroup, member: KafkaMember, state: KafkaPlaceState): KafkaPlace {
    const place = new KafkaPlace(group, member, state.subscription)
    place.isPolling = state.isPolling
    for (const delivery of state.unsettled) place.unsettled.push(delivery as DeliveryHandle)
    for (const delivery of state.stale) place.stale.add(delivery as DeliveryHandle)
    return place
  }
}

/** What a member keeps that is plain data. */
interface MemberData {
  /** It sent JoinGroup and has not left or been thrown out. */
  isIn: boolean
  /** False after a crash, and for a static member that has closed, until the session times out. */
  isAlive: boolean
  /** It stopped with an error (auto.offset.reset=none). */
  isStopped: boolean
  /** Waits in poll: it has handled all it got. */
  isPolling: boolean
  hasCommitTimer: boolean
  hasPollTimer: boolean
  hasHeartbeatTimer: boolean
  /** It has heard of a rebalance, and rejoins when it polls. */
  mustRejoin: boolean
  /** It waits for the rebalance to complete. */
  hasRejoined: boolean
  /** The group has settled who reads what; the member hears of it when it polls. */
  hasNewAssignment: boolean
  committedAt: SimTime
  /** When it was handed what it has in hand. */
  busySince: SimTime
  /** Heartbeats are sent so many intervals after this. */
  heartbeatsFrom: SimTime
  /** Its last sign of life, once there is none any more. */
  silentSince: SimTime
  /** Index into `cursors` of the one that the next fetch begins with. */
  nextTurn: number
}

export interface KafkaMemberState extends MemberData {
  readonly name: string
  readonly number: number
  readonly places: readonly KafkaPlaceState[]
}

export class KafkaMember implements MemberData, CursorReader {
  /** Of the slot. */
  readonly name: string
  readonly number: number
  readonly places: KafkaPlace[] = []
  /** What it owns, by topic and partition. */
  readonly cursors: KafkaCursor[] = []
  isIn = false
  isAlive = true
  isStopped = false
  isPolling = false
  hasCommitTimer = false
  hasPollTimer = false
  hasHeartbeatTimer = false
  mustRejoin = false
  hasRejoined = false
  hasNewAssignment = false
  committedAt: SimTime
  busySince = START
  heartbeatsFrom = START
  silentSince = START
  nextTurn = 0
  /** Deliveries that it has not settled. */
  inHand = 0

  constructor(name: string, number: number, now: SimTime) {
    this.name = name
    this.number = number
    this.committedAt = now
  }

  /** Detached until its consumers join again by name. */
  static restored(group: PlaceGroup, state: KafkaMemberState): KafkaMember {
    const { name, number, places, ...data } = state
    const member = new KafkaMember(name, number, START)
    Object.assign(member, data)
    member.places.push(...places.map((place) => KafkaPlace.restored(group, member, place)))
    for (const { unsettled, stale } of member.places) member.inHand += unsettled.size + stale.size
    return member
  }

  /** Of its oldest subscription: those of one group are meant to agree. */
  get settings(): KafkaConsumerSettings {
    const { subscription } = this.places[0] as KafkaPlace
    return (subscription as KafkaSubscription).settings
  }

  get isAttached(): boolean {
    return this.places.some(({ consumer }) => consumer !== DETACHED)
  }

  /** All of its places wait, and nothing is in hand: as one consumer, it is in poll. */
  get waitsEverywhere(): boolean {
    if (this.inHand > 0) return false
    for (const { isPolling } of this.places) if (!isPolling) return false
    return true
  }

  placeAt(topic: CursorTopic): KafkaPlace {
    if (this.places.length === 1) return this.places[0] as KafkaPlace
    return this.places.find(({ subscription }) => subscription?.topic === topic) as KafkaPlace
  }

  elementAt(topic: CursorTopic): number {
    return this.placeAt(topic).subscription?.element ?? topic.element
  }

  subscribesTo(topic: CursorTopic): boolean {
    return this.places.some(({ subscription }) => subscription?.topic === topic)
  }

  take(cursor: KafkaCursor): void {
    cursor.owner = this
    cursor.lastOwner = this
    this.cursors.push(cursor)
    this.cursors.sort((a, b) => compared(a.topic.name, b.topic.name) || a.partition - b.partition)
  }

  giveUp(cursor: KafkaCursor): void {
    cursor.owner = null
    this.cursors.splice(this.cursors.indexOf(cursor), 1)
    this.nextTurn = 0
  }

  /** The next fetch begins with the next partition. */
  takeTurn(): void {
    if (this.cursors.length > 0) this.nextTurn = (this.nextTurn + 1) % this.cursors.length
  }

  save(): KafkaMemberState {
    return {
      name: this.name,
      number: this.number,
      places: this.places.map((place) => place.save()),
      isIn: this.isIn,
      isAlive: this.isAlive,
      isStopped: this.isStopped,
      isPolling: this.isPolling,
      hasCommitTimer: this.hasCommitTimer,
      hasPollTimer: this.hasPollTimer,
      hasHeartbeatTimer: this.hasHeartbeatTimer,
      mustRejoin: this.mustRejoin,
      hasRejoined: this.hasRejoined,
      hasNewAssignment: this.hasNewAssignment,
      committedAt: this.committedAt,
      busySince: this.busySince,
      heartbeatsFrom: this.heartbeatsFrom,
      silentSince: this.silentSince,
      nextTurn: this.nextTurn,
    }
  }
}
