// A service's consumption of one channel: how its slots join, how often an event is tried, and what
// becomes of one whose attempts have all failed.

import { assert, unreachable } from '#shared/lib/assert.ts'
import {
  type Channel as ChannelSpec,
  filledChannel,
  filledSubscription,
  type Subscription as SubscriptionSpec,
} from '#shared/topology/channels.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { Retry } from '#shared/topology/families/common.ts'
import type { LogPosition, Membership, SubscriptionFigures } from '../broker/channel.ts'
import { power } from '../engine/elementary.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import { type Duration, milliseconds } from '../engine/time.ts'
import type { Lane } from './lane.ts'
import type { RuntimeWorld } from './world.ts'

/** The channel's side, whatever its family. */
export interface ChannelSubscription {
  readonly figures: SubscriptionFigures
  join(name: string, consumer: EntityIndex): Membership
  seek?(to: LogPosition): void
  close(): void
}

/** A consumer that asks again and again for more time for what it has in hand. */
export interface LeaseExtension {
  readonly every: Duration
  /** From each asking on. */
  readonly by: Duration
}

/** What a consumer does with an event whose attempts have all failed. */
export type Exhausted =
  | { readonly kind: 'reject' }
  | { readonly kind: 'requeue' }
  | { readonly kind: 'forget' }
  | { readonly kind: 'deadLetter'; readonly channelId: string }
  | { readonly kind: 'drop' }

export class ServiceSubscription {
  readonly id: string
  readonly element: number
  /** By event type, as its service has found them out; it empties them when its handlers change. */
  readonly lanes: Lane[] = []
  readonly #channelSubscription: ChannelSubscription
  #spec: SubscriptionSpec
  #habits: Habits
  /** Of its habits, what is asked with every event. Null: leases run out when they do. */
  extension: LeaseExtension | null
  /** What was received together is deleted together, when the last of it is handled. */
  deletesInBatches: boolean

  constructor(world: RuntimeWorld, options: ServiceSubscriptionOptions) {
    const { id, spec, channel, channelSubscription } = options
    this.id = id
    this.element = world.elementOf(elementNames.subscription(id))
    this.#spec = spec
    this.#habits = habitsOf(spec, channel)
    this.extension = this.#habits.extension
    this.deletesInBatches = this.#habits.deletesInBatches
    this.#channelSubscription = channelSubscription
  }

  get spec(): SubscriptionSpec {
    return this.#spec
  }

  get figures(): SubscriptionFigures {
    return this.#channelSubscription.figures
  }

  /** Also when its channel has other settings. */
  update(spec: SubscriptionSpec, channel: ChannelSpec): void {
    assert(spec.kind === this.#spec.kind, 'a subscription stays with its family of brokers')
    this.#spec = spec
    this.#habits = habitsOf(spec, channel)
    this.extension = this.#habits.extension
    this.deletesInBatches = this.#habits.deletesInBatches
  }

  join(name: string, consumer: EntityIndex): Membership {
    return this.#channelSubscription.join(name, consumer)
  }

  close(): void {
    this.#channelSubscription.close()
  }

  get attemptsMax(): number {
    return this.#spec.retry.attempts
  }

  get exhausted(): Exhausted {
    return this.#habits.exhausted
  }

  /** False: the channel is no log. */
  seek(to: LogPosition): boolean {
    if (!this.#channelSubscription.seek) return false
    this.#channelSubscription.seek(to)
    return true
  }

  /** The wait after this many failed attempts. */
  backoffAfter(attempts: number): Duration {
    return backoff(this.#spec.retry, attempts)
  }
}

interface ServiceSubscriptionOptions {
  readonly id: string
  readonly spec: SubscriptionSpec
  readonly channel: ChannelSpec
  readonly channelSubscription: ChannelSubscription
}

function backoff({ backoffMs, multiplier, backoffMaxMs }: Retry, attempts: number): Duration {
  const grown = backoffMs * (multiplier === 1 ? 1 : power(multiplier, attempts - 1))
  return milliseconds(Math.min(grown, backoffMaxMs))
}

/** What follows from the settings, worked out when they change. */
interface Habits {
  readonly exhausted: Exhausted
  readonly extension: LeaseExtension | null
  readonly deletesInBatches: boolean
}

function habitsOf(spec: SubscriptionSpec, channel: ChannelSpec): Habits {
  return {
    exhausted: exhaustedOf(spec),
    extension: extensionOf(spec, channel),
    deletesInBatches: spec.kind === 'sqsConsumer' && filledSubscription(spec).deletes === 'batch',
  }
}

function exhaustedOf(spec: SubscriptionSpec): Exhausted {
  switch (spec.kind) {
    case 'kafkaConsumer':
      return spec.deadLetterChannelId === undefined
        ? { kind: 'drop' }
        : { kind: 'deadLetter', channelId: spec.deadLetterChannelId }
    case 'rabbitConsumer':
      return { kind: filledSubscription(spec).whenExhausted }
    case 'lambdaConsumer':
      return { kind: 'forget' }
    case 'sqsConsumer':
      return { kind: filledSubscription(spec).whenFailed === 'release' ? 'requeue' : 'forget' }
    case 'catchUpConsumer':
      return { kind: filledSubscription(spec).whenExhausted === 'skip' ? 'drop' : 'requeue' }
    case 'persistentConsumer':
      return NACK_ACTIONS[filledSubscription(spec).whenExhausted]
    default:
      return unreachable(spec)
  }
}

const NACK_ACTIONS = {
  park: { kind: 'reject' },
  retry: { kind: 'requeue' },
  skip: { kind: 'drop' },
} as const satisfies Readonly<Record<string, Exhausted>>

function extensionOf(spec: SubscriptionSpec, channel: ChannelSpec): LeaseExtension | null {
  if (spec.kind !== 'sqsConsumer' || channel.kind !== 'sqsQueue') return null
  const { extendVisibilityEveryMs, visibilityTimeoutMs } = filledSubscription(spec)
  if (extendVisibilityEveryMs === null) return null
  const byMs = visibilityTimeoutMs ?? filledChannel(channel).visibilityTimeoutMs
  return { every: milliseconds(extendVisibilityEveryMs), by: milliseconds(byMs) }
}
