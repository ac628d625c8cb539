// The consumers of an SQS queue, and how they wait for messages: in line (long polling), or pausing
// after a receive that brought nothing.

import { assert } from '#shared/lib/assert.ts'
import type { EntityIndex, Scheduler } from '../engine/kernel.ts'
import { after, between, type Duration, type SimTime, START } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import type { DeliveryHandle } from './deliveries.ts'
import { LinkedLists, NONE } from './linkedLists.ts'

export interface SqsConsumerSettings {
  /** MaxNumberOfMessages of a receive. */
  readonly maxNumberOfMessages: number
  /** WaitTimeSeconds of a receive; 0 is short polling, null the queue's own. */
  readonly waitTime: Duration | null
  /** Pause of the consumer after a receive that brought nothing. */
  readonly pollInterval: Duration
  /** VisibilityTimeout of a receive; absent or null: the queue's own. */
  readonly visibilityTimeout?: Duration | null
}

/** A subscription as its members see it. */
export interface SqsSubscriber {
  readonly element: number
  readonly name: string
  settings: SqsConsumerSettings
  members: number
}

export interface SqsMember {
  readonly number: number
  readonly name: string
  readonly subscription: string
  /** Null in a restored run, until its consumer joins again by name. */
  joined: { readonly subscriber: SqsSubscriber; readonly consumer: EntityIndex } | null
  /** Handed to it and not settled by it, whatever became of the message. */
  readonly deliveries: DeliveryHandle[]
  /** Messages that it asked for last. */
  wanted: number
  waits: 'not' | 'inLine' | 'pausing'
  waitsUntil: SimTime
  timer: TimerHandle
  timerAt: SimTime
}

export interface SqsMembersState {
  readonly members: readonly (SavedMember | null)[]
  readonly free: readonly number[]
  readonly line: readonly number[]
}

type SavedMember = Omit<SqsMember, 'joined'>

const THE_LINE = 0

export class SqsMembers {
  readonly #scheduler: Scheduler
  readonly #entity: EntityIndex
  readonly #timerKind: number
  readonly #members: (SqsMember | null)[] = []
  readonly #free: number[] = []
  readonly #byName = new Map<string, SqsMember>()
  readonly #line = new LinkedLists(1)

  /** The entity is fired with this kind and a member's number, and then asks `waitEnded`. */
  constructor(scheduler: Scheduler, entity: EntityIndex, timerKind: number) {
    this.#scheduler = scheduler
    this.#entity = entity
    this.#timerKind = timerKind
  }

  /** Whoever has waited in line for the longest. */
  get firstInLine(): SqsMember | null {
    const number = this.#line.first(THE_LINE)
    return number === NONE ? null : (this.#members[number] as SqsMember)
  }

  join(subscriber: SqsSubscriber, name: string, consumer: EntityIndex): SqsMember {
    const key = keyOf(subscriber.name, name)
    const member = this.#byName.get(key) ?? this.#add(subscriber.name, name)
    assert(member.joined === null, `${name} joins once`)
    this.#byName.set(key, member)
    member.joined = { subscriber, consumer }
    subscriber.members += 1
    return member
  }

  remove(member: SqsMember): void {
    assert(member.joined !== null, 'only who joined leaves')
    this.stopWaiting(member)
    this.#scheduler.cancel(member.timer)
    member.joined.subscriber.members -= 1
    this.#members[member.number] = null
    this.#free.push(member.number)
    this.#byName.delete(keyOf(member.subscription, member.name))
  }

  wait(member: SqsMember, waits: 'inLine' | 'pausing', duration: Duration): void {
    this.stopWaiting(member)
    if (waits === 'inLine') this.#line.pushBack(THE_LINE, member.number)
    member.waits = waits
    member.waitsUntil = after(this.#scheduler.now, duration)
    this.#arm(member)
  }

  /** Returns whether it waited. */
  stopWaiting(member: SqsMember): boolean {
    if (member.waits === 'inLine') this.#line.remove(member.number)
    const waited = member.waits !== 'not'
    member.waits = 'not'
    return waited
  }

  /** The timer of this member fired. Returns the member if it has waited for long enough. */
  waitEnded(number: number): SqsMember | null {
    const member = this.#members[number]
    assert(member, 'a member who left has no timer')
    member.timer = NO_TIMER
    if (member.waits === 'not') return null
    if (member.waitsUntil <= this.#scheduler.now) return member
    this.#arm(member)
    return null
  }

  save(): SqsMembersState {
    return {
      members: this.#members.map((member) => {
        if (!member) return null
        const { joined: _, deliveries, ...rest } = member
        return { ...rest, deliveries: [...deliveries] }
      }),
      free: [...this.#free],
      line: this.#line.save()[THE_LINE] ?? [],
    }
  }

  restore(state: SqsMembersState): void {
    assert(this.#byName.size === 0, 'members join after the queue was restored')
    for (const saved of state.members) {
      const member = saved && { ...saved, deliveries: [...saved.deliveries], joined: null }
      this.#members.push(member)
      if (member) this.#byName.set(keyOf(member.subscription, member.name), member)
    }
    this.#free.push(...state.free)
    this.#line.restore([state.line])
  }

  #add(subscription: string, name: string): SqsMember {
    const number = this.#free.pop() ?? this.#members.length
    const member: SqsMember = {
      number,
      name,
      subscription,
      joined: null,
      deliveries: [],
      wanted: 0,
      waits: 'not',
      waitsUntil: START,
      timer: NO_TIMER,
      timerAt: START,
    }
    this.#members[number] = member
    return member
  }

  /**
   * A member keeps one timer. When it got messages meanwhile and waits again, the timer comes too early
   * and is set again: so a busy consumer does not leave a cancelled timer behind for each receive.
   */
  #arm(member: SqsMember): void {
    if (member.timer !== NO_TIMER) {
      if (member.timerAt <= member.waitsUntil) return
      this.#scheduler.cancel(member.timer)
    }
    const delay = between(this.#scheduler.now, member.waitsUntil)
    member.timer = this.#scheduler.schedule(delay, this.#entity, this.#timerKind, member.number)
    member.timerAt = member.waitsUntil
  }
}

export function subscriberOf(member: SqsMember): SqsSubscriber {
  assert(member.joined, 'a saved member joins again before the run goes on')
  return member.joined.subscriber
}

function keyOf(subscription: string, name: string): string {
  return JSON.stringify([subscription, name])
}
