// What comes back to a queue without its consumer's doing: because it left, because it took too long, or
// because the queue's node went down.

import { ABANDONED_FOR_GOOD, ABANDONED_TO_COME_BACK } from './accounting.ts'
import type { BrokerWorld } from './channel.ts'
import type { RabbitConsumer } from './rabbitConsumer.ts'
import type { RabbitConsumers } from './rabbitConsumers.ts'
import type { RabbitStock } from './rabbitStock.ts'

export interface ReturnsPlace {
  readonly world: BrokerWorld
  readonly consumers: RabbitConsumers
  readonly stock: RabbitStock
}

/** It has left: its deliveries are void. */
export function takeBackAll({ world, consumers, stock }: ReturnsPlace, consumer: RabbitConsumer) {
  const { messages, deliveries } = world
  for (const delivery of consumers.deliveriesOf(consumer)) {
    const message = deliveries.message(delivery)
    const attempt = deliveries.attempt(delivery)
    const event = messages.event(message)
    const isGone = consumers.isGone(consumer, message)
    const isLost = consumers.isSentForGood(message)
    const detail = isLost ? ABANDONED_FOR_GOOD : ABANDONED_TO_COME_BACK
    if (isLost || !isGone) world.record('abandoned', consumer.element, event, attempt, detail)
    consumers.takeBack(consumer, delivery, isGone)
    if (isGone) messages.free(message)
    else stock.giveBack(message, 'failed')
  }
}

/** It is still there: its deliveries stay with it, and mean nothing to the queue any more. */
export function takeAwayAll({ world, consumers, stock }: ReturnsPlace, consumer: RabbitConsumer) {
  const { messages, deliveries } = world
  for (const delivery of consumers.deliveriesOf(consumer)) {
    if (consumers.isGone(consumer, deliveries.message(delivery))) continue
    const attempt = deliveries.attempt(delivery)
    const message = consumers.takeAway(consumer, delivery)
    const event = messages.event(message)
    world.record('abandoned', consumer.element, event, attempt, ABANDONED_TO_COME_BACK)
    stock.giveBack(message, 'returned')
  }
}

/** The queue is removed, and with it what it still believed in somebody's hands. */
export function removeAll(
  { world, consumers }: ReturnsPlace,
  consumer: RabbitConsumer,
  element: number,
): void {
  const { messages, deliveries } = world
  for (const delivery of consumers.deliveriesOf(consumer)) {
    const message = deliveries.message(delivery)
    const isGone = consumers.isGone(consumer, message)
    if (!isGone) world.record('removed', element, messages.event(message), 0, 0)
    consumers.takeBack(consumer, delivery, isGone)
    messages.free(message)
  }
}
