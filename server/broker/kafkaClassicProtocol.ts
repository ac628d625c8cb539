// The classic protocol. A rebalance begins when somebody comes or goes; the others hear of it by their
// next heartbeat and rejoin from their next poll. When all have, or max.poll.interval.ms is over, the
// next generation begins. Eager members give up everything when they rejoin; cooperative ones read on,
// then give up what moves, and rejoin once more.

import type { EntityIndex } from '../engine/kernel.ts'
import type { Duration } from '../engine/time.ts'
import { ASSIGNORS } from './kafkaAssignors/assignors.ts'
import type { KafkaCursor } from './kafkaCursor.ts'
import type { KafkaMember } from './kafkaMember.ts'
import {
  assignable,
  COMPLETE,
  HEARTBEAT,
  INITIAL_DELAY,
  type KafkaProtocol,
  type KafkaProtocolOptions,
  type KafkaProtocolState,
  type ProtocolGroup,
  REBALANCE_TIMEOUT,
  recordGeneration,
  setTargets,
  topicSizes,
  untilHeartbeat,
} from './kafkaProtocol.ts'

/** `initial`: the first members of an empty group wait for more; `preparing`: for those who know late. */
type Phase = 'empty' | 'initial' | 'preparing' | 'stable'

export class KafkaClassicProtocol implements KafkaProtocol {
  readonly #group: ProtocolGroup
  readonly #entity: EntityIndex
  #phase: Phase = 'empty'
  /** Numbers the rebalances, so that a timer of an older one is known. */
  #round = 0
  /** Of `initial`: what it may still be prolonged by, and whether somebody came meanwhile. */
  #remaining = 0
  #newMemberAdded = false

  constructor({ group, entity }: KafkaProtocolOptions) {
    this.#group = group
    this.#entity = entity
  }

  poll(member: KafkaMember): void {
    if (!member.isIn) {
      this.#join(member)
      return
    }
    if (member.hasNewAssignment) this.#apply(member)
    if (member.mustRejoin) this.#rejoin(member)
  }

