// What travels by HTTP: whole documents. Every answer that is not 2xx has the body `HttpFailure`.

import { z } from 'zod'
import { miniatureSchema } from './miniature.ts'
import { requests, topologyIdSchema } from './protocol.ts'
import { domainSchema } from './story.ts'

/** GET /api/topologies */
export const topologyListSchema = z.array(
  z.strictObject({ id: topologyIdSchema, name: z.string(), problem: z.string().nullable() }),
)
export type TopologyList = z.infer<typeof topologyListSchema>

/** GET /api/examples */
const exampleEntrySchema = z.strictObject({
  id: topologyIdSchema,
  name: z.string(),
  description: z.string(),
  domain: domainSchema,
  /** In a line. */
  summary: z.string(),
  /** Null: nobody tells one. */
  storyTitle: z.string().nullable(),
  services: z.int(),
  channels: z.int(),
  miniature: miniatureSchema,
})
export type ExampleEntry = z.infer<typeof exampleEntrySchema>

export const exampleListSchema = z.array(exampleEntrySchema)
export type ExampleList = z.infer<typeof exampleListSchema>

/** POST /api/topologies: a topology, a recipe (opens with its run), or the id of an example. */
export const createTopologySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('topology'), topology: z.unknown() }),
  z.strictObject({ kind: z.literal('recipe'), recipe: z.unknown() }),
  /** `reuse`: a copy that nobody has changed will do. */
  z.strictObject({
    kind: z.literal('example'),
    exampleId: topologyIdSchema,
    reuse: z.boolean().optional(),
  }),
])
export type CreateTopology = z.infer<typeof createTopologySchema>

/** Answer to POST /api/topologies */
export const createdTopologySchema = z.strictObject({ id: topologyIdSchema })

/** GET /api/topologies/:id */
export const storedTopologySchema = z.strictObject({
  id: topologyIdSchema,
  revision: z.int(),
  /** Parsed with the topology's own schema by who receives it. */
  topology: z.unknown(),
})

/** POST /api/topologies/:id/edits: an edit that is too long for a message of the live link. */
export const sentEditSchema = requests['topology:edit'].request.omit({ topologyId: true })
/** Answer to POST /api/topologies/:id/edits */
export const madeEditSchema = requests['topology:edit'].reply
export type MadeEdit = z.infer<typeof madeEditSchema>

/** GET /api/topologies/:id/recipe answers the recipe; this header carries the hash of its history. */
export const HISTORY_HASH_HEADER = 'Millrace-History-Hash'

export const httpFailureSchema = z.strictObject({ code: z.string(), message: z.string() })
export type HttpFailure = z.infer<typeof httpFailureSchema>

/** Bodies of requests, in bytes. */
export const BODY_BYTES_MAX = 8 * 1024 * 1024
