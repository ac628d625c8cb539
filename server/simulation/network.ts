// The drawing at work. One function brings what runs in line with a document, whether nothing runs yet
// or everything does: an edit of a live run is a difference of two drawings, and what did not change
// keeps its state.

import { assert } from '#shared/lib/assert.ts'
import { entriesById, orderById } from '#shared/lib/entries.ts'
import type { Binding } from '#shared/topology/channels.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { emptyTopology, type Topology } from '#shared/topology/topology.ts'
import { LatencyBook, type LatencyBookState } from '../runtime/latencyBook.ts'
import { Service, type ServiceState } from '../runtime/service.ts'
import { ServiceSubscription } from '../runtime/serviceSubscription.ts'
import { removedFrom } from './difference.ts'
import type { ElementTable } from './elementTable.ts'
import { createChannel } from './families/families.ts'
import type { FamilySubscription, FindChannel, RunningChannel } from './families/family.ts'
import { nameElements } from './naming.ts'
import { RecentShare } from './recentShare.ts'
import type { SimulationWorld } from './world.ts'

interface RunningSubscription {
  readonly family: FamilySubscription
  readonly service: ServiceSubscription
}

type Owner = 'serviceId' | 'channelId'

export interface NetworkState {
  readonly channels: readonly (readonly [id: string, state: unknown])[]
  readonly services: readonly (readonly [id: string, state: ServiceState])[]
  readonly latencies: LatencyBookState
  readonly ended: readonly (readonly [owner: string, elements: readonly number[]])[]
}

export class Network {
  readonly #world: SimulationWorld
  readonly #table: ElementTable
  #topology: Topology = emptyTopology('nothing')
  readonly channels = new Map<string, RunningChannel>()
  readonly services = new Map<string, Service>()
  readonly subscriptions = new Map<string, RunningSubscription>()
  /** By service and by channel; null: not looked for since the drawing has changed. */
  #subscriptionsByOwner: ReadonlyMap<string, readonly ServiceSubscription[]> | null = null
  readonly latencies: LatencyBook
  readonly #recentShares = new Map<string, RecentShare>()
  /** Elements of subscriptions that edits have ended, by service and by channel: their counts stay. */
  readonly #ended = new Map<string, number[]>()

  constructor(world: SimulationWorld, table: ElementTable) {
    this.#world = world
    this.#table = table
    this.latencies = new LatencyBook(world.scheduler)
  }

  get topology(): Topology {
    return this.#topology
  }

  /** `restored`: put everything in place as it was saved, and let nothing begin. */
  become(next: Topology, restored?: NetworkState): void {
    const before = this.#topology
    const gone = removedFrom(before, next)
    this.#removeSubscriptions(gone.subscriptionIds)
    this.#unbindAll(before)
    this.#removeServices(gone.serviceIds)
    this.#removeChannels(gone.channelIds, before, next)
    this.#world.rewire()

    this.#topology = next
    nameElements(this.#table, before, next)
    this.#putChannels(before, restored)
    this.#world.rewire()
    this.#bindAll(next)
    const fresh = this.#putServices(before)
    const added = this.#putSubscriptions(before)
    this.#subscriptionsByOwner = null
    if (restored) {
      this.#restore(restored)
      return
    }
    for (const { service } of added)
      this.#serviceOf(service.spec.serviceId).addSubscription(service)
    for (const service of fresh) service.start()
    for (const service of this.services.values()) service.wake()
  }

  recentShareOf(serviceId: string): RecentShare {
    let share = this.#recentShares.get(serviceId)
    if (!share) {
      share = new RecentShare()
      this.#recentShares.set(serviceId, share)
    }
    return share
  }

  /** Of a service or a channel, in the order of their ids. */
  subscriptionsOf(by: Owner, id: string): readonly ServiceSubscription[] {
    this.#subscriptionsByOwner ??= byOwner(this.subscriptions.values())
    return this.#subscriptionsByOwner.get(`${by} ${id}`) ?? []
  }

  /** The same as elements, those that have ended too. */
  subscriptionElementsOf(by: Owner, id: string): readonly number[] {
    const running = this.subscriptionsOf(by, id).map(({ element }) => element)
    const ended = this.#ended.get(`${by} ${id}`)
    return ended ? [...ended, ...running] : running
  }

  save(): NetworkState {
    return {
      channels: [...this.channels].map(([id, channel]) => [id, channel.channel.save()] as const),
      services: [...this.services].map(([id, service]) => [id, service.save()] as const),
      latencies: this.latencies.save(),
      ended: [...this.#ended],
    }
  }

  #removeSubscriptions(ids: readonly string[]): void {
    for (const id of ids) {
      const running = this.subscriptions.get(id)
      assert(running, 'what is removed did run')
      const { element, spec } = running.service
      this.#serviceOf(spec.serviceId).removeSubscription(id)
      this.#noteEnded(`serviceId ${spec.serviceId}`, element)
      this.#noteEnded(`channelId ${spec.channelId}`, element)
      running.service.close()
      this.latencies.end('subscription', id)
      this.subscriptions.delete(id)
      this.#table.remove(elementNames.subscription(id))
    }
  }

  #noteEnded(owner: string, element: number): void {
    this.#ended.set(owner, [...(this.#ended.get(owner) ?? []), element])
  }

