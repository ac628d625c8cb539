// The operations of a script for SQS, as its recorded cases spell them, on the queues of the product.

import { z } from 'zod'
import type { Membership } from '../../server/broker/channel.ts'
import type { DeliveryHandle } from '../../server/broker/deliveries.ts'
import type { EventHandle } from '../../server/broker/events.ts'
import type { SqsSubscription } from '../../server/broker/sqsConsumers.ts'
import type { SqsConsumerSettings } from '../../server/broker/sqsMembers.ts'
import { SqsQueue } from '../../server/broker/sqsQueue.ts'
import type { SqsQueueSettings } from '../../server/broker/sqsSettings.ts'
import { TestWorld } from '../../server/broker/testWorld.ts'
import type { Entity } from '../../server/engine/kernel.ts'
import { after, type Duration, milliseconds, type SimTime } from '../../server/engine/time.ts'

const errorSchema = z.object({ error: z.string() })

const stepSchemas = [
  z.object({
    op: z.literal('createQueue'),
    queue: z.string(),
    attributes: z.record(z.string(), z.coerce.string()).default({}),
  }),
  z.object({
    op: z.literal('setRedrive'),
    queue: z.string(),
    dlq: z.string(),
    maxReceiveCount: z.coerce.number(),
  }),
  z.object({
    op: z.literal('send'),
    queue: z.string(),
    body: z.string(),
    groupId: z.string().optional(),
    dedupId: z.string().optional(),
    delay: z.number().optional(),
    expect: errorSchema.optional(),
  }),
  z.object({
    op: z.literal('receive'),
    queue: z.string(),
    max: z.number().default(1),
    visibility: z.number().optional(),
    waitSeconds: z.number().optional(),
    tag: z.string().optional(),
    expect: z.union([z.array(z.string()), errorSchema]).optional(),
    expectSet: z.array(z.string()).optional(),
    expectOneOf: z.array(z.array(z.string())).optional(),
    expectCount: z.number().optional(),
    expectCountAtLeast: z.number().optional(),
    expectReceiveCount: z.number().optional(),
    expectPerGroupOrder: z.boolean().optional(),
  }),
  z.object({ op: z.literal('delete'), tag: z.string(), expect: errorSchema.optional() }),
  z.object({
    op: z.literal('changeVisibility'),
    tag: z.string(),
    seconds: z.number(),
    expect: errorSchema.optional(),
  }),
  z.object({
    op: z.literal('counts'),
    queue: z.string(),
    expect: z.object({
      visible: z.number().optional(),
      notVisible: z.number().optional(),
      delayed: z.number().optional(),
    }),
  }),
  z.object({ op: z.literal('purge'), queue: z.string(), expect: errorSchema.optional() }),
  z.object({ op: z.literal('sleep'), seconds: z.number() }),
] as const

export const stepSchema = z.discriminatedUnion('op', stepSchemas)
export type Step = z.infer<typeof stepSchema>
export const KNOWN_OPERATIONS: ReadonlySet<string> = new Set(
  stepSchemas.map((schema) => schema.shape.op.value),
)

export type StepOf<Op extends Step['op']> = Extract<Step, { op: Op }>

export interface Received {
  readonly body: string
  readonly groupId: string
  readonly receiveCount: number
  /** In the order of sending. */
  readonly sent: number
}

interface Queue {
  readonly queue: SqsQueue
  readonly subscription: SqsSubscription
  readonly isFifo: boolean
  settings: SqsQueueSettings
  purgedAt: SimTime | null
}

/** One receive of one message. */
interface Receipt {
  readonly queue: Queue
  readonly membership: Membership
  readonly delivery: DeliveryHandle
  readonly event: string
  state: 'open' | 'deleted' | 'refused'
}

const UNKNOWN_RECEIPT = 'ReceiptHandleIsInvalid'
const INVALID = 'InvalidParameterValue'
const VISIBILITY_SECONDS_MAX = 43_200
const DELAY_SECONDS_MAX = 900
const BATCH_MAX = 10
const PURGE_INTERVAL = milliseconds(60_000)

export class SqsScript {
  readonly #world = new TestWorld()
  readonly #queues = new Map<string, Queue>()
  readonly #receipts = new Map<string, Receipt>()
  readonly #sent = new Map<string, { body: string; groupId: string }>()
  readonly #deleted = new Set<string>()
  /** By body: what is said of the same cause is the same. */
  readonly #causes = new Map<string, EventHandle>()
  readonly #groups = new Map<string, number>()
  readonly #ids = new Map<string, number>()
  #consumers = 0