  noteGone(): void {
    if (this.#phase === 'stable') this.#prepare()
    else if (this.#phase === 'preparing') this.#completeSoon()
  }

  noteSubscription(member: KafkaMember): void {
    member.mustRejoin = true
    if (member.isPolling && !member.hasRejoined) this.#rejoin(member)
  }

  /** Under the same group.instance.id it gets what it had: no rebalance, unless one is on. */
  noteBack(member: KafkaMember): void {
    if (this.#phase === 'preparing' && !member.hasRejoined) this.#rejoin(member)
  }

  notePartitions(): void {
    const leader = this.#members().find(({ isAlive }) => isAlive)
    if (leader && this.#phase === 'stable') this.noteSubscription(leader)
  }

  fire(kind: number, argument: number): void {
    if (kind === COMPLETE) this.#completeWhenAllRejoined()
    else if (kind === HEARTBEAT) this.#hear(argument)
    else if (argument !== this.#round) return
    else if (kind === INITIAL_DELAY) this.#endInitialDelay()
    else if (this.#phase === 'preparing') this.#throwOutLateMembers()
  }

  save(): KafkaProtocolState {
    return {
      phase: this.#phase,
      round: this.#round,
      remaining: this.#remaining,
      newMemberAdded: this.#newMemberAdded,
    }
  }

  restore(state: KafkaProtocolState): void {
    this.#phase = state.phase as Phase
    this.#round = state.round
    this.#remaining = state.remaining
    this.#newMemberAdded = state.newMemberAdded
  }

  get #isCooperative(): boolean {
    return this.#group.settings.strategy === 'cooperative-sticky'
  }

  #members(): KafkaMember[] {
    return this.#group.members.inGroup
  }

  #join(member: KafkaMember): void {
    member.isIn = true
    member.hasRejoined = true
    member.heartbeatsFrom = this.#group.world.scheduler.now
    if (this.#phase === 'empty') this.#beginInitialDelay(member)
    else if (this.#phase === 'initial') this.#newMemberAdded = true
    else if (this.#phase === 'preparing') this.#completeSoon()
    else this.#prepare()
  }

  /** Also commits, and gives up what eager members give up before they rejoin. */
  #rejoin(member: KafkaMember): void {
    const group = this.#group
    member.mustRejoin = false
    member.hasRejoined = true
    group.commits.beforeRevocation(member)
    for (const cursor of [...member.cursors])
      if (!this.#isCooperative || !member.subscribesTo(cursor.topic)) group.revoke(member, cursor)
    if (this.#phase === 'stable') this.#prepare()
    else if (this.#phase === 'preparing') this.#completeSoon()
  }

  /** group.initial.rebalance.delay.ms, again and again while members come, up to the rebalance timeout. */
  #beginInitialDelay(member: KafkaMember): void {
    const delay = this.#group.initialDelay
    this.#round += 1
    if (delay === 0) {
      this.#phase = 'preparing'
      this.#completeSoon()
      return
    }
    this.#phase = 'initial'
    this.#newMemberAdded = false
    this.#remaining = Math.max(0, member.settings.maxPollInterval - delay)
    this.#schedule(delay, INITIAL_DELAY, this.#round)
  }

  #endInitialDelay(): void {
    if (this.#newMemberAdded && this.#remaining > 0) {
      const delay = Math.min(this.#group.initialDelay, this.#remaining)
      this.#newMemberAdded = false
      this.#remaining -= delay
      this.#schedule(delay as Duration, INITIAL_DELAY, this.#round)
      return
    }
    this.#phase = 'preparing'
    this.#completeWhenAllRejoined()
  }

  #prepare(): void {
    this.#phase = 'preparing'
    this.#round += 1
    let timeout = 0
    for (const member of this.#members()) {
      timeout = Math.max(timeout, member.settings.maxPollInterval)
      if (member.hasRejoined || !member.isAlive || member.hasHeartbeatTimer) continue
      member.hasHeartbeatTimer = true
      this.#schedule(untilHeartbeat(this.#group, member), HEARTBEAT, member.number)
    }
    this.#schedule(timeout as Duration, REBALANCE_TIMEOUT, this.#round)
    this.#completeSoon()
  }

  /** REBALANCE_IN_PROGRESS: who waits in poll rejoins at once. */
  #hear(memberNumber: number): void {
    const member = this.#group.members.find(memberNumber)
    if (!member) return
    member.hasHeartbeatTimer = false
    if (this.#phase !== 'preparing' || !member.isIn || !member.isAlive || member.hasRejoined) return
    member.mustRejoin = true
    if (!member.isPolling) return
    if (member.hasNewAssignment) this.#apply(member)
    this.#rejoin(member)
  }

  /** At the end of the hand-offs of this instant, so that members who come together are one round. */
  #completeSoon(): void {
    this.#group.world.scheduler.handOver(this.#entity, COMPLETE, 0)
  }

  #completeWhenAllRejoined(): void {
    if (this.#phase !== 'preparing') return
    if (this.#members().every(({ hasRejoined }) => hasRejoined)) this.#complete()
  }

  /** The rebalance timeout. A static member keeps its place until its session times out. */
  #throwOutLateMembers(): void {
    for (const member of this.#members())
      if (!member.hasRejoined && !member.settings.isStatic) this.#group.members.evict(member)
    if (this.#phase === 'preparing') this.#complete()
  }

  #complete(): void {
    const group = this.#group
    const members = this.#members()
    recordGeneration(group)
    this.#phase = members.length === 0 ? 'empty' : 'stable'
    for (const member of members) this.#takeFromAbsent(member)
    const owned = this.#claimsOf(members)
    const assign = ASSIGNORS[group.settings.strategy]
    const candidates = members.map((member, index) =>
      assignable(group, member, owned[index] as KafkaCursor[]),
    )
    setTargets(group, members, assign(topicSizes(group), candidates))
    for (const member of members) {
      member.hasRejoined = false
      member.hasNewAssignment = true
      member.heartbeatsFrom = group.world.scheduler.now
    }
    for (const member of members) if (member.isPolling) this.#apply(member)
    for (const member of members) if (member.isPolling && member.mustRejoin) this.#rejoin(member)
    for (const member of members) if (member.isPolling && member.isIn) group.reading.fetch(member)
  }

  /** Eager: the leader hands out all partitions, those of members that are silent too. */
  #takeFromAbsent(member: KafkaMember): void {
    if (this.#isCooperative) return
    for (const cursor of [...member.cursors]) this.#group.revoke(member, cursor)
  }

  /** What members say they have: cooperative ones own it still, eager sticky ones remember it. */
  #claimsOf(members: readonly KafkaMember[]): KafkaCursor[][] {
    if (this.#isCooperative) return members.map(({ cursors }) => [...cursors])
    const cursors = this.#group.cursors
    return members.map((member) => cursors.filter(({ lastOwner }) => lastOwner === member))
  }

  /** Takes what it got; a cooperative member first gives up what moves, and rejoins after it. */
  #apply(member: KafkaMember): void {
    const group = this.#group
    member.hasNewAssignment = false
    member.committedAt = group.world.scheduler.now
    for (const cursor of [...member.cursors]) {
      if (cursor.target === member) continue
      group.revoke(member, cursor)
      member.mustRejoin = true
    }
    for (const cursor of group.cursors)
      if (cursor.target === member && cursor.owner === null) group.assign(member, cursor)
    if (member.isStopped) group.members.stop(member)
  }

  #schedule(delay: Duration, kind: number, argument: number): void {
    this.#group.world.scheduler.schedule(delay, this.#entity, kind, argument)
  }
}
