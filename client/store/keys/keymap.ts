// The keys that a person has chosen for actions, laid over those that the actions bring.

import { z } from 'zod'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { isSingleKey } from './keys.ts'

export interface Keymap {
  /** By action; an empty list: the action has no key. */
  readonly changed: Readonly<Record<string, readonly string[]>>
  /** False: letters and signs alone do nothing. */
  readonly singleKeys: boolean
}

export const DEFAULT_KEYMAP: Keymap = { changed: {}, singleKeys: true }

/** What can have keys: an action. */
export interface Keyed {
  readonly id: string
  /** As keys.ts reads them; the first is the one that is shown. */
  readonly keys: readonly string[]
}

export function keysOf({ id, keys }: Keyed, { changed, singleKeys }: Keymap): readonly string[] {
  const chosen = Object.hasOwn(changed, id) ? (changed[id] ?? keys) : keys
  return singleKeys ? chosen : chosen.filter((written) => !isSingleKey(written))
}

export interface Assignment {
  readonly keymap: Keymap
  /** Actions that had these keys and have lost them. */
  readonly bereft: readonly string[]
}

/** Gives an action these keys and no others; nothing else keeps them. */
export function assigned(
  keymap: Keymap,
  actions: readonly Keyed[],
  { actionId, keys }: { readonly actionId: string; readonly keys: string },
): Assignment {
  const changed: Record<string, readonly string[]> = { ...keymap.changed, [actionId]: [keys] }
  const bereft: string[] = []
  for (const action of actions) {
    const present = keysOf(action, { ...keymap, singleKeys: true })
    if (action.id === actionId || !present.includes(keys)) continue
    changed[action.id] = present.filter((written) => written !== keys)
    bereft.push(action.id)
  }
  return { keymap: { ...keymap, changed }, bereft }
}

/** The keys that the action brings, unless another has been given them since. */
export function restored(keymap: Keymap, actions: readonly Keyed[], actionId: string): Keymap {
  const { [actionId]: _gone, ...changed } = keymap.changed
  const taken = new Set(
    actions
      .filter(({ id }) => id !== actionId && Object.hasOwn(changed, id))
      .flatMap(({ id }) => changed[id] ?? []),
  )
  const own = actions.find(({ id }) => id === actionId)?.keys ?? []
  const free = own.filter((written) => !taken.has(written))
  return free.length === own.length
    ? { ...keymap, changed }
    : { ...keymap, changed: { ...changed, [actionId]: free } }
}

/** Why a person cannot choose these keys; null: they can. */
export function refusalOf(keys: string): string | null {
  if (keys === 'Tab' || keys === 'Shift+Tab') return 'Tab moves the focus through the page.'
  if (keys === 'Escape') return 'Esc is the way out of everything.'
  if (/^Mod\+(?:Shift\+)?[NTW]$/.test(keys) || /^Mod\+[1-9]$/.test(keys))
    return 'The browser keeps these keys for itself.'
  return null
}

const STORAGE_KEY = 'millrace/keys'
const keysSchema = z.string().min(1).max(40)
const keymapSchema = z.strictObject({
  changed: z.record(z.string().max(60), z.array(keysSchema).max(6)),
  singleKeys: z.boolean(),
})

/** What was stored may be of another version, or somebody's own work. */
export function readKeymap(text: string | null): Keymap {
  if (text === null) return DEFAULT_KEYMAP
  try {
    const parsed = keymapSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : DEFAULT_KEYMAP
  } catch {
    return DEFAULT_KEYMAP
  }
}

export const keymapStore = createStore<Keymap>(() => readKeymap(stored()))

keymapStore.subscribe((keymap) => {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(keymap))
  } catch {
    // The choice then lasts as long as the page.
  }
})

export function useKeymap(): Keymap {
  return useStore(keymapStore)
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY)
  } catch {
    return null
  }
}
