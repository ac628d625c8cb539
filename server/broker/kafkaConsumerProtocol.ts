// The consumer protocol (KIP-848). The broker assigns; each member is brought in line by its own
// heartbeats: it gives up what it shall not have any more when it polls, and gets what others have
// given up. Nobody waits for the group.

import type { EntityIndex } from '../engine/kernel.ts'
import { assignUniform } from './kafkaAssignors/uniform.ts'
import type { KafkaMember } from './kafkaMember.ts'
import {
  assignable,
  COMPLETE,
  HEARTBEAT,
  type KafkaProtocol,
  type KafkaProtocolOptions,
  type KafkaProtocolState,
  type ProtocolGroup,
  recordGeneration,
  setTargets,
  topicSizes,
  untilHeartbeat,
} from './kafkaProtocol.ts'

export class KafkaConsumerProtocol implements KafkaProtocol {
  readonly #group: ProtocolGroup
  readonly #entity: EntityIndex
  /** Members have come or gone since the last assignment. */
  #isStale = false

  constructor({ group, entity }: KafkaProtocolOptions) {
    this.#group = group
    this.#entity = entity
  }

  poll(member: KafkaMember): void {
    if (!member.isIn) {
      member.isIn = true
      // Its first heartbeat brings it into the group, and what is free to it.
      member.hasNewAssignment = true
      member.heartbeatsFrom = this.#group.world.scheduler.now
      this.#assignSoon()
    } else if (member.mustRejoin) {
      this.#reconcile(member)
    }
  }

  noteGone(): void {
    this.#assignSoon()
  }

  noteSubscription(): void {
    this.#assignSoon()
  }

  noteBack(member: KafkaMember): void {
    this.#reconcileAtHeartbeat(member)
  }

  notePartitions(): void {
    this.#assignSoon()
  }

  fire(kind: number, memberNumber: number): void {
    if (kind === COMPLETE) {
      if (this.#isStale) this.#assign()
    } else if (kind === HEARTBEAT) {
      const member = this.#group.members.find(memberNumber)
      if (!member) return
      member.hasHeartbeatTimer = false
      if (member.isIn && member.isAlive) this.#reconcile(member)
    }
  }

  save(): KafkaProtocolState {
    const phase = this.#isStale ? 'stale' : 'assigned'
    return { phase, round: 0, remaining: 0, newMemberAdded: false }
  }

  restore({ phase }: KafkaProtocolState): void {
    this.#isStale = phase === 'stale'
  }

  /** At the end of the hand-offs of this instant: members who come together are one epoch. */
  #assignSoon(): void {
    this.#isStale = true
    this.#group.world.scheduler.handOver(this.#entity, COMPLETE, 0)
  }

  #assign(): void {
    const { world } = this.#group
    this.#isStale = false
    const members = this.#group.members.inGroup
    recordGeneration(this.#group)
    const cursors = this.#group.cursors
    const candidates = members.map((member) =>
      assignable(
        this.#group,
        member,
        cursors.filter(({ target }) => target === member),
      ),
    )
    setTargets(this.#group, members, assignUniform(topicSizes(this.#group), candidates))
    for (const member of members) {
      if (!member.isAlive) continue
      if (member.hasNewAssignment) {
        member.hasNewAssignment = false
        member.committedAt = world.scheduler.now
        this.#reconcile(member)
      } else if (!this.#isInLine(member)) {
        this.#reconcileAtHeartbeat(member)
      }
    }
  }

  /** Whether it owns what it shall, or all of that which is free. */
  #isInLine(member: KafkaMember): boolean {
    return (
      member.cursors.every(({ target }) => target === member) &&
      this.#group.cursors.every(({ target, owner }) => target !== member || owner !== null)
    )
  }

  #reconcileAtHeartbeat(member: KafkaMember): void {
    if (member.hasHeartbeatTimer || !member.isAlive) return
    member.hasHeartbeatTimer = true
    const { scheduler } = this.#group.world
    const delay = untilHeartbeat(this.#group, member)
    scheduler.schedule(delay, this.#entity, HEARTBEAT, member.number)
  }

  #reconcile(member: KafkaMember): void {
    const { commits } = this.#group
    const lost = member.cursors.filter(({ target }) => target !== member)
    member.mustRejoin = lost.length > 0 && !member.isPolling
    // It gives up partitions from poll, where everything that it had is handled.
    if (member.mustRejoin) return
    if (lost.length > 0) commits.beforeRevocation(member)
    for (const cursor of lost) {
      this.#group.revoke(member, cursor)
      const next = cursor.target && this.#group.members.find(cursor.target.number)
      if (next) this.#reconcileAtHeartbeat(next)
    }
    for (const cursor of this.#group.cursors)
      if (cursor.target === member && cursor.owner === null) this.#group.assign(member, cursor)
    if (member.isStopped) this.#group.members.stop(member)
    else if (member.isPolling) this.#group.reading.fetch(member)
  }
}
