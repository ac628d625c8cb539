// What SQS makes of a SendMessage before anything is stored: refuses it, recognizes it as a duplicate, or
// takes it, with its delay and its message group.

import { type Refusal, refusalIndex } from '#shared/lib/journal.ts'
import { type Duration, IMMEDIATELY } from '../engine/time.ts'
import type { BrokerWorld } from './channel.ts'
import { type EventHandle, NO_KEY } from './events.ts'
import type { AwsProperties } from './properties.ts'
import { SqsDeduplication, type SqsDeduplicationState } from './sqsDeduplication.ts'
import type { SqsDelivery } from './sqsDelivery.ts'
import { MESSAGE_BYTES_MAX, type SqsFifoSettings, type SqsQueueSettings } from './sqsSettings.ts'
import { SqsThroughput, type SqsThroughputState } from './sqsThroughput.ts'

interface Taken {
  readonly kind: 'taken'
  readonly delay: Duration
}

export type Verdict =
  | Taken
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'refused'; readonly refusal: number }

export interface SqsSendingState {
  readonly deduplication: SqsDeduplicationState
  readonly throughput: SqsThroughputState
}

/** A bound of memory, above what 300 batches of ten a second make in five minutes. */
const IDS_MAX = 1_000_000

/** Of one message. */
export const ATTRIBUTES_MAX = 10

const UNSAID: AwsProperties = { kind: 'aws', messageGroup: 'key', deduplication: null, delay: null }
const DUPLICATE: Verdict = { kind: 'duplicate' }
const KINDS_OF_GROUP: readonly AwsProperties['messageGroup'][] = ['key', 'eventType', 'one']

export class SqsSending {
  readonly #world: BrokerWorld
  readonly #name: string
  readonly #deduplication = new SqsDeduplication()
  readonly #throughput = new SqsThroughput()
  #lastTaken: Taken = { kind: 'taken', delay: IMMEDIATELY }

  constructor(world: BrokerWorld, name: string) {
    this.#world = world
    this.#name = name
  }

  judge(event: EventHandle, settings: SqsQueueSettings): Verdict {
    const attributes = this.#world.events.attributes(event)
    const { texts } = this.#world
    if (texts.attributes(attributes).length > ATTRIBUTES_MAX) return refused('invalid')
    if (this.#isTooLarge(event, texts.attributeBytes(attributes), settings))
      return refused('invalid')
    const said = propertiesOf(this.#world, event)
    const { fifo } = settings
    if (!fifo) return this.#taken(said.delay ?? settings.delay)
    // A delay of 0 is taken for none, and the queue's own holds.
    if (said.delay !== null && said.delay > IMMEDIATELY) return refused('invalid')
    const id = deduplicationId(this.#world, event, fifo.contentBasedDeduplication)
    return this.#judgeFifo(event, id, settings)
  }

  /** What SNS sends has no delay of its own, and the deduplication id that the topic gave it. */
  judgeDelivery(delivery: SqsDelivery, settings: SqsQueueSettings): Verdict {
    const { event, moreBytes } = delivery
    if (this.#isTooLarge(event, moreBytes, settings)) return refused('invalid')
    const { fifo } = settings
    if (!fifo) return this.#taken(settings.delay)
    const id =
      delivery.deduplicationId ??
      deduplicationId(this.#world, event, fifo.contentBasedDeduplication)
    return this.#judgeFifo(event, id, settings)
  }

  /** PurgeQueue forgets them too. */
  forgetIds(): void {
    this.#deduplication.clear()
  }

  save(): SqsSendingState {
    return { deduplication: this.#deduplication.save(), throughput: this.#throughput.save() }
  }

  restore({ deduplication, throughput }: SqsSendingState): void {
    this.#deduplication.restore(deduplication)
    this.#throughput.restore(throughput)
  }

  #isTooLarge(event: EventHandle, moreBytes: number, settings: SqsQueueSettings): boolean {
    return this.#world.sizeOf(event) + moreBytes > (settings.messageBytesMax ?? MESSAGE_BYTES_MAX)
  }

  #judgeFifo(event: EventHandle, id: string | null, settings: SqsQueueSettings): Verdict {
    const fifo = settings.fifo as SqsFifoSettings
    const { now } = this.#world.scheduler
    if (id === null) return refused('invalid')
    const group = messageGroup(this.#world, event)
    if (!this.#throughput.takes(fifo.throughputLimit, group, now)) return refused('throttled')
    const scoped = fifo.deduplicationScope === 'queue' ? id : `${group} ${id}`
    if (this.#deduplication.isRepeated(scoped, now)) return DUPLICATE
    if (this.#deduplication.size > IDS_MAX)
      this.#world.halt(
        `${this.#name} would have to remember more than ${IDS_MAX} deduplication ids of five minutes.`,
      )
    return this.#taken(settings.delay)
  }

  /** Nearly all have the same delay: nothing is allocated for them. */
  #taken(delay: Duration): Taken {
    if (this.#lastTaken.delay !== delay) this.#lastTaken = { kind: 'taken', delay }
    return this.#lastTaken
  }
}

/** What its MessageGroupId stands for, as a number. Events without a key are of one group, by key. */
export function messageGroup(world: BrokerWorld, event: EventHandle): number {
  const { messageGroup: kind } = propertiesOf(world, event)
  return groupNumber(world, event, kind) * KINDS_OF_GROUP.length + KINDS_OF_GROUP.indexOf(kind)
}

function groupNumber(
  { events }: BrokerWorld,
  event: EventHandle,
  kind: AwsProperties['messageGroup'],
): number {
  switch (kind) {
    case 'key':
      return events.key(event) + 1
    case 'eventType':
      return events.type(event)
    case 'one':
      return 0
  }
}

function propertiesOf({ events, texts }: BrokerWorld, event: EventHandle): AwsProperties {
  const number = events.properties(event)
  if (number === 0) return UNSAID
  const properties = texts.properties(number)
  return properties?.kind === 'aws' ? properties : UNSAID
}

/**
 * Null: there is none. With content-based deduplication it is the hash of the body, and what is said of
 * one event, by one output and of one key, is the same body.
 */
export function deduplicationId(
  world: BrokerWorld,
  event: EventHandle,
  contentBasedDeduplication: boolean,
): string | null {
  const { events } = world
  const { deduplication } = propertiesOf(world, event)
  const key = events.key(event)
  switch (deduplication) {
    case 'event':
      return `event ${events.origin(event)} ${events.n(event)}`
    case 'cause':
      return `cause ${identity(world, event)}`
    case 'key':
      if (key !== NO_KEY) return `key ${key}`
  }
  return contentBasedDeduplication ? `content ${identity(world, event)} ${key}` : null
}

/** The event that caused it and the output that said it; of an event without a cause, itself. */
function identity({ events }: BrokerWorld, event: EventHandle): string {
  const origin = events.origin(event)
  const causeOrigin = events.causeOrigin(event)
  return causeOrigin < 0
    ? `${origin} ${events.n(event)}`
    : `${origin} ${causeOrigin} ${events.causeN(event)}`
}

function refused(refusal: Refusal): Verdict {
  return { kind: 'refused', refusal: refusalIndex(refusal) }
}