  createQueue({ queue: name, attributes }: StepOf<'createQueue'>): void {
    const isFifo = attributes.FifoQueue === 'true' || name.endsWith('.fifo')
    const settings = settingsOf(attributes, isFifo)
    const world = this.#world
    const options = { name, element: world.element(name), world, settings, servers: 1 }
    const queue = new SqsQueue(options)
    const element = world.element(`${name} consumers`)
    const subscription = queue.subscribe({ name: `${name} consumers`, element, settings: CONSUMER })
    this.#queues.set(name, { queue, subscription, isFifo, settings, purgedAt: null })
  }

  setRedrive({ queue, dlq, maxReceiveCount }: StepOf<'setRedrive'>): void {
    const source = this.#queue(queue)
    source.settings = { ...source.settings, maxReceiveCount }
    source.queue.update(source.settings)
    source.queue.setDeadLetterQueue(this.#queue(dlq).queue)
  }

  /** What went wrong, as SQS calls it; null: nothing. */
  send({ queue, body, groupId, dedupId, delay }: StepOf<'send'>): string | null {
    const { queue: target, isFifo } = this.#queue(queue)
    if (isFifo && groupId === undefined) return 'MissingParameter'
    if (delay !== undefined && (delay < 0 || delay > DELAY_SECONDS_MAX)) return INVALID
    const event = this.#world.publish(target, {
      type: numberOf(this.#groups, groupId ?? ''),
      cause: this.#causeOf(body),
      sizeBytes: new TextEncoder().encode(body).length,
      ...(dedupId !== undefined && { key: numberOf(this.#ids, dedupId) }),
      properties: {
        kind: 'aws',
        messageGroup: 'eventType',
        deduplication: dedupId === undefined ? null : 'key',
        delay: delay === undefined ? null : seconds(delay),
      },
    })
    this.#sent.set(event, { body, groupId: groupId ?? '' })
    this.#world.settleDown()
    return this.#world.outcomes.at(-1) === `${event} accepted` ? null : INVALID
  }

  /** `patience`: what a receive that brings nothing may wait beyond its own time. */
  receive(step: StepOf<'receive'>, patience: Duration): readonly Received[] | string {
    const { queue: name, max, visibility, waitSeconds, tag = '' } = step
    if (max < 1 || max > BATCH_MAX) return INVALID
    if (visibility !== undefined && !isVisibilityTimeout(visibility)) return INVALID
    const queue = this.#queue(name)
    const waitTime = waitSeconds === undefined ? null : seconds(waitSeconds)
    queue.subscription.update({
      ...CONSUMER,
      waitTime,
      visibilityTimeout: visibility === undefined ? null : seconds(visibility),
    })
    const deliveries = this.#receiveFrom(queue, max, { waitTime, patience })
    const { membership } = deliveries
    return deliveries.got.map((delivery, index) => {
      const { messages, deliveries: all } = this.#world
      const event = this.#world.nameOf(messages.event(all.message(delivery)))
      this.#receipts.set(`${tag}${index + 1}`, {
        queue,
        membership,
        delivery,
        event,
        state: 'open',
      })
      const { body, groupId } = this.#sent.get(event) ?? { body: '', groupId: '' }
      const sent = Number(event.slice(1))
      return { body, groupId, sent, receiveCount: all.attempt(delivery) }
    })
  }

  delete({ tag }: StepOf<'delete'>): string | null {
    const receipt = this.#receipts.get(tag)
    if (!receipt) return UNKNOWN_RECEIPT
    const { queue, membership, delivery, event } = receipt
    if (receipt.state === 'open') {
      const told = this.#world.history('acknowledged').length
      membership.settle(delivery, 'acknowledge')
      this.#world.settleDown()
      const isDeleted = this.#world.history('acknowledged').length > told
      receipt.state = isDeleted || !queue.isFifo ? 'deleted' : 'refused'
      if (isDeleted) this.#deleted.add(event)
    }
    return receipt.state === 'deleted' || this.#deleted.has(event) ? null : INVALID
  }

  changeVisibility({ tag, seconds: timeout }: StepOf<'changeVisibility'>): string | null {
    const receipt = this.#receipts.get(tag)
    if (!receipt) return UNKNOWN_RECEIPT
    const { queue, membership, delivery, event, state } = receipt
    if (!isVisibilityTimeout(timeout) || state !== 'open' || this.#deleted.has(event))
      return INVALID
    const told = this.#world.history('leaseExtended', 'requeued').length
    membership.extend?.(delivery, seconds(timeout))
    this.#world.settleDown()
    const isDone = this.#world.history('leaseExtended', 'requeued').length > told
    // What is visible in a standard queue is made visible again without more ado.
    return isDone || (!queue.isFifo && timeout === 0) ? null : INVALID
  }

  counts({ queue }: StepOf<'counts'>): { visible: number; notVisible: number; delayed: number } {
    const { waiting, inFlight, retained } = this.#queue(queue).queue.figures
    return { visible: waiting, notVisible: inFlight, delayed: retained - waiting - inFlight }
  }

  purge({ queue: name }: StepOf<'purge'>): string | null {
    const queue = this.#queue(name)
    const { now } = this.#world
    if (queue.purgedAt !== null && now < after(queue.purgedAt, PURGE_INTERVAL))
      return 'AWS.SimpleQueueService.PurgeQueueInProgress'
    queue.purgedAt = now
    queue.queue.operate({ kind: 'purge' })
    this.#world.settleDown()
    return null
  }

  sleep({ seconds: count }: StepOf<'sleep'>): void {
    this.#world.run(seconds(count))
  }

  #receiveFrom(
    { subscription, settings }: Queue,
    max: number,
    { waitTime, patience }: { waitTime: Duration | null; patience: Duration },
  ): { readonly got: readonly DeliveryHandle[]; readonly membership: Membership } {
    const { scheduler } = this.#world
    const got: DeliveryHandle[] = []
    const entity: Entity = { fire: (_, delivery) => got.push(delivery as DeliveryHandle) }
    this.#consumers += 1
    const name = `consumer ${this.#consumers}`
    const membership = subscription.join(name, scheduler.register(name, entity))
    membership.pollFor(max)
    this.#world.settleDown()
    const own = waitTime ?? settings.receiveWaitTime ?? milliseconds(0)
    const until = after(after(this.#world.now, own), patience)
    while (got.length === 0 && this.#world.now < until) {
      // Where a poll is over and there is patience left, another one follows.
      membership.pollFor(max)
      scheduler.runUntil(Math.min(scheduler.earliestAt, until) as SimTime)
    }
    if (got.length === 0) membership.leave('close')
    return { got, membership }
  }

  #causeOf(body: string): EventHandle {
    const known = this.#causes.get(body)
    if (known !== undefined) return known
    const origin = this.#world.element('bodies')
    const cause = this.#world.events.create({
      ...CAUSE,
      origin,
      n: this.#causes.size,
      cause: -1 as EventHandle,
    })
    this.#causes.set(body, cause)
    return cause
  }

