// When the members of a group store how far they have come.

import type { EntityIndex } from '../engine/kernel.ts'
import { after, type Duration } from '../engine/time.ts'
import type { BrokerWorld } from './channel.ts'
import { NO_EVENT } from './events.ts'
import type { KafkaCursor } from './kafkaCursor.ts'
import type { KafkaMember } from './kafkaMember.ts'

/** What is fired when an automatic commit is due; it calls `timerFired`. */
interface CommitTimer {
  readonly entity: EntityIndex
  readonly kind: number
}

export class KafkaCommits {
  readonly #world: BrokerWorld
  readonly #timer: CommitTimer

  constructor(world: BrokerWorld, timer: CommitTimer) {
    this.#world = world
    this.#timer = timer
  }

  /** A poll commits what the previous ones brought: when auto.commit.interval.ms is over, or always. */
  poll(member: KafkaMember): void {
    const { autoCommitInterval, commitWhen } = member.settings
    if (autoCommitInterval === null) {
      if (commitWhen === 'afterPoll') this.#commitAll(member)
      return
    }
    const { scheduler } = this.#world
    const dueAt = after(member.committedAt, autoCommitInterval)
    if (scheduler.now >= dueAt) {
      this.#commitAll(member)
    } else if (!member.hasCommitTimer) {
      member.hasCommitTimer = true
      const { entity, kind } = this.#timer
      scheduler.schedule((dueAt - scheduler.now) as Duration, entity, kind, member.number)
    }
  }

  /** Auto-commit happens inside poll: a member that is at work commits when it polls again. */
  timerFired(member: KafkaMember): void {
    member.hasCommitTimer = false
    if (member.isIn && member.isAlive && member.isPolling) this.poll(member)
  }

  /** Before it gives up partitions: with auto-commit only, the application does nothing of the kind. */
  beforeRevocation(member: KafkaMember): void {
    if (member.settings.autoCommitInterval !== null) this.#commitAll(member)
  }

  /** What it has handled, in whatever way it commits otherwise. */
  close(member: KafkaMember): void {
    for (const cursor of member.cursors) this.commit(member, cursor, 'handled')
  }

  commit(member: KafkaMember, cursor: KafkaCursor, upTo: 'handled' | 'position'): void {
    if (!cursor.commit(upTo)) return
    const element = member.elementAt(cursor.topic)
    this.#world.record('positioned', element, NO_EVENT, cursor.partition, cursor.committed)
  }

  /** In poll: everything that was handed out is handled. */
  #commitAll(member: KafkaMember): void {
    member.committedAt = this.#world.scheduler.now
    for (const cursor of member.cursors) this.commit(member, cursor, 'position')
  }
}
