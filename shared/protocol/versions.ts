// Earlier versions of a topology, over HTTP. A version is kept as the text of its file, so that it can be
// had even when it can no longer be opened.

import { z } from 'zod'
import { nameSchema } from '../topology/fields.ts'

/** Milliseconds since 1970, at which it was what the topology was; moved on where two would be the same. */
export const versionIdSchema = z
  .string()
  .regex(/^[1-9][0-9]{0,15}$/, 'A version is named by the moment at which it was kept.')

/** `editing`, `restore`, `outside`: kept by itself, while somebody worked, or before all was replaced. */
export const versionReasonSchema = z.enum(['asked', 'editing', 'restore', 'outside'])
export type VersionReason = z.infer<typeof versionReasonSchema>

export const versionSchema = z.strictObject({
  id: versionIdSchema,
  atMs: z.int().min(0),
  /** Null: nobody has named it, and it goes when there are many. */
  name: nameSchema.nullable(),
  reason: versionReasonSchema,
  services: z.int().min(0),
  channels: z.int().min(0),
})
export type Version = z.infer<typeof versionSchema>

/** GET /api/topologies/:id/versions: newest first. */
export const versionListSchema = z.array(versionSchema)

/** GET /api/topologies/:id/versions/:versionId; `text`: of the file as it was then. */
export const versionContentSchema = z.strictObject({ version: versionSchema, text: z.string() })

/** What turns a line or its direction round would make one row of a list look like another. */
const givenNameSchema = nameSchema.regex(
  /^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u,
  'A name is one line of text, without signs that control how it is written.',
)

/** POST /api/topologies/:id/versions: keeps what the topology is now. Answers the version. */
export const keepVersionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('named'), name: givenNameSchema }),
  /** All is about to be replaced by an earlier version. */
  z.strictObject({ kind: z.literal('beforeRestore') }),
])
export type KeepVersion = z.infer<typeof keepVersionSchema>

/** PATCH /api/topologies/:id/versions/:versionId */
export const renameVersionSchema = z.strictObject({ name: givenNameSchema })
