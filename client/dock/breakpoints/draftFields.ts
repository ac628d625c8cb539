// The fields of the form for breakpoints: what is typed there, and the breakpoint that it describes.

import { exactDuration, parseDuration } from '#shared/lib/units.ts'
import {
  type Breakpoint,
  type BreakpointCondition,
  breakpointSchema,
} from '#shared/protocol/breakpoints.ts'
import type { BreakpointDraft } from '../../store/runSlice.ts'

export type ConditionKind = BreakpointCondition['kind']

export interface DraftFields {
  readonly moments: Breakpoint['moments']
  /** `node:id` or `edge:id`; empty: anywhere. */
  readonly place: string
  readonly eventTypeId: string
  readonly key: string
  readonly conditionKind: ConditionKind | ''
  /** The name of an attribute, or the path in a payload. */
  readonly conditionName: string
  readonly conditionValue: string
  readonly every: string
}

export function fieldsOf(draft: BreakpointDraft): DraftFields {
  const { moments, place, eventTypeId = '', key = '', condition, every } = draft
  return {
    moments,
    place: place ? `${place.kind}:${place.id}` : '',
    eventTypeId,
    key,
    conditionKind: condition?.kind ?? '',
    conditionName: nameIn(condition),
    conditionValue: valueIn(condition),
    every: String(every),
  }
}

export type Described =
  | { readonly ok: true; readonly draft: BreakpointDraft }
  | { readonly ok: false; readonly problem: string }

/** What the fields describe; `draft` tells which breakpoint it is. */
export function described(fields: DraftFields, draft: BreakpointDraft): Described {
  const every = wholeNumber(fields.every)
  if (every === null || every < 1)
    return wrong('How often it has to happen is a whole number from 1 on.')
  if (fields.moments.length === 0) return wrong('Choose at least one thing to wait for.')
  const condition = conditionOf(fields)
  if (typeof condition === 'string') return wrong(condition)
  const next = {
    id: draft.id ?? 'new',
    enabled: draft.enabled,
    moments: fields.moments,
    ...(fields.place === '' ? {} : { place: placeOf(fields.place) }),
    ...(fields.eventTypeId === '' ? {} : { eventTypeId: fields.eventTypeId }),
    ...(fields.key.trim() === '' ? {} : { key: fields.key.trim() }),
    ...(condition === null ? {} : { condition }),
    every,
  }
  const parsed = breakpointSchema.safeParse(next)
  if (!parsed.success) return wrong(parsed.error.issues[0]?.message ?? 'This is no breakpoint.')
  const { id: _id, ...rest } = parsed.data
  return { ok: true, draft: draft.id === undefined ? rest : { ...rest, id: draft.id } }
}

export const CONDITION_LABELS: Readonly<Record<ConditionKind, string>> = {
  attempt: 'attempt is at least',
  waiting: 'messages waiting there rise above',
  lag: 'readers fall behind by more than',
  age: 'time since it was published is over',
  attribute: 'attribute',
  payload: 'payload at',
}

function conditionOf(fields: DraftFields): BreakpointCondition | null | string {
  const { conditionKind: kind, conditionName: name, conditionValue: value } = fields
  switch (kind) {
    case '':
      return null
    case 'attempt': {
      const atLeast = wholeNumber(value)
      return atLeast === null || atLeast < 1
        ? 'An attempt is a whole number from 1 on.'
        : { kind, atLeast }
    }
    case 'waiting':
    case 'lag': {
      const above = wholeNumber(value)
      return above === null ? 'A backlog is a whole number from 0 on.' : { kind, above }
    }
    case 'age': {
      const aboveMs = parseDuration(value)
      return aboveMs === null ? 'Type a time such as 250 ms or 5 s.' : { kind, aboveMs }
    }
    case 'attribute':
      return name.trim() === ''
        ? 'Type the name of the attribute.'
        : { kind, name: name.trim(), equals: scalarOf(value) }
    case 'payload':
      return name.trim() === ''
        ? 'Type where in the payload, such as customer.tier or items.0.sku.'
        : { kind, path: name.trim(), equals: scalarOf(value) }
  }
}

function nameIn(condition: BreakpointCondition | undefined): string {
  if (condition?.kind === 'attribute') return condition.name
  return condition?.kind === 'payload' ? condition.path : ''
}

function valueIn(condition: BreakpointCondition | undefined): string {
  switch (condition?.kind) {
    case undefined:
      return ''
    case 'attempt':
      return String(condition.atLeast)
    case 'waiting':
    case 'lag':
      return String(condition.above)
    case 'age':
      return exactDuration(condition.aboveMs)
    case 'attribute':
    case 'payload':
      return typeof condition.equals === 'string' ? condition.equals : String(condition.equals)
  }
}

/** Quotes keep a text a text: "true", "12". */
function scalarOf(typed: string): string | number | boolean {
  const text = typed.trim()
  if (text === 'true' || text === 'false') return text === 'true'
  if (/^".*"$/.test(text)) return text.slice(1, -1)
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}

function placeOf(place: string): NonNullable<Breakpoint['place']> {
  const at = place.indexOf(':')
  return { kind: place.slice(0, at) === 'edge' ? 'edge' : 'node', id: place.slice(at + 1) }
}

function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : null
}

function wrong(problem: string): Described {
  return { ok: false, problem }
}
