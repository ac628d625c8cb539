// A document being edited: copies each part once, when it is first written to, and shares the rest.

import { isRecord, type Step } from '../lib/json.ts'
import { describePath, missingPart } from './paths.ts'

export type Written =
  /** `undo` brings back what was there: a change of the same form. */
  | { readonly ok: true; readonly undo: DraftChange }
  | { readonly ok: false; readonly reason: string }

export interface DraftChange {
  readonly path: readonly Step[]
  /** Without a value, what is at the path is removed. */
  readonly value?: unknown
}

type Container = Record<string, unknown> | unknown[]
type Found =
  | { readonly kind: 'found'; readonly container: Container }
  | { readonly kind: 'missing' | 'wrong'; readonly reason: string }

export class Draft {
  readonly root: Record<string, unknown>
  /** Parts that only this draft refers to, and may write to. */
  readonly #owned = new WeakSet<object>()

  constructor(document: Readonly<Record<string, unknown>>) {
    this.root = { ...document }
    this.#owned.add(this.root)
  }

  write(change: DraftChange): Written {
    const { path, value } = change
    const step = path.at(-1)
    if (step === undefined || path.includes('__proto__'))
      return { ok: false, reason: `Nothing can be put at '${describePath(path)}'.` }
    const found = this.#containerAt(path.slice(0, -1))
    // What is to go has gone already, with everything round it.
    if (found.kind === 'missing' && value === undefined) return { ok: true, undo: { path } }
    if (found.kind !== 'found') return { ok: false, reason: found.reason }
    if (!Array.isArray(found.container)) return writeKey(found.container, step, change)
    return this.#writeItem(found.container, step, change)
  }

  /** Walks down to the container at `path`, making every part on the way our own. */
  #containerAt(path: readonly Step[]): Found {
    let container: Container = this.root
    for (const [index, step] of path.entries()) {
      const here = path.slice(0, index + 1)
      if (!fits(container, step)) return { kind: 'wrong', reason: wrongStep(here) }
      const part = partOf(container, step)
      if (part === undefined) return { kind: 'missing', reason: missingPart(here) }
      if (!isContainer(part))
        return { kind: 'wrong', reason: `'${describePath(here)}' has no parts of its own.` }
      container = this.#own(container, step, part)
    }
    return { kind: 'found', container }
  }

  #own(parent: Container, step: Step, part: Container): Container {
    if (this.#owned.has(part)) return part
    const copy = Array.isArray(part) ? [...part] : { ...part }
    this.#owned.add(copy)
    putPart(parent, step, copy)
    return copy
  }

  /** A list that grows or shrinks becomes a new one, and is undone as a whole. */
  #writeItem(list: unknown[], step: Step, { path, value }: DraftChange): Written {
    const reason = wrongItem(list, step, value)
    if (reason !== null) return { ok: false, reason: `${describePath(path)}: ${reason}` }
    const index = Number(step)
    if (value !== undefined && index < list.length) {
      const before = list[index]
      list[index] = value
      return { ok: true, undo: { path, value: before } }
    }
    const resized = value === undefined ? list.toSpliced(index, 1) : [...list, value]
    return this.write({ path: path.slice(0, -1), value: resized })
  }
}

function writeKey(
  container: Record<string, unknown>,
  step: Step,
  { path, value }: DraftChange,
): Written {
  if (typeof step !== 'string') return { ok: false, reason: wrongStep(path) }
  const before = partOf(container, step)
  if (value === undefined) delete container[step]
  else container[step] = value
  return { ok: true, undo: before === undefined ? { path } : { path, value: before } }
}

function wrongItem(list: readonly unknown[], step: Step, value: unknown): string | null {
  if (typeof step !== 'number') return 'an item of a list is named by its number.'
  const last = value === undefined ? list.length - 1 : list.length
  return step <= last ? null : `the list has only ${counted(list.length)}.`
}

function counted(items: number): string {
  return items === 1 ? '1 item' : `${items} items`
}

function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || isRecord(value)
}

function fits(container: Container, step: Step): boolean {
  return Array.isArray(container) === (typeof step === 'number')
}

function partOf(container: Container, step: Step): unknown {
  if (Array.isArray(container)) return typeof step === 'number' ? container[step] : undefined
  return Object.hasOwn(container, step) ? container[step] : undefined
}

function putPart(container: Container, step: Step, value: unknown): void {
  if (!Array.isArray(container)) container[step] = value
  else if (typeof step === 'number') container[step] = value
}

function wrongStep(path: readonly Step[]): string {
  const step = path.at(-1)
  return typeof step === 'number'
    ? `${describePath(path)}: only an item of a list is named by its number.`
    : `${describePath(path)}: an item of a list is named by its number.`
}