  #removeServices(ids: readonly string[]): void {
    for (const id of ids) {
      this.#serviceOf(id).close()
      this.services.delete(id)
      this.latencies.end('service', id)
      this.#recentShares.delete(id)
      this.#ended.delete(`serviceId ${id}`)
      this.#table.remove(elementNames.service(id))
    }
  }

  #removeChannels(ids: readonly string[], before: Topology, next: Topology): void {
    for (const id of ids) {
      this.channels.get(id)?.channel.close()
      this.channels.delete(id)
      this.#ended.delete(`channelId ${id}`)
      this.#world.depths.end(id)
      this.#table.remove(elementNames.channel(id))
    }
    for (const id of Object.keys(before.bindings))
      if (!Object.hasOwn(next.bindings, id)) this.#table.remove(elementNames.binding(id))
  }

  #putChannels(before: Topology, restored: NetworkState | undefined): void {
    const saved = new Map(restored?.channels)
    for (const [id, spec] of entriesById(this.#topology.channels)) {
      const channel = this.channels.get(id)
      if (channel) {
        if (spec !== before.channels[id]) channel.update(spec)
        continue
      }
      const name = elementNames.channel(id)
      const place = { name, element: this.#table.indexOf(name), world: this.#world }
      const created = createChannel(place, spec)
      this.channels.set(id, created)
      this.#world.depths.begin(id, created.waiting)
      this.#world.depths.watch(place.element, id)
      if (restored) created.channel.restore(saved.get(id) as never)
      else created.start?.()
    }
    orderById(this.channels)
    for (const [id, spec] of entriesById(this.#topology.channels))
      this.channels.get(id)?.wire?.(spec, this.#find)
  }

  /** Bindings have no state of their own: all are made anew, in the order of their ids. */
  #bindAll({ bindings }: Topology): void {
    for (const [id, binding] of entriesById(bindings))
      this.channels
        .get(binding.fromChannelId)
        ?.bind?.(binding, this.#table.indexOf(elementNames.binding(id)), this.#find)
  }

  #unbindAll({ bindings }: Topology): void {
    for (const [id, binding] of entriesById<Binding>(bindings)) {
      const element = this.#table.indexOf(elementNames.binding(id))
      this.channels.get(binding.fromChannelId)?.unbind?.(element)
    }
  }

  #putServices(before: Topology): readonly Service[] {
    const eventTypeName = (id: string) => this.#topology.eventTypes[id]?.name ?? id
    const fresh: Service[] = []
    for (const [id, spec] of entriesById(this.#topology.services)) {
      const service = this.services.get(id)
      if (service) {
        const isSame =
          spec === before.services[id] && this.#topology.eventTypes === before.eventTypes
        if (!isSame) service.update(spec, eventTypeName)
        continue
      }
      const { latencies } = this
      const created = new Service({ id, spec, world: this.#world, eventTypeName, latencies })
      this.services.set(id, created)
      fresh.push(created)
    }
    orderById(this.services)
    return fresh
  }

  #putSubscriptions(before: Topology): readonly RunningSubscription[] {
    const added: RunningSubscription[] = []
    const { channels } = this.#topology
    for (const [id, spec] of entriesById(this.#topology.subscriptions)) {
      const running = this.subscriptions.get(id)
      const channelSpec = channels[spec.channelId]
      assert(channelSpec, 'lint has seen that every subscription has its channel')
      if (running) {
        const isSame = spec === before.subscriptions[id]
        if (isSame && channelSpec === before.channels[spec.channelId]) continue
        if (!isSame) running.family.update(spec)
        running.service.update(spec, channelSpec)
        continue
      }
      const channel = this.channels.get(spec.channelId)
      assert(channel?.subscribe, 'lint has seen that every subscription has its channel')
      const name = elementNames.subscription(id)
      const element = this.#table.indexOf(name)
      this.#world.depths.watch(element, spec.channelId)
      const family = channel.subscribe({ element, name }, spec)
      const { channelSubscription } = family
      const options = { id, spec, channel: channelSpec, channelSubscription }
      const service = new ServiceSubscription(this.#world, options)
      added.push({ family, service })
      this.subscriptions.set(id, { family, service })
    }
    orderById(this.subscriptions)
    return added
  }

  #restore(state: NetworkState): void {
    this.latencies.restore(state.latencies)
    for (const [owner, elements] of state.ended) this.#ended.set(owner, [...elements])
    for (const [id, saved] of state.services) {
      const service = this.#serviceOf(id)
      for (const subscriptionId of saved.subscriptionIds) {
        const running = this.subscriptions.get(subscriptionId)
        assert(running, 'a saved service names subscriptions of its drawing')
        service.addSubscription(running.service)
      }
      service.restore(saved)
    }
  }

  readonly #find: FindChannel = (channelId) => this.channels.get(channelId)

  #serviceOf(id: string): Service {
    const service = this.services.get(id)
    assert(service, 'lint has seen that every subscription has its service')
    return service
  }
}

function byOwner(subscriptions: Iterable<RunningSubscription>) {
  const groups = new Map<string, ServiceSubscription[]>()
  for (const { service } of subscriptions)
    for (const by of ['serviceId', 'channelId'] as const) {
      const owner = `${by} ${service.spec[by]}`
      const known = groups.get(owner)
      if (known) known.push(service)
      else groups.set(owner, [service])
    }
  return groups
}