  #queue(name: string): Queue {
    const queue = this.#queues.get(name)
    if (!queue) throw new Error(`There is no queue ${name}.`)
    return queue
  }
}

const CAUSE = { type: 0, key: -1, attributes: 0, properties: 0 }

const CONSUMER: SqsConsumerSettings = {
  maxNumberOfMessages: 1,
  waitTime: null,
  pollInterval: milliseconds(50),
}

function settingsOf(
  attributes: Readonly<Record<string, string>>,
  isFifo: boolean,
): SqsQueueSettings {
  const inSeconds = (name: string, byDefault: number) =>
    seconds(Number(attributes[name] ?? byDefault))
  const fifo = {
    contentBasedDeduplication: attributes.ContentBasedDeduplication === 'true',
    deduplicationScope: attributes.DeduplicationScope === 'messageGroup' ? 'messageGroup' : 'queue',
    throughputLimit:
      attributes.FifoThroughputLimit === 'perMessageGroupId' ? 'perMessageGroupId' : 'perQueue',
  } as const
  return {
    visibilityTimeout: inSeconds('VisibilityTimeout', 30),
    delay: inSeconds('DelaySeconds', 0),
    retention: inSeconds('MessageRetentionPeriod', 345_600),
    receiveWaitTime: inSeconds('ReceiveMessageWaitTimeSeconds', 0),
    messageBytesMax: Number(attributes.MaximumMessageSize ?? 1_048_576),
    maxReceiveCount: null,
    ...(isFifo && { fifo }),
  }
}

function numberOf(numbers: Map<string, number>, text: string): number {
  const known = numbers.get(text) ?? numbers.size
  numbers.set(text, known)
  return known
}

function isVisibilityTimeout(count: number): boolean {
  return count >= 0 && count <= VISIBILITY_SECONDS_MAX
}

function seconds(count: number): Duration {
  return milliseconds(count * 1000)
}
