// What is going wrong in a run: with services, and with the nodes that hold channels.

import { nodeName } from '#shared/topology/naming.ts'
import { nodeProblem } from '#shared/topology/operations.ts'
import type { Fault, RunChange, ServiceFault, ServiceFaultKind } from '#shared/topology/recipe.ts'
import type { Channel } from '../broker/channel.ts'
import type { Service } from '../runtime/service.ts'
import type { Network } from './network.ts'
import type { SimulationWorld } from './world.ts'

export interface ActiveFault {
  readonly fault: Fault
  readonly sinceNs: number
}

type FaultChange = Extract<RunChange, { kind: 'fault' | 'recover' | 'restoreNode' }>

const STATES: Readonly<Record<ServiceFaultKind, string>> = {
  crash: 'crashed',
  pause: 'paused',
  slow: 'slowed down',
  disconnect: 'disconnected',
}

export class Faults {
  readonly #world: SimulationWorld
  readonly #network: Network
  #active: readonly ActiveFault[] = []

  constructor(world: SimulationWorld, network: Network) {
    this.#world = world
    this.#network = network
  }

  get active(): readonly ActiveFault[] {
    return this.#active
  }

  nodesDownOf(channelId: string): number {
    return this.#active.filter(
      ({ fault }) => fault.kind === 'nodeDown' && fault.channelId === channelId,
    ).length
  }

  /** Of a restored run; services and channels know their own part. */
  restore(active: readonly ActiveFault[]): void {
    this.#active = active
  }

  /** Why the change makes no sense now, in a sentence; null where it does. */
  refusalOf(change: FaultChange): string | null {
    switch (change.kind) {
      case 'fault':
        return this.#refusalToBegin(change.fault)
      case 'recover':
        return this.#refusalToRecover(change.serviceId, change.fault)
      case 'restoreNode':
        return this.#refusalToRestore(change.channelId, change.node)
    }
  }

  begin(fault: Fault): void {
    if (fault.kind === 'nodeDown') {
      if (this.#refusalToBegin(fault) !== null) return
      this.#add(fault)
      this.#setNodeUp(fault.channelId, fault.node, false)
      return
    }
    const service = this.#network.services.get(fault.serviceId)
    if (!service) return
    this.#add(fault)
    service.fail(fault)
  }

  recover(serviceId: string, kind: ServiceFaultKind): void {
    this.#remove((fault) => isOfService(fault, serviceId) && fault.kind === kind)
    this.#network.services.get(serviceId)?.recover(kind)
  }

  restoreNode(channelId: string, node: number): void {
    if (!this.#isDown(channelId, node)) return
    this.#remove((fault) => isOfNode(fault, channelId, node))
    this.#setNodeUp(channelId, node, true)
  }

  /** What is gone has no faults; a channel that an edit has begun anew has all its nodes. */
  follow(channelsBefore: ReadonlyMap<string, Channel>): void {
    const { services, channels, topology } = this.#network
    this.#remove((fault) => {
      if (fault.kind !== 'nodeDown') return !services.has(fault.serviceId)
      const { channelId, node } = fault
      const isAnother = channels.get(channelId)?.channel !== channelsBefore.get(channelId)
      return isAnother || nodeProblem(topology, channelId, node) !== null
    })
  }

  #refusalToBegin(fault: Fault): string | null {
    const { topology } = this.#network
    if (fault.kind === 'nodeDown') {
      const { channelId, node } = fault
      const problem = nodeProblem(topology, channelId, node)
      if (problem !== null || !this.#isDown(channelId, node)) return problem
      return `Node ${node} of '${nodeName(topology, channelId)}' is down already.`
    }
    const service = this.#network.services.get(fault.serviceId)
    if (!service) return this.#noService(fault.serviceId)
    // It may be slowed down by another factor.
    if (fault.kind === 'slow' || !hasFault(service, fault.kind)) return null
    return `'${nodeName(topology, fault.serviceId)}' is ${STATES[fault.kind]} already.`
  }

  #refusalToRecover(serviceId: string, kind: ServiceFaultKind): string | null {
    const service = this.#network.services.get(serviceId)
    if (!service) return this.#noService(serviceId)
    if (hasFault(service, kind)) return null
    const name = nodeName(this.#network.topology, serviceId)
    return `'${name}' is not ${STATES[kind]}: there is nothing to recover from.`
  }

  #refusalToRestore(channelId: string, node: number): string | null {
    const { topology } = this.#network
    const problem = nodeProblem(topology, channelId, node)
    if (problem !== null || this.#isDown(channelId, node)) return problem
    return `Node ${node} of '${nodeName(topology, channelId)}' is up: there is nothing to bring back.`
  }

  #noService(serviceId: string): string {
    return `There is no service '${serviceId}' in the run.`
  }

  #isDown(channelId: string, node: number): boolean {
    return this.#active.some(({ fault }) => isOfNode(fault, channelId, node))
  }

  #setNodeUp(channelId: string, node: number, isUp: boolean): void {
    this.#network.channels.get(channelId)?.channel.setNodeUp?.(node, isUp)
  }

  #add(fault: Fault): void {
    this.#remove((active) => isSame(active, fault))
    this.#active = [...this.#active, { fault, sinceNs: this.#world.scheduler.now }]
  }

  #remove(isOver: (fault: Fault) => boolean): void {
    this.#active = this.#active.filter(({ fault }) => !isOver(fault))
  }
}

function hasFault(service: Service, kind: ServiceFaultKind): boolean {
  return service.faults.some((fault) => fault.kind === kind)
}

function isOfService(fault: Fault, serviceId: string): fault is ServiceFault {
  return fault.kind !== 'nodeDown' && fault.serviceId === serviceId
}

function isOfNode(fault: Fault, channelId: string, node: number): boolean {
  return fault.kind === 'nodeDown' && fault.channelId === channelId && fault.node === node
}

function isSame(a: Fault, b: Fault): boolean {
  if (b.kind === 'nodeDown') return isOfNode(a, b.channelId, b.node)
  return a.kind === b.kind && isOfService(a, b.serviceId)
}
