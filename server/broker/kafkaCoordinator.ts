// The consumer groups of a run: one for each group.id, whatever topics its members read.

import { assert } from '#shared/lib/assert.ts'
import type { BrokerWorld, Subscriber, Subscription } from './channel.ts'
import type { KafkaConsumerSettings } from './kafkaConsumerSettings.ts'
import { KafkaGroup, type KafkaGroupState } from './kafkaGroup.ts'
import {
  KafkaGroupTopic,
  type KafkaGroupTopicState,
  type KafkaTopicSource,
} from './kafkaGroupTopic.ts'
import { KafkaSubscription } from './kafkaSubscription.ts'

/** What a topic saves of one of its groups. */
export interface KafkaReaderState {
  readonly groupId: string
  readonly topic: KafkaGroupTopicState
  /** Of a group that reads several topics, the first one by name saves it. */
  readonly group: KafkaGroupState | null
}

const coordinators = new WeakMap<BrokerWorld, KafkaCoordinator>()

/** The one of this run. */
export function coordinatorOf(world: BrokerWorld): KafkaCoordinator {
  const known = coordinators.get(world)
  if (known) return known
  const coordinator = new KafkaCoordinator(world)
  coordinators.set(world, coordinator)
  return coordinator
}

class KafkaCoordinator {
  readonly #world: BrokerWorld
  readonly #groups = new Map<string, KafkaGroup>()
  /** Of a restored run: what waits for the subscriptions to come back. */
  readonly #savedGroups = new Map<string, KafkaGroupState>()
  readonly #savedTopics = new Map<string, KafkaGroupTopicState>()

  constructor(world: BrokerWorld) {
    this.#world = world
  }

  subscribe(
    subscriber: Subscriber<KafkaConsumerSettings>,
    source: KafkaTopicSource,
  ): Subscription<KafkaConsumerSettings> {
    const { settings, name } = subscriber
    const group = this.#groupFor(settings.groupId ?? name, source, settings)
    assert(
      group.subscriptions.every((subscription) => subscription.name !== name),
      'a subscription subscribes once',
    )
    const known = source.readers.find((reader) => reader.group === group)
    const topic = known ?? this.#newTopic(group, source, settings)
    const subscription = new KafkaSubscription(subscriber, {
      topic,
      group,
      onClose: () => this.#forget(group),
    })
    group.add(subscription)
    return subscription
  }

  /** What is kept for a topic's groups. */
  save(source: KafkaTopicSource): readonly KafkaReaderState[] {
    return source.readers.map((reader) => {
      const groupId = reader.group.id
      const group = this.#groups.get(groupId)
      const [first] = group?.topics.keys() ?? []
      const saved = first === source.name ? group?.save() : null
      return { groupId, topic: reader.save(), group: saved ?? null }
    })
  }

  /** Before any subscription of the run comes back. */
  restore(source: KafkaTopicSource, states: readonly KafkaReaderState[]): void {
    for (const { groupId, topic, group } of states) {
      this.#savedTopics.set(savedName(source.name, groupId), topic)
      if (group) this.#savedGroups.set(groupId, group)
    }
  }

  #groupFor(id: string, source: KafkaTopicSource, settings: KafkaConsumerSettings): KafkaGroup {
    const known = this.#groups.get(id)
    if (known) return known
    const saved = this.#savedGroups.get(id)
    const entityName = saved?.entityName ?? `${source.name}/coordinated/${id}`
    const group = new KafkaGroup({ id, world: this.#world, entityName, settings })
    if (saved) group.restore(saved)
    this.#savedGroups.delete(id)
    this.#groups.set(id, group)
    return group
  }

  #newTopic(
    group: KafkaGroup,
    source: KafkaTopicSource,
    settings: KafkaConsumerSettings,
  ): KafkaGroupTopic {
    const topic = new KafkaGroupTopic(source, group, settings)
    const name = savedName(source.name, group.id)
    const saved = this.#savedTopics.get(name)
    if (saved) topic.restore(saved, (number) => group.members.find(number))
    this.#savedTopics.delete(name)
    source.readers.push(topic)
    // Groups take turns by name, so that a restored run takes the same turns.
    source.readers.sort((a, b) => (a.group.id < b.group.id ? -1 : 1))
    return topic
  }

  #forget(group: KafkaGroup): void {
    if (group.subscriptions.length === 0) this.#groups.delete(group.id)
  }
}

function savedName(topic: string, groupId: string): string {
  return `${topic}\n${groupId}`
}
