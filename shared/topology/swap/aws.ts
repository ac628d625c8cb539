// A conversation as Amazon SNS and SQS carry it: a queue; or a topic, and a queue for each group of
// readers.

import type { ChannelOf } from '../channels.ts'
import type { ReaderGroup } from './conversation.ts'
import type { Plan } from './plan.ts'

/** MessageRetentionPeriod, from one minute to 14 days. */
const KEPT_MS = { min: 60_000, max: 1_209_600_000 }
const BATCH = 10
const LONG_POLL_MS = 20_000

export function asAws(plan: Plan, isFifo: boolean): void {
  const { root, rootId, groups } = plan.conversation
  const [only] = groups
  const notes = root.notes === undefined ? {} : { notes: root.notes }
  plan.setProducers('awsSender', isFifo ? { deduplication: 'cause' } : {})
  if (groups.length === 1 && only) {
    plan.putRoot({ ...queue(plan, only, { name: root.name, isFifo }), ...notes })
    consume(plan, only, rootId)
    return
  }
  plan.putRoot({
    kind: 'snsTopic',
    name: root.name,
    ...notes,
    ...(isFifo ? { fifoTopic: true } : {}),
  })
  for (const group of groups) {
    plan.chooseTypes(group)
    const id = plan.putBeside(group, queue(plan, group, { name: group.name, isFifo }))
    plan.bind(`${rootId}-${id}`, {
      kind: 'snsSubscription',
      fromChannelId: rootId,
      toChannelId: id,
    })
    consume(plan, group, id)
  }
}

function queue(
  plan: Plan,
  group: ReaderGroup,
  { name, isFifo }: { readonly name: string; readonly isFifo: boolean },
): ChannelOf<'sqsQueue'> {
  const { keptMs } = plan.conversation
  const kept =
    keptMs === null ? {} : { messageRetentionPeriodMs: clamped(keptMs, KEPT_MS.min, KEPT_MS.max) }
  return {
    kind: 'sqsQueue',
    name: name.slice(0, 120),
    ...(isFifo ? { fifoQueue: true } : {}),
    ...kept,
    ...(group.deadLetterId === null ? {} : { redrivePolicy: redrive(plan, group, isFifo) }),
  }
}

function redrive(plan: Plan, group: ReaderGroup, isFifo: boolean) {
  const { rootId, root } = plan.conversation
  const deadLetterQueueId = plan.putBelow(rootId, `${group.id}-dlq`, {
    kind: 'sqsQueue',
    name: `${root.name} dead letters`.slice(0, 120),
    ...(isFifo ? { fifoQueue: true } : {}),
  })
  return { deadLetterQueueId, maxReceiveCount: group.deliveriesMax }
}

function consume(plan: Plan, { subscriptions }: ReaderGroup, channelId: string): void {
  for (const [id, subscription] of subscriptions)
    plan.resubscribe(id, subscription, {
      kind: 'sqsConsumer',
      channelId,
      maxNumberOfMessages: BATCH,
      waitTimeMs: LONG_POLL_MS,
    })
}

function clamped(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value))
}
