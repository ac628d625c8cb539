// Part of a drawing as a document of its own, for the clipboard: what was chosen, with the event types
// that it speaks of. What leads out of it is kept as it was: pasting decides whether it leads anywhere.

import { z } from 'zod'
import { entriesById } from '../lib/entries.ts'
import { isRecord } from '../lib/json.ts'
import { memberNodeIds } from './contextMembers.ts'
import type { Position } from './layout.ts'
import { disagreementsOf } from './limits.ts'
import { currentFormat, type DocumentFormat, migrate } from './migrations.ts'
import { parseJson, plainJson } from './parse.ts'
import { type DocumentProblem, parseWith } from './problems.ts'
import { publicationsBy } from './publications.ts'
import type { Service } from './services.ts'
import { type Topology, topologySchema } from './topology.ts'

const EXCERPTS: DocumentFormat = { name: 'millrace-excerpt', migrations: [] }

const { eventTypes, services, channels, bindings, subscriptions, layout } = topologySchema.shape

export const excerptSchema = z
  .strictObject({
    format: z.literal(currentFormat(EXCERPTS)),
    eventTypes,
    services,
    channels,
    bindings,
    subscriptions,
    layout,
  })
  .superRefine((excerpt, context) => {
    for (const { path, message } of disagreementsOf(excerpt))
      context.addIssue({ code: 'custom', path: [...path], message })
    if (isEmptyExcerpt(excerpt))
      context.addIssue({ code: 'custom', message: 'It holds no service, channel, frame or note.' })
  })
export type Excerpt = z.infer<typeof excerptSchema>

export type ParsedExcerpt =
  | { readonly ok: true; readonly excerpt: Excerpt }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] }

/** What is chosen of a drawing, by ids. */
export interface Chosen {
  readonly nodeIds: readonly string[]
  readonly contextIds?: readonly string[]
  readonly noteIds?: readonly string[]
}

/** Frames with all that belongs to them, services with their subscriptions, channels with their bindings. */
export function excerptOf(topology: Topology, chosen: Chosen): Excerpt {
  const nodeIds = new Set(chosenNodeIds(topology, chosen))
  const isChosen = (id: string) => nodeIds.has(id)
  const picked = picking(topology.services, isChosen)
  const spokenOf = typesOf(picked)
  return {
    format: currentFormat(EXCERPTS),
    eventTypes: picking(topology.eventTypes, (id) => spokenOf.has(id)),
    services: picked,
    channels: picking(topology.channels, isChosen),
    bindings: picking(
      topology.bindings,
      (_, { fromChannelId, toChannelId }) => isChosen(fromChannelId) || isChosen(toChannelId),
    ),
    subscriptions: picking(topology.subscriptions, (_, { serviceId }) => isChosen(serviceId)),
    layout: chosenLayout(topology, { ...chosen, nodeIds: [...nodeIds] }),
  }
}

/** With those in the frames, each once. */
export function chosenNodeIds(
  topology: Topology,
  { nodeIds, contextIds = [] }: Chosen,
): readonly string[] {
  const members = contextIds.flatMap((contextId) => memberNodeIds(topology, contextId))
  return [...new Set([...nodeIds, ...members])]
}

/** What belonged to a frame that is not chosen belongs to none. */
function chosenLayout({ layout }: Topology, chosen: Chosen): Excerpt['layout'] {
  const { nodeIds, contextIds = [], noteIds = [] } = chosen
  const contexts = picking(layout.contexts, isIn(contextIds))
  const isFramed = (contextId: string | undefined) =>
    contextId !== undefined && Object.hasOwn(contexts, contextId)
  const released = <Member extends Position & { readonly contextId?: string | undefined }>(
    members: Readonly<Record<string, Member>>,
  ) =>
    Object.fromEntries(
      entriesById(members).map(([id, member]) => {
        const { contextId, ...free } = member
        return [id, isFramed(contextId) ? member : free] as const
      }),
    )
  const isNoted = isIn(noteIds)
  return {
    nodes: released(picking(layout.nodes, isIn(nodeIds))),
    contexts,
    notes: released(
      picking(layout.notes, (id, { contextId }) => isNoted(id) || isFramed(contextId)),
    ) as Excerpt['layout']['notes'],
  }
}

export function isEmptyExcerpt({
  services: pickedServices,
  channels: pickedChannels,
  layout: { contexts, notes },
}: Pick<Excerpt, 'services' | 'channels' | 'layout'>): boolean {
  return [pickedServices, pickedChannels, contexts, notes].every(isEmpty)
}

/** Of services and channels, in the order of their ids. */
export function nodeIdsOf({
  services,
  channels,
}: Pick<Excerpt, 'services' | 'channels'>): string[] {
  return [...Object.keys(services), ...Object.keys(channels)].sort()
}

/** Whether a text says of itself that it is an excerpt, sound or not. */
export function isExcerptText(text: string): boolean {
  const json = parseJson(text)
  if (!json.ok || !isRecord(json.value)) return false
  const { format } = json.value
  return typeof format === 'string' && format.split('/', 1)[0] === EXCERPTS.name
}

export function parseExcerptText(text: string): ParsedExcerpt {
  const json = parseJson(text)
  const plain = json.ok ? plainJson(json.value) : json
  const migrated = plain.ok ? migrate(plain.value, EXCERPTS) : plain
  const parsed = migrated.ok ? parseWith(excerptSchema, migrated.value) : migrated
  return parsed.ok ? { ok: true, excerpt: parsed.value } : parsed
}

function typesOf(picked: Readonly<Record<string, Service>>): ReadonlySet<string> {
  return new Set(
    entriesById(picked).flatMap(([id, service]) => [
      ...publicationsBy(id, service).map(({ publishes }) => publishes.eventTypeId),
      ...Object.values(service.handlers).flatMap((handler) => handler.eventTypeIds ?? []),
    ]),
  )
}

function isIn(ids: readonly string[]): (id: string) => boolean {
  const set = new Set(ids)
  return (id) => set.has(id)
}

function isEmpty(map: object): boolean {
  return Object.keys(map).length === 0
}

function picking<Value>(
  map: Readonly<Record<string, Value>>,
  isPicked: (id: string, value: Value) => boolean,
): Record<string, Value> {
  return Object.fromEntries(entriesById(map).filter(([id, value]) => isPicked(id, value)))
}
