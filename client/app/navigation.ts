// The address of a topology is /t/<its id>. Opening one writes the address; going back reads it. The address
// of an example is /examples/<its id>, of its story /examples/<its id>/story: each opens a copy.

import { closeTopology, openTopology } from '../connection/connection.ts'
import { createTopology, listTopologies } from '../connection/documents.ts'
import { designerStore } from '../store/designerStore.ts'

const LAST_KEY = 'millrace/last-topology'

export function startNavigation(): void {
  window.addEventListener('popstate', () => void openAddress())
  void openAddress()
}

/** Opens a topology and makes it the page's address. */
export async function goTo(topologyId: string): Promise<void> {
  if (await show(topologyId)) history.pushState(null, '', addressOf(topologyId))
}

/** What was open is no more: shows another topology, or how to begin one. */
export async function leave(): Promise<void> {
  history.replaceState(null, '', '/')
  await openAddress()
}

async function openAddress(): Promise<void> {
  const address = addressIn(location.pathname)
  if (address.kind === 'topology' && (await show(address.id))) return
  if (address.kind === 'example' && (await showExample(address))) return
  if (address.kind === 'unknown')
    refuse(
      `There is nothing at ${location.pathname.slice(0, 80)}. A topology is at /t/ and its name, an example at /examples/ and its name.`,
    )
  const fallback = await firstChoice()
  if (fallback !== null && (await show(fallback))) {
    history.replaceState(null, '', addressOf(fallback))
    return
  }
  closeTopology()
  history.replaceState(null, '', '/')
}

/** A copy that nobody has changed will do: whoever follows a link twice need not have two. */
async function showExample({ id: exampleId, withStory }: ExampleAddress): Promise<boolean> {
  designerStore.getState().setOpening(true)
  const created = await createTopology({ kind: 'example', exampleId, reuse: true })
  if (!created.ok) {
    refuse(created.message)
    return false
  }
  const topologyId = created.value
  if (!(await show(topologyId))) return false
  history.replaceState(null, '', addressOf(topologyId))
  const { showRunning } = await import('./gallery/telling.ts')
  await showRunning({ exampleId, topologyId, withStory })
  return true
}

async function show(topologyId: string): Promise<boolean> {
  const { setOpening } = designerStore.getState()
  setOpening(true)
  const result = await openTopology(topologyId)
  setOpening(false)
  if (result.ok) remember(topologyId)
  else refuse(result.message)
  return result.ok
}

/** What was open last, or else whatever there is. Null: the workspace is empty, or out of reach. */
async function firstChoice(): Promise<string | null> {
  const result = await listTopologies()
  if (!result.ok) {
    designerStore.getState().setOpening(false)
    designerStore.getState().notify({ tone: 'error', text: result.message })
    return null
  }
  const sound = result.value.filter(({ problem }) => problem === null)
  const last = remembered()
  const choice = sound.find(({ id }) => id === last) ?? sound[0]
  if (!choice) designerStore.getState().setOpening(false)
  return choice?.id ?? null
}

function addressOf(topologyId: string): string {
  return `/t/${topologyId}`
}

interface ExampleAddress {
  readonly kind: 'example'
  readonly id: string
  readonly withStory: boolean
}

type Address =
  | { readonly kind: 'start' }
  | { readonly kind: 'topology'; readonly id: string }
  | ExampleAddress
  | { readonly kind: 'unknown' }

export function addressIn(pathname: string): Address {
  if (pathname === '/' || pathname === '') return { kind: 'start' }
  const [, room, id = '', story] =
    /^\/(t|examples)\/([a-z0-9][a-z0-9_-]{0,63})(\/story)?\/?$/.exec(pathname) ?? []
  if (room === 'examples') return { kind: 'example', id, withStory: story !== undefined }
  if (room === 't' && story === undefined) return { kind: 'topology', id }
  return { kind: 'unknown' }
}

function refuse(text: string): void {
  designerStore.getState().notify({ tone: 'error', text })
}

function remember(topologyId: string): void {
  try {
    localStorage.setItem(LAST_KEY, topologyId)
  } catch {
    // Then the page opens the first topology next time.
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(LAST_KEY)
  } catch {
    return null
  }
}
