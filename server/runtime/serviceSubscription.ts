// A service's consumption of one channel: how its slots join, how often an event is tried, and what
// becomes of one whose attempts have all failed.

import { assert, unreachable } from '#shared/lib/assert.ts'
import type { Retry, Subscription as SubscriptionSpec } from '#shared/topology/channels.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { Membership, SubscriptionFigures } from '../broker/channel.ts'
import { power } from '../engine/elementary.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import { type Duration, milliseconds } from '../engine/time.ts'
import { Latencies, type LatenciesState } from './latencies.ts'
import type { RuntimeWorld } from './world.ts'

/** The channel's side, whatever its family. */
export interface ChannelSubscription {
  readonly figures: SubscriptionFigures
  join(name: string, consumer: EntityIndex): Membership
  close(): void
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
  readonly latencies = new Latencies()
  readonly #channelSubscription: ChannelSubscription
  #spec: SubscriptionSpec

  constructor(world: RuntimeWorld, { id, spec, channelSubscription }: ServiceSubscriptionOptions) {
    this.id = id
    this.element = world.elementOf(elementNames.subscription(id))
    this.#spec = spec
    this.#channelSubscription = channelSubscription
  }

  get spec(): SubscriptionSpec {
    return this.#spec
  }

  get figures(): SubscriptionFigures {
    return this.#channelSubscription.figures
  }

  update(spec: SubscriptionSpec): void {
    assert(spec.kind === this.#spec.kind, 'a subscription stays with its family of brokers')
    this.#spec = spec
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
    const spec = this.#spec
    switch (spec.kind) {
      case 'kafkaConsumer':
        return spec.deadLetterChannelId === undefined
          ? { kind: 'drop' }
          : { kind: 'deadLetter', channelId: spec.deadLetterChannelId }
      case 'rabbitConsumer':
        return { kind: spec.whenExhausted }
      case 'sqsConsumer':
        return { kind: 'forget' }
      default:
        return unreachable(spec)
    }
  }

  /** The wait after this many failed attempts. */
  backoffAfter(attempts: number): Duration {
    return backoff(this.#spec.retry, attempts)
  }

  save(): LatenciesState {
    return this.latencies.save()
  }

  restore(state: LatenciesState): void {
    this.latencies.restore(state)
  }
}

interface ServiceSubscriptionOptions {
  readonly id: string
  readonly spec: SubscriptionSpec
  readonly channelSubscription: ChannelSubscription
}

function backoff({ backoffMs, multiplier, backoffMaxMs }: Retry, attempts: number): Duration {
  const grown = backoffMs * (multiplier === 1 ? 1 : power(multiplier, attempts - 1))
  return milliseconds(Math.min(grown, backoffMaxMs))
}
