// Every element of a run has a number, given in the order in which it came and never given again.

import { assert } from '#shared/lib/assert.ts'
import type { ElementSort } from '#shared/lib/metrics.ts'

export interface TableElement {
  readonly name: string
  readonly sort: ElementSort | null
  readonly removed: boolean
  readonly eventTypeId: string | null
}

export class ElementTable {
  readonly #elements: TableElement[] = []
  readonly #indexByName = new Map<string, number>()
  /** Sources and outputs, removed ones too, by the service that they are part of. */
  readonly #publishers = new Map<string, number[]>()
  #version = 0

  /** Grows with every change. */
  get version(): number {
    return this.#version
  }

  get elements(): readonly TableElement[] {
    return this.#elements
  }

  /** Adds what is new; a name that was removed and comes again gets a new number. */
  add(name: string, sort: ElementSort | null, eventTypeId: string | null = null): number {
    const known = this.#indexByName.get(name)
    if (known !== undefined) {
      const element = this.#elements[known] as TableElement
      if (element.eventTypeId !== eventTypeId) {
        this.#elements[known] = { ...element, eventTypeId }
        this.#version += 1
      }
      return known
    }
    this.#version += 1
    this.#elements.push({ name, sort, removed: false, eventTypeId })
    this.#indexByName.set(name, this.#elements.length - 1)
    this.#notePublisher(name, sort, this.#elements.length - 1)
    return this.#elements.length - 1
  }

  /** With all that is part of it. */
  remove(name: string): void {
    for (const [known, index] of [...this.#indexByName]) {
      if (known !== name && !known.startsWith(`${name}/`)) continue
      this.#elements[index] = { ...(this.#elements[index] as TableElement), removed: true }
      this.#indexByName.delete(known)
      this.#version += 1
    }
  }

  indexOf(name: string): number {
    const index = this.#indexByName.get(name)
    assert(index !== undefined, `${name} is an element of the run`)
    return index
  }

  has(name: string): boolean {
    return this.#indexByName.has(name)
  }

  nameOf(index: number): string {
    return this.#elements[index]?.name ?? ''
  }

  /** Sources and outputs of a service, those too that edits have removed: what they published stays. */
  publishersOf(serviceName: string): readonly number[] {
    return this.#publishers.get(serviceName) ?? NOBODY
  }

  save(): { readonly version: number; readonly elements: readonly TableElement[] } {
    return { version: this.#version, elements: [...this.#elements] }
  }

  restore(state: ReturnType<ElementTable['save']>): void {
    this.#version = state.version
    this.#publishers.clear()
    state.elements.forEach((element, index) => {
      this.#elements[index] = element
      if (!element.removed) this.#indexByName.set(element.name, index)
      this.#notePublisher(element.name, element.sort, index)
    })
  }

  #notePublisher(name: string, sort: ElementSort | null, index: number): void {
    if (sort !== 'source' && sort !== 'output') return
    const [section, serviceId] = name.split('/')
    const serviceName = `${section}/${serviceId}`
    const known = this.#publishers.get(serviceName)
    if (known) known.push(index)
    else this.#publishers.set(serviceName, [index])
  }
}

const NOBODY: readonly number[] = []
