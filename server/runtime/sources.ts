// The sources of a service: at work, at rest, or gone with an edit.

import { orderById } from '#shared/lib/entries.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { Service as ServiceSpec } from '#shared/topology/services.ts'
import type { PublishingService } from './publisher.ts'
import { Source, type SourceState } from './source.ts'
import type { RuntimeWorld } from './world.ts'

export type SourcesState = readonly (readonly [sourceId: string, state: SourceState])[]

interface SourcesOptions {
  readonly world: RuntimeWorld
  readonly service: PublishingService & { readonly id: string }
}

/** What is new in `specs`, or has changed, with the names of event types as they are now. */
interface SourcesUpdate {
  readonly specs: ServiceSpec['sources']
  readonly eventTypeName: (eventTypeId: string) => string
  readonly areResting: boolean
}

export class Sources {
  readonly #world: RuntimeWorld
  readonly #service: SourcesOptions['service']
  readonly #sources = new Map<string, Source>()

  constructor({ world, service }: SourcesOptions) {
    this.#world = world
    this.#service = service
  }

  get refused(): number {
    return [...this.#sources.values()].reduce((sum, { refused }) => sum + refused, 0)
  }

  refusedFrom(sourceId: string): number {
    return this.#sources.get(sourceId)?.refused ?? 0
  }

  start(): void {
    for (const source of this.#sources.values()) source.start()
  }

  rest(): void {
    for (const source of this.#sources.values()) source.rest()
  }

  crash(): void {
    for (const source of this.#sources.values()) source.crash()
  }

  close(): void {
    for (const source of this.#sources.values()) source.close()
  }

  update({ specs, eventTypeName, areResting }: SourcesUpdate): void {
    for (const [sourceId, source] of [...this.#sources]) {
      const spec = specs[sourceId]
      if (spec) {
        source.update(spec, eventTypeName(spec.eventTypeId), areResting)
        continue
      }
      source.close()
      this.#sources.delete(sourceId)
    }
    for (const sourceId of Object.keys(specs).sort()) {
      if (this.#sources.has(sourceId)) continue
      const source = this.#add(sourceId, { specs, eventTypeName, areResting })
      if (!areResting) source.start()
    }
    orderById(this.#sources)
  }

  save(): SourcesState {
    return [...this.#sources].map(([id, source]) => [id, source.save()] as const)
  }

  restore(state: SourcesState): void {
    for (const [id, source] of state) this.#sources.get(id)?.restore(source)
  }

  #add(sourceId: string, { specs, eventTypeName }: SourcesUpdate): Source {
    const spec = specs[sourceId] as ServiceSpec['sources'][string]
    const source = new Source({
      world: this.#world,
      name: elementNames.source(this.#service.id, sourceId),
      spec,
      eventTypeName: eventTypeName(spec.eventTypeId),
      service: this.#service,
    })
    this.#sources.set(sourceId, source)
    return source
  }
}
