// An edit is a list of changes, each at one path of the document. Everything that a person does to a
// drawing is written this way, so one function applies, inverts, checks, stores and sends them all.

import { z } from 'zod'

export const CHANGES_MAX = 20_000

const stepSchema = z.union([z.string().max(256), z.int().min(0).max(100_000)])

/** Puts `value` at `path`; without `value`, removes what is there. */
export const changeSchema = z.strictObject({
  path: z.array(stepSchema).min(1).max(16),
  value: z.unknown().optional(),
})
export type Change = z.infer<typeof changeSchema>

export const editSchema = z.strictObject({
  /** What the person did, in words for the undo button: "Move 3 nodes". */
  label: z.string().min(1).max(200),
  changes: z.array(changeSchema).min(1).max(CHANGES_MAX),
})
export type Edit = z.infer<typeof editSchema>

/** An edit that adds something, and the id of what it adds. */
export interface Addition {
  readonly edit: Edit
  readonly id: string
}
